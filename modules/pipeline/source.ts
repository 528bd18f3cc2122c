import type { Statement } from "../core";
import type { Source } from "./application";
import type { ActionModel } from "./model";
import { artifactNames } from "./names";

/** The commit that a source from a repository stands at; S3 knows none (CodePipeline User Guide, "Variables reference"). */
export const commitVariable = ({ kind }: Source): string | undefined => (kind === "github" ? "#{Source.CommitId}" : undefined);

const configuration = (source: Source): Readonly<Record<string, string>> =>
  source.kind === "github"
    ? {
        ConnectionArn: source.connectionArn,
        FullRepositoryId: source.repository,
        BranchName: source.branch,
        // The whole history instead of the files of one commit: secrets are looked for in all of it.
        OutputArtifactFormat: "CODEBUILD_CLONE_REF",
        // Pushes start it by the pipeline's trigger, whose filters this would bypass.
        DetectChanges: "false",
      }
    : {
        S3Bucket: source.bucket,
        S3ObjectKey: source.key,
        // EventBridge starts it; polling is for pipelines without it (CodePipeline User Guide, "Amazon S3 source action reference").
        PollForSourceChanges: "false",
      };

export const sourceAction = (source: Source): ActionModel => ({
  name: source.kind,
  category: "Source",
  owner: "AWS",
  provider: source.kind === "github" ? "CodeStarSourceConnection" : "S3",
  version: "1",
  configuration: configuration(source),
  outputs: [artifactNames.source],
  namespace: "Source",
});

/**
 * Leave to read this repository through the connection, and no other that the connection reaches: code of the application runs in builds, and would
 * otherwise clone what belongs to other teams, or push (Developer Tools console User Guide, "AWS CodeConnections permissions reference": keys of
 * `UseConnection`; the operator is that of its example, for not every request has both). The prefix is that of the connection's ARN, which is of
 * either name of the service.
 */
export const readRepository = (Sid: string, { connectionArn, repository }: Extract<Source, { readonly kind: "github" }>): Statement => {
  const service = connectionArn.split(":")[2] ?? "codeconnections";
  return {
    Sid,
    Effect: "Allow",
    Action: `${service}:UseConnection`,
    Resource: connectionArn,
    Condition: { "ForAllValues:StringEquals": { [`${service}:FullRepositoryId`]: repository, [`${service}:ProviderPermissionsRequired`]: "read_only" } },
  };
};
