import type { Statement } from "../../core";
import type { Application, PathEnvironment, Platform, Target } from "../application";
import type { ActionModel, ProjectModel } from "../model";
import type { Composition } from "../project";

/** Actions of a stage, and the projects behind them. */
export interface Steps {
  readonly actions: readonly ActionModel[];
  readonly projects: readonly ProjectModel[];
}

export const noSteps: Steps = { actions: [], projects: [] };

export const joined = (...steps: readonly Steps[]): Steps => ({ actions: steps.flatMap(({ actions }) => actions), projects: steps.flatMap(({ projects }) => projects) });

/** Where a deployment goes, and the gate that must have let it through. */
export interface Destination {
  readonly environment: PathEnvironment;
  /** Part of the gate's project. */
  readonly gate: string;
}

/** How one kind of target is packed and deployed; one file a kind. */
export interface TargetKindBuild<Kind extends Target> {
  /** Largest deliverable, in megabytes (10^6 bytes). */
  readonly limitMegabytes: number;
  /** True where CodePipeline's own action deploys, which can do so in the pipeline's region only. */
  readonly isNative: boolean;
  /** Makes what is packed, in the checkout. */
  readonly package: (application: Application) => readonly string[];
  /** Packs the one deliverable into a folder of the checkout. */
  readonly deliver: (application: Application, target: Kind, folder: string) => readonly string[];
  /** What a person looks at before it is approved: in the stage Approval of production, otherwise first in the stage Deploy. */
  readonly plan: (composition: Composition, target: Kind, destination: Destination) => Steps;
  readonly deploy: (composition: Composition, target: Kind, destination: Destination) => Steps;
  /** What the deploy role in an environment may do. */
  readonly statements: (application: Application, target: Kind, environment: PathEnvironment, platform: Platform) => readonly Statement[];
}
