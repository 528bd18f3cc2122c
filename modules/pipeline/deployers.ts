import type { PipelineModel } from "./model";

/** ARNs of the roles of a pipeline that take a deploy role on: its own where CodePipeline deploys by itself, and those of its builds that do. */
export const deployersOf = ({ name, stages, projects }: PipelineModel, accountId: string, deployRoleArn: string): readonly string[] => {
  const native = stages.some(({ actions }) => actions.some(({ roleArn }) => roleArn === deployRoleArn));
  const builds = projects.filter(({ statements }) => statements.some(({ Action, Resource }) => Action === "sts:AssumeRole" && Resource === deployRoleArn));
  return [...(native ? [name] : []), ...builds.map((build) => build.name)].map((role) => `arn:aws:iam::${accountId}:role/${role}`);
};
