import type { Statement } from "../../modules/core";
import { startsBuilds } from "../../modules/pipeline";
import type { BootstrapContext } from "./context";

/** Every creation, change and deletion of a pipeline or project, and no read: `*tePipeline` is CreatePipeline, UpdatePipeline and DeletePipeline. */
export const pipelineEdits = ["codebuild:*teProject*", "codepipeline:*tePipeline"];

/**
 * Nobody gets round a pipeline's gates (modules/pipeline, `guardedActions`). Break-glass may override; the approvers of the environment's file
 * answer approvals; a build is started, and lock and gate are asked, by a role that is marked for it, which only the apply role can do; and these
 * functions and the buckets of evidence and tools are changed by promotion alone.
 */
export const keepPipelines = ({ environment, names }: BootstrapContext): readonly Statement[] => {
  const breakGlass = names.standardRoleArn("break-glass");
  const { approvers } = environment.delivery;
  // The lock, and the gate where it judges in a function.
  const functions = `arn:aws:lambda:*:*:function:${names.base}-delivery-*`;
  return [
    {
      Sid: "OnlyBreakGlassOverrides",
      Effect: "Deny",
      // Override a condition, enable or disable a transition, retry or roll back: no read is among them.
      Action: ["codepipeline:*Stage*", ...(approvers.length === 0 ? ["codepipeline:PutApprovalResult"] : [])],
      Resource: "*",
      Condition: { ArnNotEquals: { "aws:PrincipalArn": breakGlass } },
    },
    ...(approvers.length === 0
      ? []
      : [
          {
            Sid: "OnlyApproversApprove",
            Effect: "Deny",
            Action: "codepipeline:PutApprovalResult",
            Resource: "*",
            Condition: { ArnNotEquals: { "aws:PrincipalArn": [breakGlass, ...approvers] } },
          } as const,
        ]),
    {
      Sid: "OnlyPipelinesBuild",
      Effect: "Deny",
      Action: ["codebuild:Retry*", "codebuild:Start*", "lambda:Invoke*"],
      Resource: ["arn:aws:codebuild:*", functions],
      Condition: { StringNotEquals: { [`aws:PrincipalTag/${startsBuilds.key}`]: startsBuilds.value }, ArnNotEquals: { "aws:PrincipalArn": breakGlass } },
    },
    {
      Sid: "KeepEvidenceAndLock",
      Effect: "Deny",
      // `AddP*` is AddPermission. `PutObject?*` is PutObjectRetention and its like, and not PutObject: builds hand over their reports.
      Action: ["lambda:AddP*", "lambda:DeleteFunction", "lambda:UpdateFunction*", "s3:Delete*", "s3:PutBucket*", "s3:PutLifecycle*", "s3:PutObject?*"],
      Resource: [functions, `arn:aws:s3:::${names.base}-evidence-*`, `arn:aws:s3:::${names.base}-tools-*`],
      Condition: { ArnNotEquals: { "aws:PrincipalArn": names.applyRoleArn } },
    },
  ];
};
