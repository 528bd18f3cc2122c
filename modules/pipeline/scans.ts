import { exported, type Buildspec } from "../build-project";
import { looksAtArtifact, scanBuildspec, type ScanPlace, type ScanTool } from "../scan-tools";
import { answersRequests, type Application, type Platform } from "./application";
import { authorWitness } from "./gate-function";
import type { ActionModel, ProjectModel } from "./model";
import { artifactNames } from "./names";
import { buildAction, evidenceStatement, project, type Composition } from "./project";

/** Whether a tool has anything to look at in this application. */
export const applies = ({ stage, languages }: ScanTool, application: Application): boolean =>
  (languages === undefined || languages.some((language) => application.languages.includes(language))) &&
  (stage !== "containers" || application.target.kind === "ecs") &&
  (stage !== "dynamic-analysis" || answersRequests(application.target));

/** Tools that look: every one that is neither licensed nor optional, every licensed one that is switched on, and what was asked for. */
export const chosenTools = (application: Application, { licensedTools = {} }: Platform, tools: readonly ScanTool[]): readonly ScanTool[] =>
  tools.filter((tool) => applies(tool, application) && (tool.isLicensed ? Object.hasOwn(licensedTools, tool.name) : tool.isOptional !== true || application.tools?.includes(tool.name) === true));

export const settingsOf = ({ name, settings = {} }: ScanTool, { licensedTools = {} }: Platform): Readonly<Record<string, string>> => ({
  ...Object.fromEntries(Object.entries(settings).flatMap(([key, { default: value }]) => (value === undefined ? [] : [[key, value]]))),
  ...licensedTools[name]?.settings,
});

const placeOf = ({ application, platform, pipeline }: Composition, tool: ScanTool): ScanPlace => ({
  pipeline,
  languages: application.languages,
  ...(application.address === undefined ? {} : { address: application.address }),
  settings: settingsOf(tool, platform),
});

/** Whether it tells the gate's function who wrote the change. */
const tellsAuthor = ({ application }: Composition, { name }: ScanTool): boolean => application.gateIn === "function" && name === authorWitness.tool;

const tellingAuthor = (buildspec: Buildspec): Buildspec => ({
  ...buildspec,
  exportedVariables: [authorWitness.variable],
  install: [...buildspec.install, exported(authorWitness.variable, `"$(git show --no-patch --format=%ae HEAD)"`)],
});

export const scanAction = (composition: Composition, tool: ScanTool): ActionModel =>
  buildAction(composition, {
    name: tool.name,
    part: tool.name,
    category: "Test",
    inputs: looksAtArtifact(tool) ? [artifactNames.application] : [],
    ...(tellsAuthor(composition, tool) ? { namespace: authorWitness.namespace } : {}),
  });

export const scanProject = (composition: Composition, tool: ScanTool): ProjectModel => {
  const place = placeOf(composition, tool);
  const secret = composition.platform.licensedTools?.[tool.name]?.secretArn;
  const buildspec = scanBuildspec(tool, place, composition.platform.portcullis, secret);
  return project(composition, {
    part: tool.name,
    description: tool.title,
    buildspec: tellsAuthor(composition, tool) ? tellingAuthor(buildspec) : buildspec,
    statements: [
      evidenceStatement(composition, "HandOverReports", `reports/${tool.name}`),
      ...(secret !== undefined && tool.secrets !== undefined ? [{ Sid: "ReadLicence", Effect: "Allow", Action: "secretsmanager:GetSecretValue", Resource: secret } as const] : []),
    ],
    timeoutMinutes: tool.timeoutMinutes ?? 30,
    bucketKeys: tool.bucketKeys?.(place) ?? [],
  });
};
