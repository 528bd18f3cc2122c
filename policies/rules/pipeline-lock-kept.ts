import { fail, hasReference, notApplicable, pass, unknown, worstOf } from "../attributes";
import { deployedBy, gateStage } from "../pipeline-stages";
import { parametersOf, stagesOf, type PipelineStage } from "../pipelines";
import type { Outcome, Rule } from "../rule";

/** What the lock is asked: for this very execution, and for the gate that stands before the stage. */
const judgeParameters = (text: string | undefined, environment: string, pipeline: unknown): readonly string[] => {
  const parameters = parametersOf(text);
  if (parameters === undefined) return ["asks it with UserParameters that are no JSON object"];
  const expected = { pipeline, environment, gate: `gate-${environment}`, execution: "#{codepipeline.PipelineExecutionId}" };
  return Object.entries(expected).flatMap(([name, value]) => (parameters[name] === value ? [] : [`asks it for ${name} ${String(parameters[name])} instead of ${String(value)}`]));
};

const judgeStage = (stage: PipelineStage, before: PipelineStage | undefined, environment: string, pipeline: unknown): Outcome => {
  const said = (reason: string): Outcome => fail(`stage ${stage.name} ${reason}`);
  const locks = stage.beforeEntry.flatMap(({ result, rules }) => rules.filter(({ provider }) => provider === "LambdaInvoke").map((rule) => ({ result, ...rule.configuration })));
  const [lock, ...others] = locks as readonly Readonly<Record<string, string | undefined>>[];
  if (lock === undefined || others.length > 0) return said(`has ${locks.length} locks at its entry instead of one (before_entry, LambdaInvoke)`);
  const gated = before?.name === gateStage(environment) || before?.name === `Approval-${environment}`;
  return worstOf([
    lock.result === "FAIL" ? pass : said(`is entered with ${lock.result ?? "no result"} where its lock refuses: the result must be FAIL`),
    lock.FunctionName === undefined || lock.FunctionName === "" ? said("names no function for its lock") : pass,
    gated ? pass : said(`has ${before?.name ?? "nothing"} before it, and neither its gate nor its approval`),
    ...judgeParameters(lock.UserParameters, environment, pipeline).map(said),
  ]);
};

export const pipelineLockKept: Rule = {
  id: "pipeline-lock-kept",
  title: "Every deployment is locked a second time, by the verdict of its gate",
  risk: "critical",
  types: ["aws_codepipeline"],
  source: "CodePipeline User Guide, 'Configure conditions for a stage' and 'Rule structure reference': LambdaInvoke",
  remedy: "Declare the pipeline by DeliveryPipeline: each Deploy stage has a condition before entry that asks the lock function, with the result FAIL.",
  evaluate: (pipeline) => {
    const stages = stagesOf(pipeline);
    const name = pipeline.at("name");
    if (stages === undefined || name.kind !== "known" || hasReference(name.value)) return unknown("the stages or the name cannot be read before they are settled");
    const outcomes = stages.flatMap((stage, index) => {
      const environment = deployedBy(stage.name);
      return environment === undefined ? [] : [judgeStage(stage, stages[index - 1], environment, name.value)];
    });
    // A pipeline without a deployment is refused by `pipeline-gated`.
    return outcomes.length === 0 ? notApplicable : worstOf(outcomes);
  },
};
