import { execFileSync } from "node:child_process";
import type { Session } from "../../../scripts/terraform";
import { python } from "../python";

/** A pipeline as GetPipeline tells it (CodePipeline API Reference, PipelineDeclaration), as far as it is walked. */
export interface DeclaredPipeline {
  readonly name: string;
  readonly stages: readonly DeclaredStage[];
  readonly variables: readonly { readonly name: string; readonly defaultValue?: string }[];
}

export interface DeclaredStage {
  readonly name: string;
  readonly actions: readonly DeclaredAction[];
  readonly beforeEntry?: { readonly conditions: readonly { readonly result: string; readonly rules: readonly DeclaredRule[] }[] };
}

export interface DeclaredAction {
  readonly name: string;
  readonly actionTypeId: { readonly category: string; readonly owner: string; readonly provider: string };
  readonly runOrder: number;
  readonly configuration?: Readonly<Record<string, string>>;
  readonly inputArtifacts: readonly { readonly name: string }[];
  readonly outputArtifacts: readonly { readonly name: string }[];
  readonly roleArn?: string;
  readonly namespace?: string;
}

export interface DeclaredRule {
  readonly name: string;
  readonly ruleTypeId: { readonly provider: string };
  readonly configuration: Readonly<Record<string, string>>;
}

/** A project as BatchGetProjects tells it. */
export interface DeclaredBuild {
  readonly name: string;
  readonly source: { readonly type: string; readonly buildspec: string };
  readonly environment: { readonly environmentVariables: readonly { readonly name: string; readonly value: string; readonly type: string }[] };
}

export interface Declared {
  readonly pipeline: DeclaredPipeline;
  /** By name. */
  readonly builds: Readonly<Record<string, DeclaredBuild>>;
}

/** The clients of both services that are among this repository's packages are those of Python. */
const script = `
import boto3, json, sys
endpoint, region, name = sys.argv[1:]
client = lambda service: boto3.client(service, endpoint_url=endpoint, region_name=region)
pipeline = client("codepipeline").get_pipeline(name=name)["pipeline"]
names = sorted({action["configuration"]["ProjectName"] for stage in pipeline["stages"] for action in stage["actions"] if "ProjectName" in action.get("configuration", {})})
answer = client("codebuild").batch_get_projects(names=names)
if answer.get("projectsNotFound"):
    sys.exit("the pipeline runs projects that are not there: " + ", ".join(answer["projectsNotFound"]))
json.dump({"pipeline": pipeline, "builds": {project["name"]: project for project in answer["projects"]}}, sys.stdout, default=str)
`;

/** Reads a pipeline and the projects that its actions run back from the embedded AWS. */
export const declaredOn = ({ region, endpoint = "", accessKeyId, secretAccessKey, sessionToken }: Session, pipeline: string): Declared => {
  const env = { PATH: process.env["PATH"], AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey, AWS_SESSION_TOKEN: sessionToken };
  return JSON.parse(execFileSync(python(), ["-c", script, endpoint, region, pipeline], { encoding: "utf8", env, maxBuffer: 2 ** 26 })) as Declared;
};
