import type { Statement } from "../core";
import type { Application, PathEnvironment, Platform } from "./application";
import type { ActionModel, ProjectModel } from "./model";
import { artifactNames, bucketArn, deployRoleArn, pipelineName, projectName } from "./names";
import { readRepository } from "./source";

/** What every part of one pipeline is made from. */
export interface Composition {
  readonly application: Application;
  readonly platform: Platform;
  readonly pipeline: string;
}

export const compositionOf = (application: Application, platform: Platform): Composition => ({ application, platform, pipeline: pipelineName(application, platform) });

/** Variables that every build has; the execution comes with the action. */
const variables = ({ platform, pipeline }: Composition) => ({ PIPELINE: pipeline, TOOLS_BUCKET: platform.toolsBucket, EVIDENCE_BUCKET: platform.evidenceBucket });

/** A full clone is made by the build itself, through the connection (CodePipeline User Guide, "Add CodeBuild GitClone permissions for connections"). */
const cloneStatements = ({ source }: Application): readonly Statement[] => (source.kind === "github" ? [readRepository("CloneSource", source)] : []);

const fetchStatement = ({ toolsBucket, portcullis }: Platform, keys: readonly string[]): Statement => ({
  Sid: "FetchTools",
  Effect: "Allow",
  Action: "s3:GetObject",
  Resource: [`portcullis-${portcullis.version}.tgz`, ...keys].map((key) => `${bucketArn(toolsBucket)}/${key}`),
});

/** Leave to write objects under one prefix of this pipeline's executions, of any execution: IAM cannot know which one runs. */
export const evidenceStatement = ({ platform, pipeline }: Composition, sid: string, folder: string): Statement => ({
  Sid: sid,
  Effect: "Allow",
  Action: "s3:PutObject",
  Resource: `${bucketArn(platform.evidenceBucket)}/${pipeline}/executions/*/${folder}/*`,
});

/** Leave to read what lies under prefixes of the evidence bucket. */
export const readEvidenceStatement = ({ platform }: Composition, prefixes: readonly string[]): Statement => ({
  Sid: "ReadEvidence",
  Effect: "Allow",
  Action: "s3:GetObject",
  Resource: prefixes.map((prefix) => `${bucketArn(platform.evidenceBucket)}/${prefix}/*`),
});

/** The same, and leave to list it. */
export const readEvidenceStatements = (composition: Composition, prefixes: readonly string[]): readonly Statement[] => [
  readEvidenceStatement(composition, prefixes),
  {
    Sid: "ListEvidence",
    Effect: "Allow",
    Action: "s3:ListBucket",
    Resource: bucketArn(composition.platform.evidenceBucket),
    Condition: { StringLike: { "s3:prefix": prefixes.map((prefix) => `${prefix}/*`) } },
  },
];

export const assumeStatement = (environment: PathEnvironment): Statement => ({ Sid: "AssumeDeployRole", Effect: "Allow", Action: "sts:AssumeRole", Resource: deployRoleArn(environment) });

export interface ProjectParts extends Omit<ProjectModel, "name" | "variables"> {
  /** Keys of the bucket of tools that it reads besides Portcullis. @default none */
  readonly bucketKeys?: readonly string[];
}

/** A project of this pipeline that sees the source and has Portcullis. */
export const project = (composition: Composition, { bucketKeys = [], ...parts }: ProjectParts): ProjectModel => ({
  ...parts,
  name: projectName(composition.pipeline, parts.part),
  variables: variables(composition),
  statements: [fetchStatement(composition.platform, bucketKeys), ...cloneStatements(composition.application), ...parts.statements],
});

export interface BuildActionParts {
  readonly name: string;
  readonly part: string;
  readonly category: "Build" | "Test";
  readonly inputs?: readonly string[];
  readonly outputs?: readonly string[];
  readonly order?: number;
  /** Further variables, `#{…}` of CodePipeline allowed. @default none */
  readonly variables?: Readonly<Record<string, string>>;
  readonly namespace?: string;
}

/** An action that runs a project of this pipeline; it looks at the source first (CodePipeline User Guide, "AWS CodeBuild build and test action reference"). */
export const buildAction = ({ pipeline }: Composition, { name, part, category, inputs = [], outputs, order, variables: more = {}, namespace }: BuildActionParts): ActionModel => ({
  name,
  category,
  owner: "AWS",
  provider: "CodeBuild",
  version: "1",
  configuration: {
    ProjectName: projectName(pipeline, part),
    PrimarySource: artifactNames.source,
    EnvironmentVariables: JSON.stringify(Object.entries({ EXECUTION: "#{codepipeline.PipelineExecutionId}", ...more }).map(([variable, value]) => ({ name: variable, value, type: "PLAINTEXT" }))),
  },
  inputs: [artifactNames.source, ...inputs],
  ...(outputs === undefined ? {} : { outputs }),
  ...(order === undefined ? {} : { order }),
  ...(namespace === undefined ? {} : { namespace }),
});
