import type { Action, Risk, RuleFinding, SourceLine } from "../../policies/rule";

/** Review model v0. Every face (terminal, Markdown, HTML, JSON, SARIF) renders from it; it holds nothing that the redactor did not pass. */
export const reviewModelVersion = 0;

export interface AttributeChange {
  readonly path: string;
  /** Redacted text; absent where there was or will be no value. */
  readonly before?: string;
  readonly after?: string;
  readonly sensitive: boolean;
  readonly unknown: boolean;
  /** True where this attribute forces the replacement. */
  readonly forcesReplacement: boolean;
}

export interface ReviewedChange {
  readonly address: string;
  readonly previousAddress?: string;
  readonly importing: boolean;
  /** Key of the object that a failed replacement left behind and that is now destroyed; absent otherwise. */
  readonly deposed?: string;
  readonly type: string;
  readonly action: Action;
  /** Terraform's actions as it gave them, such as delete and create. */
  readonly actions: readonly string[];
  readonly constructPath?: string;
  readonly source?: SourceLine;
  readonly controls: readonly string[];
  /** Why Terraform chose the action, such as `replace_because_tainted`; absent where it gives no reason. */
  readonly reason?: string;
  readonly risk: Risk;
  /** Id of the rule or heuristic that gave the risk. */
  readonly rule?: string;
  readonly attributes: readonly AttributeChange[];
}

export interface StackReview {
  readonly environment: string;
  readonly stack: string;
  readonly accountId: string;
  readonly region: string;
  /**
   * `provisional`: what it looks up does not stand yet, so it could not be planned. `unchanged`: nothing has changed since it was
   * recorded, so it was not planned, and drift was not looked for.
   */
  readonly status: "planned" | "no-changes" | "unchanged" | "provisional" | "failed";
  /** What the changes do not tell: why a stack was not planned, what of it is kept. */
  readonly note?: string;
  readonly fingerprint?: string;
  readonly counts: { readonly create: number; readonly update: number; readonly replace: number; readonly destroy: number; readonly import: number; readonly move: number };
  /** Riskiest first. */
  readonly changes: readonly ReviewedChange[];
  /** What was changed outside Terraform and matters to the plan. */
  readonly drift: readonly { readonly address: string; readonly action: Action }[];
  readonly findings: readonly RuleFinding[];
}

export interface Review {
  readonly version: typeof reviewModelVersion;
  readonly title: string;
  readonly commit?: string;
  readonly release?: string;
  readonly stacks: readonly StackReview[];
}
