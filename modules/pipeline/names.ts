import type { Application, PathEnvironment, Platform } from "./application";

/** CodePipeline's and the gate's name of a pipeline. */
export const pipelineName = (application: Pick<Application, "name">, platform: Pick<Platform, "base">): string => `${platform.base}-${application.name}`;

export const projectName = (pipeline: string, part: string): string => `${pipeline}-${part}`;

/** Name of the function that gates of an account run in, where applications ask for it. */
export const gateFunctionName = (base: string): string => `${base}-delivery-gate`;

export const deployRoleArn = ({ accountId, deployRoleName }: PathEnvironment): string => `arn:aws:iam::${accountId}:role/${deployRoleName}`;

/** Name of the role that plans by Terraform: it can only look. */
export const planRoleName = ({ deployRoleName, planRoleName: name = `${deployRoleName}-plan` }: PathEnvironment): string => name;

export const planRoleArn = (environment: PathEnvironment): string => `arn:aws:iam::${environment.accountId}:role/${planRoleName(environment)}`;

export const bucketArn = (name: string): string => `arn:aws:s3:::${name}`;

/** Folder of the checkout for what a build hands on. It is made anew: a change that brings one of this name along fails. */
export const outputFolder = ".portcullis";

/**
 * Artifacts between actions. A build finds one under `$CODEBUILD_SRC_DIR_<name>` (CodeBuild User Guide, "Multiple input sources and output
 * artifacts sample"), so that a name is a word of bash as well.
 */
export const artifactNames = {
  source: "Source",
  application: "Application",
  release: (environment: string) => `Release_${environment}`,
  plan: (environment: string) => `Plan_${environment}`,
  patchPlan: (environment: string) => `PatchPlan_${environment}`,
} as const;
