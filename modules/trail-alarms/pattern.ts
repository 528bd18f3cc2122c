/**
 * Filter patterns over CloudTrail's events (CloudWatch Logs User Guide, "Filter pattern syntax for metric filters"). A name
 * that does not begin with a letter or holds other signs than letters, digits and dots would need quotes; event names and sources never do.
 */

const anyOf = (names: readonly string[]): string => names.map((name) => `($.eventName=${name})`).join(" || ");

/** Events of these names, whatever service sends them. */
export const named = (...names: readonly string[]): string => `{${anyOf(names)}}`;

const sentBy = (service: string, names: readonly string[]): string => `($.eventSource=${service}.amazonaws.com) && (${anyOf(names)})`;

/** Events of these names that one service sends: `iam` for `iam.amazonaws.com`. */
export const namedOf = (service: string, ...names: readonly string[]): string => `{${sentBy(service, names)}}`;

/** Events of these names by the service that sends them. */
export const namedByService = (names: Readonly<Record<string, readonly string[]>>): string =>
  `{${Object.entries(names).map(([service, ofService]) => `(${sentBy(service, ofService)})`).join(" || ")}}`;
