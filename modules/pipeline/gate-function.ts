import { createHash } from "node:crypto";
import { gatePart, gateProject, gateStage, releaseVariable, type Gate } from "./gate-project";
import { manifestOf } from "./manifest";
import type { ActionModel, AssignmentModel } from "./model";
import { artifactNames, gateFunctionName } from "./names";
import type { Composition } from "./project";
import type { Stages } from "./promotion";
import { commitVariable } from "./source";

/**
 * Who wrote the change, for a gate that cannot look into the source: a full clone is handed to builds of CodeBuild alone (CodePipeline User Guide,
 * "CodeStarSourceConnection"), and the variables that its page lists name no author. A build that looks at the whole history, and runs nothing of
 * the application, tells it (CodePipeline User Guide, "Variables reference": CodeBuild action).
 */
export const authorWitness = { tool: "gitleaks", variable: "AUTHOR", namespace: "History" } as const;

/** What the gate needs besides its action's parameters, of which CodePipeline takes 1,000 characters. */
const assignmentOf = ({ pipeline }: Composition, gate: Gate): AssignmentModel => ({
  part: gatePart(gate),
  key: `manifests/${pipeline}/${gatePart(gate)}.json`,
  content: JSON.stringify({
    version: 1,
    stage: gate.environment.stage,
    manifest: manifestOf(pipeline, gate.reports),
    formats: Object.fromEntries(gate.reports.map(({ folder, requirement: { file, formats } }) => [`${folder}/${file}`, formats[0]])),
  }),
});

/** What a change or a person chooses comes first: of two members of one name the later one counts. */
const parametersOf = ({ application, platform, pipeline }: Composition, gate: Gate, { content }: AssignmentModel) => ({
  author: `#{${authorWitness.namespace}.${authorWitness.variable}}`,
  release: `#{variables.${releaseVariable.name}}`,
  bucket: platform.evidenceBucket,
  tools: platform.toolsBucket,
  pipeline,
  gate: gatePart(gate),
  environment: gate.environment.name,
  classification: gate.environment.classification,
  execution: "#{codepipeline.PipelineExecutionId}",
  commit: commitVariable(application.source),
  assignment: createHash("sha256").update(content).digest("hex"),
});

const invokeAction = (composition: Composition, gate: Gate, assignment: AssignmentModel): ActionModel => ({
  name: "gate",
  category: "Invoke",
  owner: "AWS",
  provider: "Lambda",
  version: "1",
  configuration: { FunctionName: gateFunctionName(composition.platform.base), UserParameters: JSON.stringify(parametersOf(composition, gate, assignment)) },
  inputs: [artifactNames.application],
});

/** A gate where the application wants it: a build of its own, or the function of the account. */
export const gateParts = (composition: Composition, gate: Gate): Stages => {
  if (composition.application.gateIn !== "function") return { stages: [gateStage(composition, gate)], projects: [gateProject(composition, gate)] };
  const assignment = assignmentOf(composition, gate);
  return { stages: [{ ...gateStage(composition, gate), actions: [invokeAction(composition, gate, assignment)] }], projects: [], assignments: [assignment] };
};
