import { fail, notApplicable, pass, unknown, valueOf, worstOf } from "../attributes";
import { isGateFunction, judgeActionsOfBuilds, judgeGate, languagesOf, makesImages } from "../pipeline-builds";
import { approvalStage, containerStage, deployedBy, dynamicStage, expectedStages, gateStage, stagesBeforeGate, type Delivered, type MandatoryStage } from "../pipeline-stages";
import { projectOf, stagesOf, type PipelineAction, type PipelineStage } from "../pipelines";
import type { Outcome, ResourceView, Rule, RuleContext } from "../rule";

const deploys = /(^|-)(deploy|release|apply|patch|promote|publish)(-|$)/;
const isApply = ({ name }: PipelineAction): boolean => name === "apply";

/** Production is what its environment says of itself, and, of environments that stand elsewhere, what its name says. */
const needsApproval = (pipeline: ResourceView, stages: readonly PipelineStage[]) => (environment: string): boolean =>
  (environment === pipeline.environment && pipeline.stage === "prod") || /^prod/i.test(environment) || stages.some(({ name }) => name === approvalStage(environment));

const deliveredBy = (pipeline: ResourceView, stages: readonly PipelineStage[], context: RuleContext): Delivered => {
  const deployments = stages.filter(({ name }) => deployedBy(name) !== undefined);
  const actions = deployments.flatMap((stage) => stage.actions);
  return {
    environments: deployments.flatMap(({ name }) => deployedBy(name) ?? []),
    isImage: actions.some(({ provider }) => provider === "ECS") || makesImages(stages, context),
    hasAddress: !actions.some(isApply),
    needsApproval: needsApproval(pipeline, stages),
  };
};

const judgeOrder = (names: readonly string[], expected: readonly string[]): Outcome => {
  const missing = expected.filter((name) => !names.includes(name));
  const foreign = names.filter((name, index) => !expected.includes(name) || names.indexOf(name) !== index);
  const moved = names.find((name, index) => expected[index] !== name);
  return worstOf([
    ...missing.map((name) => fail(`stage ${name} is missing`)),
    ...foreign.map((name) => fail(`stage ${name} is none that a pipeline has, or is there twice`)),
    missing.length === 0 && foreign.length === 0 && moved !== undefined ? fail(`stage ${moved} stands where ${expected[names.indexOf(moved)]} must`) : pass,
  ]);
};

const demandOf = (stage: string): MandatoryStage | undefined => [...stagesBeforeGate, containerStage, dynamicStage].find(({ name }) => name === stage);

const judgeTools = ({ name, actions }: PipelineStage, languages: readonly string[]): readonly Outcome[] => {
  const demand = demandOf(name);
  const wanted = demand === undefined ? [] : [...demand.tools, ...languages.flatMap((language) => demand.toolsOfLanguages?.[language] ?? [])];
  return wanted.filter((tool) => !actions.some((action) => action.name === tool)).map((tool) => fail(`stage ${name} has no action ${tool}`));
};

/** A failing stage ends the execution or takes the deployment back; nothing is skipped, and no gate is asked again until it says yes. */
const judgeResults = ({ name, beforeEntry, onSuccess, onFailure }: PipelineStage): readonly Outcome[] => [
  ...[...beforeEntry, ...onSuccess].flatMap(({ result }) => (result === "FAIL" || result === "ROLLBACK" ? [] : [fail(`a condition of stage ${name} ends with ${result ?? "no result"} instead of FAIL`)])),
  ...onFailure.flatMap((result) => (result === "FAIL" || (result === "ROLLBACK" && deployedBy(name) !== undefined) ? [] : [fail(`stage ${name} answers its failure with ${result}`)])),
];

/** The action's name, and what its project is called besides the pipeline. */
const partsOf = (pipeline: ResourceView, action: PipelineAction, context: RuleContext): readonly string[] => {
  const project = action.provider === "CodeBuild" ? projectOf(action, context) : undefined;
  const names = [valueOf(project?.at("name") ?? { kind: "absent" }), action.configuration.ProjectName].filter((name) => typeof name === "string");
  return [action.name, ...names.map((name) => name.replace(`${String(valueOf(pipeline.at("name")))}-`, ""))];
};

