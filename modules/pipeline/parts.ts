import type { ScanTool } from "../scan-tools";
import { answersRequests, type Application, type PathEnvironment, type Platform } from "./application";
import { chosenTools } from "./scans";

const deploymentParts = ({ target, virtualPatches }: Application, { name }: PathEnvironment): readonly string[] => [
  ...(virtualPatches === undefined ? [] : [`patch-plan-${name}`, `patch-${name}`]),
  ...(!answersRequests(target) ? [`plan-${name}`, `apply-${name}`] : target.kind === "lambda" ? [`deploy-${name}`] : [`release-${name}`]),
];

/** Parts of a pipeline that are projects, by name; the composition makes these and no others. */
export const partsOf = (application: Application, platform: Platform, tools: readonly ScanTool[]): readonly string[] => [
  ...chosenTools(application, platform, tools).map(({ name }) => name),
  "build",
  ...platform.path.flatMap((environment) => deploymentParts(application, environment)),
  ...(application.gateIn === "function" ? [] : [...platform.path.map(({ name }) => `gate-${name}`), ...(platform.path.length === 1 ? ["gate-release"] : [])]),
];
