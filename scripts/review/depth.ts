/** Deeper than any provider's schema and any policy; what is deeper was not written by Terraform and would exhaust the stack. */
export const maximumDepth = 100;

/** True where no part of a JSON value lies deeper than the given number of levels. */
export const depthWithin = (value: unknown, levels: number = maximumDepth): boolean => {
  if (typeof value !== "object" || value === null) return true;
  if (levels === 0) return false;
  for (const child of Array.isArray(value) ? value : Object.values(value)) {
    if (!depthWithin(child, levels - 1)) return false;
  }
  return true;
};
