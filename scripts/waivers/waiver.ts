import type { Severity } from "../findings";

/** Who finds what a waiver lifts. A tool leaves the waivers of the others alone: it cannot know whether they are used. */
export type WaivedTool = "guardrails" | "checkov";

/** Ids of checkov's checks, built-in and of policies/checkov: `CKV_AWS_18`, `CKV2_AWS_6`, `CKV_PORTCULLIS_IMAGE_PRIVATE`. */
export const toolOf = (rule: string): WaivedTool => (/^CKV\d*_/.test(rule) ? "checkov" : "guardrails");

/** The word for every environment. */
export const everyEnvironment = "*";

/** What every waiver says, whatever it lifts. */
export interface Approval {
  readonly id: string;
  /** Environment it holds in, exact; `*` for every one, which only a check of checkov may have that is not critical. */
  readonly environment: string;
  readonly reason: string;
  /** What makes up for it. `virtual-patch:<id>`, for a finding only: that rule of AWS WAF, which must then block wherever it stands. */
  readonly compensatingControl?: string;
  /** Author, as `git config user.email` or a GitHub login gives it. */
  readonly owner: string;
  /** Never the owner, nor the author of the change. */
  readonly approver: string;
  /** Where it was decided. */
  readonly ticket?: string;
  /** Day it was granted, `YYYY-MM-DD`. */
  readonly created: string;
  /** Last day it holds, `YYYY-MM-DD`; at most 90 days after created, 14 where the risk is critical. */
  readonly expires: string;
}

/** Lifts what a guardrail or a check of checkov says of a resource. */
export interface Waiver extends Approval {
  /** Rule, check or control that it lifts, exact. */
  readonly rule: string;
  /** Stack id it holds in, exact; where the environment is `*`, the id without its environment: `bootstrap`, `network-eu-central-1`. */
  readonly stack: string;
  /** Exact resource address; never a wildcard. */
  readonly address: string;
  /** Binds an approval to one plan: it lifts nothing in any other. @default any plan */
  readonly fingerprint?: string;
}

/** Proof that a secret opens nothing any more. */
export interface Revocation {
  /** Day on which it was revoked, `YYYY-MM-DD`. */
  readonly at: string;
  /** Where that can be seen: a URL, a ticket, the event of CloudTrail. */
  readonly evidence: string;
}

/** Lifts what a scanner found in an application: by its fingerprint, or by rule and exact place; never by both, never by a rule alone. */
export interface FindingWaiver extends Approval {
  /** Pipeline it holds in, exact, as the gate's manifest names it. */
  readonly pipeline: string;
  /** `f1-…`, as the gate shows it. */
  readonly fingerprint?: string;
  /** Tool and its own rule: `trivy:CVE-2021-44228`. */
  readonly rule?: string;
  /** Exact place as the gate shows it: `app/package-lock.json log4j@2.14.0`, `src/login.ts:12`. */
  readonly address?: string;
  /** Worst severity that was approved: what is worse goes on blocking. @default any, a critical one for 14 days at most */
  readonly severity?: Severity;
  /** Without it no secret is lifted. */
  readonly revoked?: Revocation;
}
