/** One waiver: the one format for guardrails, checkov, findings and CIS exceptions. */
export interface Waiver {
  readonly id: string;
  /** Rule, check or control that it lifts, exact. */
  readonly rule: string;
  /** Environment it holds in, exact. */
  readonly environment: string;
  /** Stack id it holds in, exact. */
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
