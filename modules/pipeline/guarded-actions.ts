/**
 * Calls of AWS by which somebody gets round a pipeline: past a gate, past an approval, or by putting other words into a build's mouth. The
 * permissions boundary refuses them to all but the named (stacks/bootstrap), and alerts tell of each (Service Authorization Reference, "AWS
 * CodePipeline", "AWS CodeBuild", "AWS Lambda", "Amazon S3"). Each is `<service>:<Action>`, which is the event's source and name in CloudTrail.
 *
 * @example
 * const eventNames = guardedActions.overrides.map((action) => action.split(":")[1]);
 */
export const guardedActions = {
  /** Enters a stage that its lock keeps shut, opens or shuts the way to it, or runs it again: nobody but break-glass. */
  overrides: [
    "codepipeline:DisableStageTransition",
    "codepipeline:EnableStageTransition",
    "codepipeline:OverrideStageCondition",
    "codepipeline:RetryStageExecution",
    "codepipeline:RollbackStage",
  ],
  /** Answers an approval: the named approvers and break-glass. */
  approvals: ["codepipeline:PutApprovalResult"],
  /** Declares other stages, projects or gates: the apply role, whose every change was reviewed, and break-glass. */
  edits: [
    "codebuild:CreateProject",
    "codebuild:DeleteProject",
    "codebuild:UpdateProject",
    "codebuild:UpdateProjectVisibility",
    "codepipeline:CreatePipeline",
    "codepipeline:DeletePipeline",
    "codepipeline:UpdatePipeline",
  ],
  /** Runs a project outside its pipeline, with another buildspec, source or environment if the caller likes: pipelines and break-glass. */
  builds: [
    "codebuild:RetryBuild",
    "codebuild:RetryBuildBatch",
    "codebuild:StartBuild",
    "codebuild:StartBuildBatch",
    "codebuild:StartCommandExecution",
    "codebuild:StartSandbox",
    "codebuild:StartSandboxConnection",
  ],
  /** Exchanges what the lock or the gate's function answers with, or lets others ask it: the apply role and break-glass. */
  locks: ["lambda:AddPermission", "lambda:DeleteFunction", "lambda:UpdateFunctionCode", "lambda:UpdateFunctionConfiguration"],
  /** Asks the gate's function by hand, for whatever commit and environment the caller likes: pipelines. */
  gates: ["lambda:InvokeFunction", "lambda:InvokeFunctionUrl"],
  /** Takes evidence away or lets it be taken away; on the buckets of evidence and tools. */
  evidence: ["s3:DeleteBucket", "s3:DeleteBucketPolicy", "s3:DeleteObject", "s3:DeleteObjectVersion", "s3:PutBucketObjectLockConfiguration", "s3:PutBucketPolicy", "s3:PutBucketVersioning", "s3:PutLifecycleConfiguration", "s3:PutObjectLegalHold", "s3:PutObjectRetention"],
} as const;

/**
 * Tag of a role that starts builds: the one that CodePipeline assumes, and the one of a batch build. The boundary knows such roles by it, for
 * pipelines of application teams bear names that no environment's file holds; only the apply role may make or tag roles.
 */
export const startsBuilds = { key: "delivery", value: "starts-builds" } as const;
