import { fail } from "./attributes";
import type { PipelineAction, PipelineStage } from "./pipelines";
import type { Outcome } from "./rule";

/**
 * What an action may say of the build that it runs (CodePipeline User Guide, "AWS CodeBuild build and test action reference"). Not among it:
 * `BuildspecOverride`, by which other commands run than those that are judged, and `BatchEnabled`, by which a buildspec has other parts, but where many
 * stacks are planned side by side, after the gate.
 */
const known = ["ProjectName", "PrimarySource", "EnvironmentVariables"];

/** Variables that an action sets. Any other would come before the project's own, or change what bash and its programs do before the first command. */
const variables = ["EXECUTION", "RELEASE"];

/** Names in the text itself: one that is there twice is there twice. */
const namesIn = (text: string): readonly string[] => [...text.matchAll(/"name"\s*:\s*"([^"]*)"/g)].map(([, name = ""]) => name);

/** Variables of the pipeline that a stage looks at before it is entered, by a pattern that lets neither a quote nor all pass. */
const checkedBy = ({ beforeEntry }: PipelineStage): readonly string[] =>
  beforeEntry
    .filter(({ result }) => result === "FAIL")
    .flatMap(({ rules }) => rules)
    .filter(({ provider, configuration: { Operator, Value = "" } }) => provider === "VariableCheck" && Operator === "MATCHES" && /^\^\[[\w+.-]+\]\+?\$$/.test(Value))
    .flatMap(({ configuration }) => configuration.Variable ?? []);

const plansSideBySide = ({ name: stage }: PipelineStage, { name, configuration }: PipelineAction): boolean => name === "plan" && /^(?:Approval|Deploy)-/.test(stage) && configuration.BatchEnabled === "true";

/** How an action runs its build: nothing of it is overridden, and nobody who starts the pipeline puts variables of his own into it. */
export const judgeConfiguration = (stage: PipelineStage, action: PipelineAction): readonly Outcome[] => {
  const { name, configuration } = action;
  const said = (reason: string): Outcome => fail(`action ${name} of stage ${stage.name} ${reason}`);
  const text = configuration.EnvironmentVariables ?? "[]";
  const taken = [...new Set(text.match(/#\{variables\.\w+\}/g) ?? [])];
  return [
    ...Object.keys(configuration).filter((key) => !known.includes(key) && !(key === "BatchEnabled" && plansSideBySide(stage, action))).map((key) => said(`sets ${key}: its build would not be the one that is declared`)),
    ...namesIn(text).filter((variable, index, all) => !variables.includes(variable) || all.indexOf(variable) !== index).map((variable) => said(`sets ${variable} anew`)),
    ...taken.filter((variable) => !checkedBy(stage).includes(variable)).map((variable) => said(`takes ${variable} from whoever starts the pipeline, and no condition before the stage checks its characters (VariableCheck, MATCHES)`)),
  ];
};
