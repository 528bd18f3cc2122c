/** Who finds what a waiver lifts. A tool leaves the waivers of the others alone: it cannot know whether they are used. */
export type WaivedTool = "guardrails" | "checkov";

/** Ids of checkov's checks, built-in and of policies/checkov: `CKV_AWS_18`, `CKV2_AWS_6`, `CKV_PORTCULLIS_IMAGE_PRIVATE`. */
export const toolOf = (rule: string): WaivedTool => (/^CKV\d*_/.test(rule) ? "checkov" : "guardrails");

/** The word for every environment. */
export const everyEnvironment = "*";

/** One waiver: the one format for guardrails, checkov, findings and CIS exceptions. */
export interface Waiver {
  readonly id: string;
  /** Rule, check or control that it lifts, exact. */
  readonly rule: string;
  /** Environment it holds in, exact; `*` for every one, which only a check of checkov may have that is not critical. */
  readonly environment: string;
  /** Stack id it holds in, exact; where the environment is `*`, the id without its environment: `bootstrap`, `network-eu-central-1`. */
  readonly stack: string;
  /** Exact resource address; never a wildcard. */
  readonly address: string;
  /** Binds an approval to one plan: it lifts nothing in any other. @default any plan */
  readonly fingerprint?: string;
  readonly reason: string;
  readonly compensatingControl?: string;
  /** Author, as `git config user.email` or a GitHub login gives it. */
  readonly owner: string;
  /** Never the owner. */
  readonly approver: string;
  /** Day it was granted, `YYYY-MM-DD`. */
  readonly created: string;
  /** Last day it holds, `YYYY-MM-DD`; at most 90 days after created, 14 where the risk is critical. */
  readonly expires: string;
}
