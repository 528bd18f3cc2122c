import { scanTools, type ScanStage, type ScanTool } from "../scan-tools";
import type { Statement } from "../core";
import type { Application, PathEnvironment, Platform } from "./application";
import { applicationBuild, reportsOfBuild } from "./application-build";
import { gateParts } from "./gate-function";
import { releaseVariable } from "./gate-project";
import { reportsOfTools, type PlacedReport } from "./manifest";
import type { PipelineModel, StageModel } from "./model";
import { compositionOf, type Composition } from "./project";
import { promotion, type Stages } from "./promotion";
import { PipelineRefused, refusals } from "./refusals";
import { chosenTools, scanAction, scanProject } from "./scans";
import { sourceAction } from "./source";
import { afterBuild, beforeBuild, scanStageNames } from "./stages";
import { targetOf } from "./targets";
import { lookingStatements, patchStatements, stateStatements } from "./targets/terraform-permissions";

/** One stage for each kind of scan that has a tool, whose scans run side by side. */
const scanStages = (composition: Composition, tools: readonly ScanTool[], stages: readonly ScanStage[]): Stages => {
  const present = stages.map((stage) => ({ stage, tools: tools.filter((tool) => tool.stage === stage) })).filter((each) => each.tools.length > 0);
  return {
    stages: present.map(({ stage, tools: ofStage }): StageModel => ({ name: scanStageNames[stage], actions: ofStage.map((tool) => scanAction(composition, tool)) })),
    projects: present.flatMap(({ tools: ofStage }) => ofStage.map((tool) => scanProject(composition, tool))),
  };
};

/** A path of one environment ends with a gate that judges what was seen of the running application as well. */
const releaseGate = (composition: Composition, environment: PathEnvironment, reports: readonly PlacedReport[]): Stages => gateParts(composition, { name: "release", environment, reports });

/**
 * The pipeline of an application: which stages it has in which order, which tools look in each, and where its gates stand follows from what
 * the application is, and from nothing that a team says.
 *
 * @throws PipelineRefused for props that no pipeline follows from, with everything that is wrong
 */
export const composePipeline = (application: Application, platform: Platform, tools: readonly ScanTool[] = scanTools): PipelineModel => {
  const refused = refusals(application, platform, tools);
  if (refused.length > 0) throw new PipelineRefused(application.name, refused);
  const composition = compositionOf(application, platform);
  const chosen = chosenTools(application, platform, tools);
  const [first, ...further] = platform.path as readonly [PathEnvironment, ...PathEnvironment[]];
  const dynamic = chosen.filter(({ stage }) => stage === "dynamic-analysis");
  const untilDeployed = [...reportsOfBuild(application), ...reportsOfTools(chosen.filter((tool) => !dynamic.includes(tool)))];
  const all = [...untilDeployed, ...reportsOfTools(dynamic)];
  const build = applicationBuild(composition);
  const parts: readonly Stages[] = [
    { stages: [{ name: "Source", actions: [sourceAction(application.source)] }], projects: [] },
    scanStages(composition, chosen, beforeBuild),
    { stages: [{ name: "Build", actions: [build.action] }], projects: [build.project] },
    scanStages(composition, chosen, afterBuild),
    promotion(composition, { name: first.name, environment: first, reports: untilDeployed }),
    scanStages(composition, chosen, ["dynamic-analysis"]),
    ...further.map((environment) => promotion(composition, { name: environment.name, environment, reports: all })),
    ...(further.length === 0 ? [releaseGate(composition, first, all)] : []),
  ];
  return {
    name: composition.pipeline,
    stages: parts.flatMap(({ stages }) => stages),
    projects: parts.flatMap(({ projects }) => projects),
    assignments: parts.flatMap(({ assignments = [] }) => assignments),
    variables: [releaseVariable],
  };
};

/** What the role may do by which an application is deployed to an environment. */
export const deployStatements = (application: Application, environment: PathEnvironment, platform: Platform): readonly Statement[] => {
  const own = targetOf(application.target).statements(application, environment, platform);
  if (application.virtualPatches === undefined) return own;
  return [...own, ...(application.target.kind === "terraform" ? [] : stateStatements(application, environment)), ...patchStatements(application, environment)];
};

/** What the role may look at by which Terraform plans an application, beside ReadOnlyAccess of AWS: nothing that deploying it does not take. */
export const planStatements = (application: Application, environment: PathEnvironment): readonly Statement[] =>
  lookingStatements(application, environment, [
    ...(application.target.kind === "terraform" ? application.target.actions : []),
    ...(application.virtualPatches === undefined ? [] : patchStatements(application, environment).flatMap(({ Action = [] }) => Action)),
  ]);
