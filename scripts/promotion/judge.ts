import type { Environment } from "../../environments";
import { evaluatePlan, evaluateTree } from "../policies";
import { buildStackReview, fingerprint, type StackReview } from "../review";
import type { ResourceNote } from "../synthesis";
import type { PlanJson, Session } from "../terraform";
import { judgeWaivers, type Waiver } from "../waivers";
import { decide, type Gate, type GateInput, type Upstream } from "./gate";
import { fingerprintMac, type Operation } from "./operation";
import type { Release, Verdict } from "./types";

/** What judges a plan, besides the plan: the same for every stack of one run. */
export interface Judges {
  readonly release: Release;
  readonly waivers: readonly Waiver[];
  readonly upstream: readonly Upstream[];
  /** Author of the change; may not approve it. */
  readonly author?: string;
}

/** A plan and what it was made of. */
export interface Judged extends Judges {
  readonly stack: { readonly id: string; readonly region: string; readonly digest: string };
  /** What the side file says of the stack's resources. */
  readonly resources: Readonly<Record<string, ResourceNote>>;
  readonly plan: PlanJson;
  /** cdk.tf.json of the stack. */
  readonly declared: Record<string, unknown>;
  /** Digest of the files that were planned. */
  readonly planned: string;
  readonly planEmpty: boolean;
  /** Addresses that an interrupted apply of this very release had begun to create. */
  readonly ownAttemptCreated: readonly string[];
  /** @default every gate */
  readonly gates?: readonly Gate[];
}

/** Guardrails, waivers and gates over one plan, and the review that people read. */
export const judgePlan = async (operation: Operation, environment: Environment, session: Session, judged: Judged): Promise<{ readonly review: StackReview; readonly verdict: Verdict }> => {
  const { stack, resources, plan, declared, planned: digest, planEmpty } = judged;
  const identity = { environment: environment.name, stage: environment.stage, classification: environment.classification, stack: stack.id };
  const evaluation = planEmpty ? evaluateTree({ tree: declared, identity, resources, digest }) : evaluatePlan({ plan, tree: declared, identity, resources, digest });
  const mark = planEmpty ? undefined : await fingerprint(plan, fingerprintMac(environment, session));
  const waived = judgeWaivers({
    findings: evaluation.findings,
    waivers: judged.waivers,
    clock: operation.clock,
    identity: { environment: environment.name, stack: stack.id, fingerprint: mark },
    changeAuthor: judged.author,
  });
  const review = buildStackReview({
    plan,
    identity: { environment: environment.name, stack: stack.id, accountId: session.accountId, region: stack.region },
    resources,
    findings: waived.findings,
    fingerprint: mark,
  });
  const input: GateInput = {
    identity,
    release: judged.release,
    digest: stack.digest,
    evaluation,
    waived,
    plan,
    planEmpty,
    upstream: judged.upstream,
    ownAttemptCreated: judged.ownAttemptCreated,
    clock: operation.clock,
  };
  return { review, verdict: decide(input, judged.gates) };
};
