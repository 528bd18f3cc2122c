/** How far clocks of two machines may differ. */
export const clockSkew = 5 * 60 * 1000;

/** Milliseconds since 1970 of an ISO 8601 time; one without a zone is taken as UTC. Undefined where it is no time. */
export const momentOf = (text: string | undefined): number | undefined => {
  if (text === undefined) return undefined;
  const hasZone = /(?:z|[+-]\d{2}:?\d{2})$/i.test(text) || /^\d{4}-\d{2}-\d{2}$/.test(text);
  const time = Date.parse(hasZone ? text : `${text}Z`);
  return Number.isNaN(time) ? undefined : time;
};
