import { CloudwatchEventRule } from "@cdktf/provider-aws/lib/cloudwatch-event-rule";
import { CloudwatchEventTarget } from "@cdktf/provider-aws/lib/cloudwatch-event-target";
import type { CodepipelineTrigger } from "@cdktf/provider-aws/lib/codepipeline";
import type { Construct } from "constructs";
import type { EventPattern } from "../event-alert";
import { ServiceRole } from "../service-role";
import type { Source } from "./application";

const lists = ({ includes, excludes }: { readonly includes?: readonly string[]; readonly excludes?: readonly string[] }) => ({
  ...(includes === undefined ? {} : { includes: [...includes] }),
  ...(excludes === undefined ? {} : { excludes: [...excludes] }),
});

/** Which pushes start the pipeline; tags instead of the branch where tags are given (CodePipeline User Guide, "Add trigger with code push event type"). */
export const triggersOf = (source: Source): CodepipelineTrigger[] => {
  if (source.kind !== "github") return [];
  const { tags, filePaths } = source.trigger ?? {};
  const push = tags === undefined ? { branches: { includes: [source.branch] }, ...(filePaths && { filePaths: lists(filePaths) }) } : { tags: { includes: [...tags] } };
  return [{ providerType: "CodeStarSourceConnection", gitConfiguration: { sourceActionName: source.kind, push: [push] } }];
};

interface ObjectTriggerProps {
  readonly pipeline: string;
  readonly accountId: string;
  readonly region: string;
  readonly source: Source & { readonly kind: "s3" };
  readonly permissionsBoundaryArn: string;
}

/**
 * A new object starts the pipeline, where the bucket tells EventBridge of its objects (CodePipeline User Guide, "Amazon S3 source actions and
 * EventBridge"): the bucket is the team's own, and so is that setting.
 */
export const addObjectTrigger = (scope: Construct, { pipeline, accountId, region, source, permissionsBoundaryArn }: ObjectTriggerProps): void => {
  const name = `${pipeline}-source`;
  const arn = `arn:aws:codepipeline:${region}:${accountId}:${pipeline}`;
  const pattern: EventPattern = {
    source: ["aws.s3"],
    "detail-type": ["Object Created"],
    detail: { bucket: { name: [source.bucket] }, object: { key: [source.key] } },
  };
  const role = new ServiceRole(scope, "trigger-role", {
    name,
    description: `Starts ${pipeline} when its source is laid down anew`,
    service: "events.amazonaws.com",
    accountId,
    sourceArn: `arn:aws:events:${region}:${accountId}:rule/${name}`,
    permissionsBoundaryArn,
    statements: [{ Sid: "StartPipeline", Effect: "Allow", Action: "codepipeline:StartPipelineExecution", Resource: arn }],
  });
  const rule = new CloudwatchEventRule(scope, "trigger", { name, description: `Starts ${pipeline}`, eventPattern: JSON.stringify(pattern), state: "ENABLED" });
  new CloudwatchEventTarget(scope, "trigger-target", { rule: rule.name, targetId: "pipeline", arn, roleArn: role.arn, dependsOn: [role.permissions] });
};
