import { fail, isRecord, unknown, valueOf, worstOf } from "./attributes";
import { judgeConfiguration } from "./build-configuration";
import { buildspecText } from "./buildspecs";
import { askedOf } from "./gate-functions";
import { optionOf, saidOf, type ReadManifest, type Report } from "./gate-projects";
import { dynamicStage, signsOfLanguages, stagesBeforeGate, containerStage } from "./pipeline-stages";
import { projectOf, type PipelineAction, type PipelineStage } from "./pipelines";
import type { Outcome, ResourceView, RuleContext } from "./rule";

/** How the builds of a pipeline are judged: that they are its own, run for this very execution, and that its gates demand what they looked at. */

const buildText = (stages: readonly PipelineStage[], context: RuleContext): string => {
  const action = stages.find(({ name }) => name === "Build")?.actions.find(({ name }) => name === "build");
  const project = action === undefined ? undefined : projectOf(action, context);
  return project === undefined ? "" : (buildspecText(project) ?? "");
};

export const makesImages = (stages: readonly PipelineStage[], context: RuleContext): boolean => /\bdocker\s+(buildx\s+)?(build|save)\b/.test(buildText(stages, context));

/** Languages that the build shows. */
export const languagesOf = (stages: readonly PipelineStage[], context: RuleContext): readonly string[] => {
  const text = buildText(stages, context);
  return Object.entries(signsOfLanguages).flatMap(([language, sign]) => (sign.test(text) ? [language] : []));
};

/** Stages whose builds bear witness. */
const witnesses: readonly string[] = [...stagesBeforeGate, containerStage, dynamicStage].map(({ name }) => name);

const variablesOf = (action: PipelineAction): Readonly<Record<string, unknown>> | undefined => {
  try {
    const variables = JSON.parse(action.configuration.EnvironmentVariables ?? "[]") as unknown;
    return Array.isArray(variables) ? Object.fromEntries(variables.filter(isRecord).map(({ name, value }) => [String(name), value])) : undefined;
  } catch {
    return undefined;
  }
};

const execution = "#{codepipeline.PipelineExecutionId}";

/** What the gate of a stage is called: `gate-prod`. */
const partOfGate = (stage: string): string => stage.replace(/^Gate/, "gate");

/** Whether an action asks a function to judge, instead of a build. */
export const isGateFunction = ({ category, provider }: PipelineAction): boolean => category === "Invoke" && provider === "Lambda";

const judgeBuild = (pipeline: ResourceView, stage: string, action: PipelineAction, context: RuleContext): readonly Outcome[] => {
  const said = (reason: string): Outcome => fail(`action ${action.name} of stage ${stage} ${reason}`);
  const project = projectOf(action, context);
  if (project === undefined) return [said(`runs ${action.configuration.ProjectName ?? "no project"}, which this stack does not declare`)];
  const [own, name] = [valueOf(pipeline.at("name")), valueOf(project.at("name"))];
  const part = stage.startsWith("Gate-") ? partOfGate(stage) : action.name;
  const variables = variablesOf(action);
  return [
    ...(name === `${String(own)}-${part}` ? [] : [said(`runs ${String(name)} instead of ${String(own)}-${part}`)]),
    ...(variables?.EXECUTION === execution ? [] : [said(`does not say EXECUTION=${execution}: its reports would be of another execution`)]),
    ...(action.inputs[0] === "Source" || action.configuration.PrimarySource === "Source" ? [] : [said("does not look at the source")]),
  ];
};

/** How builds are run, and that those which look and those which judge are this pipeline's own. */
export const judgeActionsOfBuilds = (pipeline: ResourceView, stage: PipelineStage, context: RuleContext): readonly Outcome[] => {
  const builds = stage.actions.filter(({ provider }) => provider === "CodeBuild");
  const bearsWitness = witnesses.includes(stage.name) || stage.name.startsWith("Gate-");
  return builds.flatMap((action) => [...judgeConfiguration(stage, action), ...(bearsWitness ? judgeBuild(pipeline, stage.name, action, context) : [])]);
};

interface GateToJudge {
  readonly pipeline: ResourceView;
  readonly stage: PipelineStage;
  readonly before: readonly PipelineStage[];
  /** For which environment it must judge. */
  readonly environment: string;
  readonly context: RuleContext;
}

interface Witness {
  readonly action: string;
  readonly reports?: readonly Report[];
}

