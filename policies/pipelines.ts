import { asList, descend, hasReference, isRecord, valueOf } from "./attributes";
import type { ResourceView, RuleContext } from "./rule";

/** A pipeline of CodePipeline as rules read it (CodePipeline User Guide, "CodePipeline pipeline structure reference"). */

export interface PipelineAction {
  readonly name: string;
  readonly category: string;
  readonly owner: string;
  readonly provider: string;
  readonly configuration: Readonly<Record<string, string>>;
  readonly inputs: readonly string[];
  readonly order: number;
  /** Of the variables that it makes. @default none */
  readonly namespace?: string;
}

/** A condition at the entry or the end of a stage; what cannot be read is undefined. */
export interface StageCondition {
  readonly result?: string;
  readonly rules: readonly { readonly provider?: string; readonly configuration: Readonly<Record<string, string>> }[];
}

export interface PipelineStage {
  readonly name: string;
  readonly actions: readonly PipelineAction[];
  readonly beforeEntry: readonly StageCondition[];
  readonly onSuccess: readonly StageCondition[];
  /** What happens where the stage fails: its own result and those of its conditions. */
  readonly onFailure: readonly string[];
}

const texts = (value: unknown): Readonly<Record<string, string>> => (isRecord(value) ? Object.fromEntries(Object.entries(value).map(([key, text]) => [key, String(text)])) : {});
const given = (value: unknown): string | undefined => (typeof value === "string" && value !== "" ? value : undefined);
const records = (value: unknown): readonly Readonly<Record<string, unknown>>[] => asList(value).filter(isRecord);

const conditionsOf = (block: unknown): readonly StageCondition[] =>
  records(block)
    .flatMap(({ condition }) => records(condition))
    .map(({ result, rule }) => ({
      result: given(result),
      rules: records(rule).map((each) => ({ provider: given(descend(each, "rule_type_id.provider")), configuration: texts(each.configuration) })),
    }));

/** What is none of these cannot be judged: a name or a category that only apply will know. */
const actionOf = (block: Readonly<Record<string, unknown>>): PipelineAction | undefined => {
  const { name, category, owner, provider } = block;
  const settled = [name, category, owner, provider].every((value) => typeof value === "string" && !hasReference(value));
  return settled
    ? { name: String(name), category: String(category), owner: String(owner), provider: String(provider), configuration: texts(block.configuration), inputs: asList(block.input_artifacts).map(String), order: Number(block.run_order ?? 1), namespace: given(block.namespace) }
    : undefined;
};

const stageOf = (block: Readonly<Record<string, unknown>>): PipelineStage | undefined => {
  const actions = asList(block.action).map((action) => (isRecord(action) ? actionOf(action) : undefined));
  if (typeof block.name !== "string" || hasReference(block.name) || !actions.every((action) => action !== undefined)) return undefined;
  const failure = records(block.on_failure);
  return {
    name: block.name,
    actions,
    beforeEntry: conditionsOf(block.before_entry),
    onSuccess: conditionsOf(block.on_success),
    onFailure: [...failure.flatMap(({ result }) => given(result) ?? []), ...conditionsOf(block.on_failure).flatMap(({ result }) => result ?? [])],
  };
};

/** The stages in order; undefined where they cannot be read whole. */
export const stagesOf = (pipeline: ResourceView): readonly PipelineStage[] | undefined => {
  const attribute = pipeline.at("stage");
  if (attribute.kind === "unknown") return undefined;
  const stages = asList(valueOf(attribute)).map((block) => (isRecord(block) ? stageOf(block) : undefined));
  return stages.every((stage) => stage !== undefined) ? stages : undefined;
};

/** What an action or a rule hands to a function as its UserParameters; undefined where it is no JSON object. */
export const parametersOf = (text: string | undefined): Readonly<Record<string, unknown>> | undefined => {
  try {
    const parameters = JSON.parse(text ?? "") as unknown;
    return isRecord(parameters) ? parameters : undefined;
  } catch {
    return undefined;
  }
};

/** The project of the same stack that an action of CodeBuild starts, by its name or by a reference to it. */
export const projectOf = ({ configuration }: PipelineAction, context: RuleContext): ResourceView | undefined => {
  const wanted = configuration.ProjectName;
  const referred = wanted?.match(/^\$\{(aws_codebuild_project\.[\w-]+)\.(?:name|id)\}$/)?.[1];
  return context.resources("aws_codebuild_project").find((project) => (referred === undefined ? wanted !== undefined && valueOf(project.at("name")) === wanted : project.address === referred));
};
