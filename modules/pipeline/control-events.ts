import type { EventPattern } from "../event-alert";
import { bucketChanges } from "../trail";
import { guardedActions } from "./guarded-actions";

const ofService = (service: string, actions: readonly string[]): readonly string[] =>
  actions.filter((action) => action.startsWith(`${service}:`)).map((action) => action.slice(service.length + 1));

const pipelineControls = ofService("codepipeline", Object.values(guardedActions).flat());

/** What CodePipeline itself does with every build. */
const byPipelines = "StartBuild";
const buildControls = ofService("codebuild", Object.values(guardedActions).flat()).filter((name) => name !== byPipelines);

/** CloudTrail writes the version of the API into the names of Lambda's events (Lambda Developer Guide, "Logging AWS Lambda API calls using CloudTrail"). */
const versions: Readonly<Record<string, string>> = { AddPermission: "20150331v2", DeleteFunction: "20150331", UpdateFunctionCode: "20150331v2", UpdateFunctionConfiguration: "20150331v2" };
const lockControls = ofService("lambda", guardedActions.locks).map((name) => `${name}${versions[name] ?? ""}`);

const calls = (service: string, eventName: readonly string[], more: EventPattern["detail"] = {}): EventPattern => ({
  source: [`aws.${service}`],
  "detail-type": ["AWS API Call via CloudTrail"],
  detail: { eventSource: [`${service}.amazonaws.com`], eventName, ...more },
});

export interface ControlEvents {
  readonly id: string;
  readonly description: string;
  readonly pattern: EventPattern;
}

/** Calls by which somebody gets round the pipelines of an account; a refused attempt counts. */
export const controlEvents = (functions: readonly string[], buckets: readonly string[]): readonly ControlEvents[] => [
  {
    id: "pipeline-controls",
    description: "Somebody overrode, disabled, retried, approved or changed a pipeline, or tried to: compare with the tickets of today",
    pattern: calls("codepipeline", pipelineControls),
  },
  {
    id: "pipeline-builds",
    description: "Somebody changed a build of a pipeline or ran one by hand, or tried to: compare with the tickets of today",
    pattern: calls("codebuild", buildControls),
  },
  {
    id: "pipeline-build-refused",
    description: "Somebody was refused to start a build: only pipelines start theirs. Find out who and why",
    pattern: calls("codebuild", [byPipelines], { errorCode: [{ exists: true }] }),
  },
  {
    id: "pipeline-lock",
    description: "Somebody changed, opened or removed the lock of the pipelines, or the gate, or tried to: compare with the tickets of today",
    pattern: calls("lambda", lockControls, { requestParameters: { functionName: functions.map((name) => ({ suffix: name })) } }),
  },
  {
    id: "evidence-changes",
    description: "Somebody changed a bucket of evidence or tools, or tried to: find out who and why",
    pattern: bucketChanges(buckets),
  },
];
