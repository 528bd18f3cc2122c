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
