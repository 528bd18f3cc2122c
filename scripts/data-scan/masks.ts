/**
 * What may be shown of a value: PCI DSS 4.0, requirement 3.4.1, allows at most the first six and the last four digits of a card number; we
 * show the last four of what is long enough that four say nothing, and nothing of the rest but its shape.
 */
export const maskOf = (value: string): string => {
  const shown = value.replace(/[^\dA-Za-z]/g, "").length >= 12 ? 4 : 0;
  let left = value.replace(/[^\dA-Za-z]/g, "").length - shown;
  return value.replace(/[\dA-Za-z]/g, (character) => (left-- > 0 ? "*" : character));
};
