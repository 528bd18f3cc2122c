import type { Clock } from "../../clock";
import type { Evaluation } from "../../policies";
import type { PlanJson, ResourceChange } from "../../terraform/plan-json";
import type { JudgedWaivers } from "../../waivers";
import type { Release, Verdict } from "../types";

/** An environment of the wave before, and the release that it verified last. */
export interface Upstream {
  readonly environment: string;
  /** Id of the newest release that was verified there. @default none was */
  readonly verified?: string;
}

/** Everything the gates judge by. What is missing blocks, never passes. */
export interface GateInput {
  readonly identity: {
    readonly environment: string;
    readonly stage: string;
    /** Stack id, `<environment>-<stack>[-<region>]`. */
    readonly stack: string;
  };
  readonly release: Release;
  /** Digest of the tree that was planned. */
  readonly digest: string;
  /** What the guardrails found, bound to the digest they ran on; on the tree where the plan is empty, else on the plan. */
  readonly evaluation?: Evaluation;
  /** The evaluation's findings after the waivers. */
  readonly waived?: JudgedWaivers;
  readonly plan: PlanJson;
  /** Terraform's own word that nothing will change. */
  readonly planEmpty: boolean;
  /** Every environment of the wave before; empty in the first wave. */
  readonly upstream: readonly Upstream[];
  /** Addresses that an interrupted apply of this very release created. */
  readonly ownAttemptCreated: readonly string[];
  readonly clock: Clock;
}

export type Reason = Verdict["reasons"][number];

export interface GateResult {
  readonly result: Verdict["result"];
  readonly reasons: readonly Reason[];
  readonly evidence: Verdict["evidence"];
}

/** One gate is one file; it looks at one question only. */
export interface Gate {
  readonly id: string;
  judge(input: GateInput): GateResult;
}

/** Blocks where there is a reason, else passes. */
export const blockFor = (reasons: readonly Reason[], evidence: Verdict["evidence"] = []): GateResult => ({ result: reasons.length > 0 ? "block" : "pass", reasons, evidence });

/** Waits where there is a reason, else passes. */
export const waitFor = (reasons: readonly Reason[], evidence: Verdict["evidence"] = []): GateResult => ({ result: reasons.length > 0 ? "not-yet" : "pass", reasons, evidence });

export const managedChanges = (plan: PlanJson): readonly ResourceChange[] => (plan.resource_changes ?? []).filter(({ mode }) => mode === "managed");
