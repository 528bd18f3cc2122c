import type { PathEnvironment } from "./application";
import { gateParts } from "./gate-function";
import { gatePart, type Gate } from "./gate-project";
import type { ActionModel, AssignmentModel, ProjectModel, StageModel } from "./model";
import { commitVariable } from "./source";
import type { Composition } from "./project";
import { joined, noSteps, targetOf, type Destination, type Steps } from "./targets";
import { rootOf } from "./targets/terraform";
import { applySteps, planLink, planSteps } from "./targets/terraform-steps";
import { patchRoot } from "./virtual-patches";

export interface Stages {
  readonly stages: readonly StageModel[];
  readonly projects: readonly ProjectModel[];
  /** @default none */
  readonly assignments?: readonly AssignmentModel[];
}

/** Steps one after another; what stands side by side in one of them stays so. */
const inSequence = (...all: readonly Steps[]): Steps =>
  all.reduce((before, { actions, projects }) => {
    const last = Math.max(0, ...before.actions.map(({ order = 1 }) => order));
    return { actions: [...before.actions, ...actions.map((action): ActionModel => ({ ...action, order: (action.order ?? 1) + last }))], projects: [...before.projects, ...projects] };
  }, noSteps);

/** What a person reads, says so by name, and answers within a week (CodePipeline User Guide, "Manual approval action reference"). */
const approval = (composition: Composition, environment: PathEnvironment, order: number): ActionModel => {
  const { target } = composition.application;
  const root = target.kind === "terraform" ? rootOf(target) : patchRoot(composition.application);
  return {
    name: "approve",
    category: "Approval",
    owner: "AWS",
    provider: "Manual",
    version: "1",
    configuration: {
      CustomData: `May ${composition.application.name} go to ${environment.name}? The gate has let it pass; its verdict lies in the evidence bucket.`,
      ...(root === undefined ? {} : { ExternalEntityLink: planLink(composition, root, environment) }),
    },
    order,
    timeoutMinutes: 7 * 24 * 60,
  };
};

/** Gate, approval (production) and deployment of one environment. */
export const promotion = (composition: Composition, gate: Gate): Stages => {
  const { environment } = gate;
  const target = targetOf(composition.application.target);
  const destination: Destination = { environment, gate: gatePart(gate) };
  const root = patchRoot(composition.application);
  const patch = { plan: root ? planSteps(composition, root, destination) : noSteps, apply: root ? applySteps(composition, root, destination) : noSteps };
  const plan = target.plan(composition, destination);
  const deploy = target.deploy(composition, destination);
  const isProduction = environment.stage === "prod";
  const planned = isProduction ? joined(patch.plan, plan) : noSteps;
  const deployed = isProduction ? inSequence(patch.apply, deploy) : inSequence(patch.plan, patch.apply, plan, deploy);
  const commit = commitVariable(composition.application.source);
  const gated = gateParts(composition, gate);
  return {
    ...gated,
    stages: [
      ...gated.stages,
      ...(isProduction ? [{ name: `Approval-${environment.name}`, actions: [...planned.actions, approval(composition, environment, planned.actions.length === 0 ? 1 : 2)] }] : []),
      { name: `Deploy-${environment.name}`, actions: deployed.actions, lock: { gate: destination.gate, environment: environment.name, ...(commit === undefined ? {} : { commit }) } },
    ],
    projects: [...gated.projects, ...planned.projects, ...deployed.projects],
  };
};
