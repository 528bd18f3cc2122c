/** Event patterns of EventBridge, as far as we write them (EventBridge User Guide, "Comparison operators for use in event patterns"). */

/** What the value of one field is held against. A field matches when any of its matchers does. */
export type Matcher =
  | string
  | number
  | boolean
  | { readonly prefix: string }
  | { readonly suffix: string }
  | { readonly "anything-but": string | readonly string[] }
  | { readonly exists: boolean }
  | { readonly numeric: readonly [">" | ">=" | "<" | "<=" | "=", number] };

/** Fields of an event, all of which have to match. */
export interface PatternFields {
  readonly [field: string]: readonly Matcher[] | PatternFields;
}

/** Which events a rule takes: by sender and kind at least, so that no rule takes the whole bus. */
export interface EventPattern {
  /** Senders: `aws.cloudtrail`. */
  readonly source: readonly [string, ...string[]];
  /** Kinds of event: `AWS API Call via CloudTrail`. */
  readonly "detail-type": readonly [string, ...string[]];
  /** Fields of the event itself. @default any */
  readonly detail?: PatternFields;
}
