import type { Matcher, PatternFields } from "../../modules/event-alert";

/** Whether EventBridge would hand an event to a rule (API Reference, TestEventPattern), for the matchers that we write. */
export const matchesPattern = (pattern: PatternFields, event: Readonly<Record<string, unknown>>): boolean =>
  Object.entries(pattern).every(([field, expected]) => {
    const value = event[field];
    if (!Array.isArray(expected)) return [value].flat().some((one) => isRecord(one) && matchesPattern(expected as PatternFields, one));
    const values = Array.isArray(value) ? value : [value];
    return (expected as readonly Matcher[]).some((matcher) => values.some((one) => matches(matcher, one)));
  });

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === "object" && value !== null && !Array.isArray(value);

const matches = (matcher: Matcher, value: unknown): boolean => {
  if (typeof matcher !== "object") return value === matcher;
  if ("exists" in matcher) return (value !== undefined) === matcher.exists;
  if ("prefix" in matcher) return typeof value === "string" && value.startsWith(matcher.prefix);
  if ("suffix" in matcher) return typeof value === "string" && value.endsWith(matcher.suffix);
  if ("numeric" in matcher) return typeof value === "number" && compare(value, ...matcher.numeric);
  return value !== undefined && ![matcher["anything-but"]].flat().includes(value as string);
};

const compare = (value: number, operator: ">" | ">=" | "<" | "<=" | "=", bound: number): boolean =>
  ({ ">": value > bound, ">=": value >= bound, "<": value < bound, "<=": value <= bound, "=": value === bound })[operator];