/** A plan, which only looks, comes before whoever approves it. */
const isPlan = (part: string): boolean => /^(patch-)?plan(-|$)/.test(part);

/** What an action may be in its stage; everything that could deploy stands behind a gate. */
const judgePlace = (pipeline: ResourceView, stage: string, action: PipelineAction, context: RuleContext): Outcome => {
  const said = (reason: string): Outcome => fail(`action ${action.name} of stage ${stage} ${reason}`);
  const isBuild = action.provider === "CodeBuild" && ["Build", "Test"].includes(action.category);
  const parts = partsOf(pipeline, action, context);
  if (action.owner !== "AWS") return said(`is of owner ${action.owner}, whose work nobody here sees`);
  if (stage === "Source") return action.category === "Source" ? pass : said("is no source");
  if (deployedBy(stage) !== undefined) return ["Deploy", "Build"].includes(action.category) ? pass : said(`is of category ${action.category}`);
  if (stage.startsWith("Approval-") && ((action.category === "Approval" && action.provider === "Manual") || (isBuild && parts.every(isPlan)))) return pass;
  // What a gate runs is judged by itself.
  if (stage.startsWith("Gate-") && (isBuild || isGateFunction(action))) return pass;
  if (action.category === "Deploy" || parts.some((part) => deploys.test(part))) return said("deploys, and no gate stands before it");
  return isBuild ? pass : said(`is ${action.category} by ${action.provider}: only projects of CodeBuild look, and they or the function of the gate judge`);
};

const judgeApproval = ({ name, actions }: PipelineStage): readonly Outcome[] =>
  name.startsWith("Approval-") && !actions.some(({ category }) => category === "Approval") ? [fail(`stage ${name} asks nobody`)] : [];

const judgeStage = (pipeline: ResourceView, stage: PipelineStage, before: readonly PipelineStage[], languages: readonly string[], delivered: Delivered, context: RuleContext): readonly Outcome[] => {
  const gated = stage.name.startsWith("Gate-") ? (delivered.environments.find((environment) => gateStage(environment) === stage.name) ?? delivered.environments[0]) : undefined;
  return [
    ...judgeTools(stage, languages),
    ...judgeResults(stage),
    ...judgeApproval(stage),
    ...stage.actions.map((action) => judgePlace(pipeline, stage.name, action, context)),
    ...judgeActionsOfBuilds(pipeline, stage, context),
    ...(gated === undefined ? [] : [judgeGate({ pipeline, stage, before, environment: gated, context })]),
  ];
};

export const pipelineGated: Rule = {
  id: "pipeline-gated",
  title: "Every way to a deployment leads through every mandatory stage and the gate",
  risk: "critical",
  types: ["aws_codepipeline"],
  source: "CodePipeline User Guide, 'CodePipeline pipeline structure reference' and 'How do stage conditions work?'",
  remedy: "Declare the pipeline by DeliveryPipeline: order, mandatory tools and gates are not for an application to choose.",
  evaluate: (pipeline, context) => {
    const stages = stagesOf(pipeline);
    if (stages === undefined) return unknown("the stages cannot be read before they are settled");
    if (stages.length === 0) return notApplicable;
    const type = pipeline.at("pipeline_type");
    const delivered = deliveredBy(pipeline, stages, context);
    const languages = languagesOf(stages, context);
    return worstOf([
      valueOf(type) === "V2" ? pass : fail("pipeline_type must be V2: a pipeline of type V1 has no conditions"),
      delivered.environments.length === 0 ? fail("no stage Deploy-<environment>: what it deploys cannot be told from what it judges") : pass,
      delivered.environments.length > 0 && delivered.environments.at(-1) !== pipeline.environment ? fail(`it ends at ${delivered.environments.at(-1)}, but stands in ${pipeline.environment}`) : pass,
      judgeOrder(stages.map(({ name }) => name), expectedStages(delivered)),
      ...stages.flatMap((stage, index) => judgeStage(pipeline, stage, stages.slice(0, index), languages, delivered, context)),
    ]);
  },
};
