/**
 * A decision not to be told of certain findings. It is data: the resource that carries it says until when, and the gate
 * suppressions-current, which is given a clock, judges the day.
 */
export interface Suppression {
  readonly name: string;
  /** Why these findings need no action. */
  readonly reason: string;
  /** Who answers for it. */
  readonly owner: string;
  /** Last day on which it holds, YYYY-MM-DD (UTC). */
  readonly expires: string;
}

/** Tag by which the gate finds the last day of whatever is tagged. */
export const expiryTag = "expires";

export const suppressionTags = ({ expires }: Suppression): Record<string, string> => ({ [expiryTag]: expires });

/**
 * Reason, owner and end in one sentence, for the descriptions that people read in the console. Where a resource takes no tags
 * the gate reads the last day from its end.
 *
 * @example
 * const text = suppressionText({
 *   name: "scanner",
 *   reason: "Our own scanner probes these ports every night",
 *   owner: "platform-security",
 *   expires: "2027-01-31",
 * });
 */
export const suppressionText = ({ reason, owner, expires }: Suppression): string => `${reason.replace(/\.?$/, ".")} Owner: ${owner}. Expires: ${expires}`;