const witnessesOf = ({ before, context }: GateToJudge): readonly Witness[] =>
  before
    .filter(({ name }) => witnesses.includes(name))
    .flatMap(({ actions }) => actions)
    .map((action) => {
      const project = projectOf(action, context);
      return { action: action.name, reports: project === undefined ? undefined : saidOf(project)?.reports };
    });

/** What decides is never taken from the checkout. */
const ofPackage = { policy: "gate/policy.yaml", waivers: "waivers.yaml" };

const judgeCommand = ({ pipeline, environment }: GateToJudge, command: string): readonly string[] => {
  const promised = { environment, event: "promotion", ...(environment === pipeline.environment ? { classification: pipeline.classification } : {}) };
  return [
    ...Object.entries(promised).flatMap(([name, value]) => (optionOf(command, name) === value ? [] : [`does not ask the gate with --${name} ${value}`])),
    ...["classification", "commit", "digest", "manifest"].filter((name) => optionOf(command, name) === undefined).map((name) => `asks the gate without --${name}`),
    ...Object.entries(ofPackage).flatMap(([name, file]) => (optionOf(command, name)?.startsWith("$POLICIES/") === false ? [`takes --${name} from ${optionOf(command, name)} instead of $POLICIES/${file}, which comes with the package`] : [])),
  ];
};

const judgeManifest = ({ pipeline }: GateToJudge, { requires: demanded, pipeline: own }: ReadManifest, witness: Witness): readonly string[] => {
  if (own !== valueOf(pipeline.at("name"))) return [`demands for the pipeline ${String(own)}`];
  if (witness.reports === undefined || witness.reports.length === 0) return [`cannot demand what ${witness.action} looked at, for that hands over no report with its record`];
  return witness.reports.filter(({ tool, file }) => !demanded.some((report) => report.tool === tool && report.file === file)).map(({ tool, file }) => `does not demand ${file} of ${tool}, which ${witness.action} hands over`);
};

const judgeWitnesses = (gate: GateToJudge, manifest: ReadManifest): readonly string[] => witnessesOf(gate).flatMap((witness) => judgeManifest(gate, manifest, witness));

/** A gate in a function cannot look who wrote the change: a build that looks tells it, and none that runs the application's code. */
const judgeAuthor = ({ before }: GateToJudge, namespace: string | undefined): readonly string[] => {
  const tellers = before.flatMap(({ name, actions }) => actions.filter((action) => namespace !== undefined && action.namespace === namespace).map((action) => ({ stage: name, action })));
  const isWitness = tellers.length === 1 && tellers.every(({ stage, action }) => witnesses.includes(stage) && stage !== "Build" && action.provider === "CodeBuild");
  return isWitness ? [] : ["does not learn from one build that looks who wrote the change"];
};

/** A gate that judges in a function is asked by parameters and an object of this stack. */
const judgeFunction = (gate: GateToJudge, action: PipelineAction): Outcome => {
  const { stage, pipeline, environment, context } = gate;
  const { reasons, manifest, author, isOpen = false } = askedOf({ pipeline, gate: partOfGate(stage.name), environment, action, context });
  if (isOpen) return unknown(`what stage ${stage.name} asks its function is not settled`);
  return worstOf([...new Set([...reasons, ...judgeAuthor(gate, author), ...(manifest === undefined ? [] : judgeWitnesses(gate, manifest))])].map((reason) => fail(`stage ${stage.name} ${reason}`)));
};

/** That a gate asks, for this environment, for every report that was made before it. */
export const judgeGate = (gate: GateToJudge): Outcome => {
  const { stage, context } = gate;
  const said = (reason: string): Outcome => fail(`stage ${stage.name} ${reason}`);
  const [action, ...others] = stage.actions;
  if (action === undefined || action.name !== "gate" || others.length > 0) return said("must hold one action, gate, and nothing else");
  if (isGateFunction(action)) return judgeFunction(gate, action);
  const project = projectOf(action, context);
  if (project === undefined) return said("runs no project of this stack");
  if (buildspecText(project) === undefined) return unknown(`the buildspec of stage ${stage.name} is not settled`);
  const { gateCommands: commands = [], manifests = [] } = saidOf(project) ?? {};
  const [manifest, ...more] = manifests;
  if (commands.length !== 1 || commands[0] === undefined) return said(`asks the gate ${commands.length} times instead of once`);
  if (manifest === undefined || more.length > 0) return said("must hold one manifest in its buildspec");
  const reasons = [...judgeCommand(gate, commands[0]), ...judgeWitnesses(gate, manifest)];
  return worstOf([...new Set(reasons)].map(said));
};
