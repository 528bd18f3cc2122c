import type { RuleFinding } from "../../policies/rule";
import type { PlanJson } from "../terraform";
import type { WaiverProblem } from "../waivers";

/** Where something was seen: in the synthesised configuration, or in a plan of it. */
export type Phase = "synth" | "plan";

/** What stands against one resource, found by a check of checkov or by us where checkov is blind. */
export interface CheckFinding extends RuleFinding {
  readonly environment: string;
  /** Stack id. */
  readonly stack: string;
  /** What the check asks for. */
  readonly title: string;
  readonly phases: readonly Phase[];
}

/** A plan that is checked besides what synth wrote. */
export interface CheckedPlan {
  /** As the user knows it, for messages. */
  readonly name: string;
  /** Stack id; a foreign plan's file name. */
  readonly stack: string;
  readonly plan: PlanJson;
}

/** What was looked at in one stack. */
export interface StackEvidence {
  readonly stack: string;
  readonly phase: Phase;
  /** Resources and data sources, each of which checkov had in its hands. */
  readonly resources: number;
  /** Answers of checks, passed and failed. */
  readonly evaluations: number;
  /** Resources that the plan destroys, of which checkov sees nothing. */
  readonly deletes: number;
}

export interface CheckReport {
  readonly version: 1;
  readonly checkov: string;
  /** Checks that were loaded, those of policies/checkov included. */
  readonly checks: number;
  /** Ids of policies/checkov; each has failed and passed what it must in this very run. */
  readonly policies: readonly string[];
  readonly stacks: readonly StackEvidence[];
  /** Failures of checks that policies/checkov/excluded.yaml leaves out. */
  readonly excluded: number;
  readonly findings: readonly CheckFinding[];
  readonly waivers: readonly WaiverProblem[];
}
