/**
 * Calls by which somebody gets round a delivery pipeline, by who may make them all the same. Kept here as well as with the constructs, so that a
 * rule does not judge a boundary by the list that made it; a contract test holds the two equal.
 */
export const guardedActions = {
  overrides: ["codepipeline:DisableStageTransition", "codepipeline:EnableStageTransition", "codepipeline:OverrideStageCondition", "codepipeline:RetryStageExecution", "codepipeline:RollbackStage"],
  approvals: ["codepipeline:PutApprovalResult"],
  edits: [
    "codebuild:CreateProject",
    "codebuild:DeleteProject",
    "codebuild:UpdateProject",
    "codebuild:UpdateProjectVisibility",
    "codepipeline:CreatePipeline",
    "codepipeline:DeletePipeline",
    "codepipeline:UpdatePipeline",
  ],
  builds: [
    "codebuild:RetryBuild",
    "codebuild:RetryBuildBatch",
    "codebuild:StartBuild",
    "codebuild:StartBuildBatch",
    "codebuild:StartCommandExecution",
    "codebuild:StartSandbox",
    "codebuild:StartSandboxConnection",
  ],
  locks: ["lambda:AddPermission", "lambda:DeleteFunction", "lambda:UpdateFunctionCode", "lambda:UpdateFunctionConfiguration"],
  gates: ["lambda:InvokeFunction", "lambda:InvokeFunctionUrl"],
  evidence: [
    "s3:DeleteBucket",
    "s3:DeleteBucketPolicy",
    "s3:DeleteObject",
    "s3:DeleteObjectVersion",
    "s3:PutBucketObjectLockConfiguration",
    "s3:PutBucketPolicy",
    "s3:PutBucketVersioning",
    "s3:PutLifecycleConfiguration",
    "s3:PutObjectLegalHold",
    "s3:PutObjectRetention",
  ],
} as const;
export type Guard = keyof typeof guardedActions;

/** Tag of roles that start builds. */
export const startsBuilds = { key: "delivery", value: "starts-builds" } as const;
