import { throughBucket } from "../build-project";
import type { Statement } from "../core";
import type { Application, Platform } from "./application";
import type { PipelineModel } from "./model";
import { gateFunctionName } from "./names";
import { readRepository } from "./source";

/** What a pipeline's own role does, and nothing else (CodePipeline User Guide, "Manage the CodePipeline service role"). */
export const pipelineStatements = (application: Application, platform: Platform, { stages, projects, assignments = [] }: PipelineModel, lockArn: string): readonly Statement[] => {
  const { accountId, region, artifactBucket, keyArn } = platform;
  const bucket = `arn:aws:s3:::${artifactBucket}`;
  const deployRoles = [...new Set(stages.flatMap(({ actions }) => actions.flatMap(({ roleArn }) => roleArn ?? [])))];
  const projectArn = ({ name }: { readonly name: string }) => `arn:aws:codebuild:${region}:${accountId}:project/${name}`;
  const batches = projects.filter(({ buildspec }) => buildspec.batch !== undefined);
  return [
    { Sid: "KeepArtifacts", Effect: "Allow", Action: ["s3:GetObject", "s3:GetObjectVersion", "s3:PutObject"], Resource: `${bucket}/*` },
    { Sid: "LookAtArtifactBucket", Effect: "Allow", Action: ["s3:GetBucketAcl", "s3:GetBucketLocation", "s3:GetBucketVersioning"], Resource: bucket },
    throughBucket("ArtifactKey", keyArn, region, [artifactBucket], "use"),
    {
      Sid: "RunBuilds",
      Effect: "Allow",
      Action: ["codebuild:BatchGetBuilds", "codebuild:StartBuild"],
      Resource: projects.map(projectArn),
    },
    ...(batches.length === 0 ? [] : [{ Sid: "RunBatches", Effect: "Allow", Action: ["codebuild:BatchGetBuildBatches", "codebuild:StartBuildBatch"], Resource: batches.map(projectArn) } as const]),
    { Sid: "AskLock", Effect: "Allow", Action: "lambda:InvokeFunction", Resource: lockArn },
    ...(assignments.length === 0 ? [] : [{ Sid: "AskGate", Effect: "Allow", Action: "lambda:InvokeFunction", Resource: `arn:aws:lambda:${region}:${accountId}:function:${gateFunctionName(platform.base)}` } as const]),
    ...(deployRoles.length === 0 ? [] : [{ Sid: "Deploy", Effect: "Allow", Action: "sts:AssumeRole", Resource: deployRoles } as const]),
    ...sourceStatements(application),
  ];
};

const sourceStatements = ({ source }: Application): readonly Statement[] =>
  source.kind === "github"
    ? [readRepository("FetchSource", source)]
    : [
        {
          Sid: "FetchSource",
          Effect: "Allow",
          Action: ["s3:GetObject", "s3:GetObjectTagging", "s3:GetObjectVersion", "s3:GetObjectVersionTagging"],
          Resource: `arn:aws:s3:::${source.bucket}/${source.key}`,
        },
        { Sid: "LookAtSourceBucket", Effect: "Allow", Action: ["s3:GetBucketAcl", "s3:GetBucketLocation", "s3:GetBucketVersioning", "s3:ListBucket"], Resource: `arn:aws:s3:::${source.bucket}` },
      ];
