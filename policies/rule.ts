/** The rule API of the guardrails. One rule is one file in policies/rules; the same rule judges constructs and plans. */

export type Risk = "critical" | "high" | "medium" | "low";
export type Action = "create" | "update" | "delete" | "replace" | "read" | "no-op";

/**
 * A value as a rule sees it.
 * known: settled. template: not settled, but the declaration is known (a string with references, such as
 * `${aws_s3_bucket.logs.id}`). unknown: neither. absent: not set.
 */
export type Attribute =
  | { readonly kind: "known"; readonly value: unknown }
  | { readonly kind: "template"; readonly template: unknown }
  | { readonly kind: "unknown" }
  | { readonly kind: "absent" };

export interface SourceLine {
  /** Path relative to the repository. */
  readonly file: string;
  readonly line: number;
}

/** One resource, as it is declared (at synth) or as it will be (in a plan). */
export interface ResourceView {
  readonly address: string;
  readonly type: string;
  readonly action: Action;
  readonly environment: string;
  readonly stage: string;
  readonly classification: string;
  readonly constructPath?: string;
  readonly source?: SourceLine;
  /** Value at a dotted path; descends into single blocks whether they are objects (synth) or lists of one (plan). */
  at(path: string): Attribute;
  /** Value before the change, on a plan; absent at synth. */
  before(path: string): Attribute;
  /** A JSON document held in a string attribute (a policy), parsed; works on literals and on templates. */
  json(path: string): Attribute;
  /** Addresses of resources that the attribute refers to. */
  references(path: string): readonly string[];
}

export interface RuleContext {
  readonly phase: "synth" | "plan";
  /** Every resource of the stack that will exist after the change, by type. */
  resources(type: string): readonly ResourceView[];
  /** The resources of a type that refer to this one by the named attribute, or share its literal value. */
  referring(type: string, attribute: string, to: ResourceView): readonly ResourceView[];
}

export type Outcome =
  | { readonly result: "pass" }
  | { readonly result: "not-applicable" }
  | { readonly result: "fail"; readonly reason: string }
  | { readonly result: "unknown"; readonly reason: string };

export interface Rule {
  /** Kebab case, equals the file's name. */
  readonly id: string;
  readonly title: string;
  readonly risk: Risk;
  /** Terraform types it judges; `*` for all. */
  readonly types: readonly string[];
  /** Phases in which it speaks. @default both */
  readonly phases?: readonly ("synth" | "plan")[];
  /** Actions it judges on a plan. @default create, update, replace, no-op */
  readonly actions?: readonly Action[];
  /** Where the rule comes from: AWS documentation, CIS control. */
  readonly source: string;
  readonly remedy: string;
  evaluate(resource: ResourceView, context: RuleContext): Outcome;
}

/** What a rule found on one resource. */
export interface RuleFinding {
  readonly rule: string;
  readonly risk: Risk;
  readonly result: "fail" | "unknown";
  readonly address: string;
  readonly constructPath?: string;
  readonly source?: SourceLine;
  readonly reason: string;
  readonly remedy: string;
  /** Id of the waiver that covers it, if one does. */
  readonly waiver?: string;
}
