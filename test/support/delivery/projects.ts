import { createHash } from "node:crypto";
import { join } from "node:path";
import { gzipSync } from "fflate";
import { parse, stringify } from "yaml";
import { scanTools } from "../../../modules/scan-tools";
import { resourcesOf, type StackJson } from "../synth";
import { launcherOf, tarOf, zipOf } from "./archives";
import { runBuild, type BuildResult, type Objects } from "./build";
import type { JudgePackage } from "./judge-package";
import { artifactOf, checkoutOf, folderOf, git } from "./source";

/** Builds of a synthesised pipeline, run for the sake of the calls they make. */

export interface DeclaredProject {
  readonly name: string;
  readonly part: string;
  readonly pipeline: string;
  readonly buildspec: string;
  readonly variables: Readonly<Record<string, string>>;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly artifactBucket: string;
  readonly connectionArn?: string;
  readonly reportGroups: readonly string[];
}

interface Action {
  readonly name: string;
  readonly configuration: Readonly<Record<string, string>>;
  readonly input_artifacts?: readonly string[];
  readonly output_artifacts?: readonly string[];
}

export const execution = "11111111-2222-4333-8444-555555555555";

/** What CodePipeline puts in the place of its variables. */
const variablesOf = (action: Action): Readonly<Record<string, string>> => {
  const given: readonly { readonly name: string; readonly value: string }[] = JSON.parse(action.configuration["EnvironmentVariables"] ?? "[]");
  const values: Readonly<Record<string, string>> = { "#{codepipeline.PipelineExecutionId}": execution, "#{variables.RELEASE}": "none" };
  return Object.fromEntries(given.map(({ name, value }) => [name, values[value] ?? value]));
};

/** Every project of every pipeline of a stack, with what its action hands to it. */
export const declaredProjects = (stack: StackJson): readonly DeclaredProject[] =>
  resourcesOf(stack, "aws_codepipeline").flatMap((pipeline) => {
    const actions: readonly Action[] = pipeline["stage"].flatMap(({ action }: { readonly action: readonly Action[] }) => action);
    const connectionArn = actions.map(({ configuration }) => configuration["ConnectionArn"]).find((arn) => arn !== undefined);
    return resourcesOf(stack, "aws_codebuild_project").flatMap((project): DeclaredProject[] => {
      const action = actions.find(({ configuration }) => configuration["ProjectName"] === project["name"]);
      if (action === undefined) return [];
      // Doubled for Terraform, which would read a template.
      const buildspec = String(project["source"].buildspec).replaceAll("$${", "${").replaceAll("%%{", "%{");
      const variables: readonly { readonly name: string; readonly value: string }[] = project["environment"].environment_variable;
      return [
        {
          name: project["name"],
          part: String(project["name"]).slice(String(pipeline["name"]).length + 1),
          pipeline: pipeline["name"],
          buildspec,
          variables: { ...Object.fromEntries(variables.map(({ name, value }) => [name, value])), ...variablesOf(action) },
          inputs: action.input_artifacts ?? [],
          outputs: action.output_artifacts ?? [],
          artifactBucket: pipeline["artifact_store"][0].location,
          ...(connectionArn === undefined ? {} : { connectionArn }),
          reportGroups: Object.keys(parse(buildspec).reports ?? {}),
        },
      ];
    });
  });

/** An image without layers, as `docker save` writes it. */
const image = { "manifest.json": `[{"Config":"config.json","RepoTags":["application:latest"],"Layers":[]}]`, "config.json": "{}" };

/** An application of Node.js with one test, a root module of Terraform and one of virtual patches. */
const application = {
  "package.json": `{"name":"orders","version":"1.0.0","scripts":{"build":"mkdir -p dist && cp index.js appspec.yml dist/"}}\n`,
  "package-lock.json": `{"name":"orders","version":"1.0.0","lockfileVersion":3,"packages":{"":{"name":"orders","version":"1.0.0"}}}\n`,
  "index.js": "exports.answer = () => 42;\n",
  "index.test.js": `require("node:test")("answers", () => require("node:assert").equal(require("./index.js").answer(), 42));\n`,
  "appspec.yml": "version: 0.0\nos: linux\n",
  "infrastructure/main.tf": "",
  "infrastructure/.terraform.lock.hcl": "",
  "patches/main.tf": "",
  "patches/.terraform.lock.hcl": "",
};

/**
 * Of the build of a scanner only what it asks of AWS, with a report written by the test: what lies between calls nothing of AWS, and many of the
 * programs are not on this machine.
 */
const withoutScanner = (buildspec: string): string => {
  const spec: { readonly phases: Readonly<Record<string, { readonly commands: readonly string[] }>> } = parse(buildspec);
  const linesOf = (phase: string) => spec.phases[phase]!.commands.join("\n").split("\n");
  const install = linesOf("install");
  const prelude = install.findIndex((line) => line.startsWith("ln --symbolic"));
  const isCall = (line: string) => line.startsWith("aws ");
  const phase = (commands: readonly string[]) => ({ "on-failure": "ABORT", commands: [commands.join("\n")] });
  const kept = { install: [...install.slice(0, prelude + 1), ...install.slice(prelude + 1).filter(isCall)], build: ["set -euo pipefail", ...linesOf("build").filter(isCall), `echo report > "$REPORTS/report"`] };
  const calls = (text: string) => text.split(/\baws (?=s3|sts|ecr|lambda)/).length;
  const text = stringify({ ...spec, phases: { ...spec.phases, install: phase(kept.install), build: phase(kept.build) } }, { lineWidth: 0 });
  if (calls(text) !== calls(buildspec)) throw new Error("a call to AWS is not a line of its own");
  return text;
};

/** Terraform's archive with our stand-in, pinned at what that is. */
const withTerraform = (buildspec: string): { readonly text: string; readonly archive: Objects } => {
  const [found, url, sha256] = /(https:\S+\/terraform_\S+\.zip)\n\s*echo "([0-9a-f]{64}) /.exec(buildspec) ?? [];
  if (found === undefined) return { text: buildspec, archive: {} };
  const archive = zipOf({ terraform: launcherOf(join(__dirname, "stand-ins", "terraform.mjs")) });
  return { text: buildspec.replace(sha256!, createHash("sha256").update(archive).digest("hex")), archive: { [url!]: archive } };
};

/** Whether it is the build of a tool. */
export const isScan = ({ part }: DeclaredProject): boolean => scanTools.some(({ name }) => name === part);

const verdictFor = ({ pipeline, part }: DeclaredProject, commit: string, digest: string): string => {
  const environment = part.split("-").at(-1)!;
  return JSON.stringify({ version: 1, outcome: "pass", reasons: [], time: new Date().toISOString(), subject: { pipeline, environment, commit, digest } });
};

/** Runs one project: its inputs, and what lies in the buckets, are such as let it come to its end, but for `commits` that come on top. */
export const runProject = async (project: DeclaredProject, portcullis: JudgePackage, ...commits: readonly Readonly<Record<string, string | undefined>>[]): Promise<BuildResult> => {
  const { part, pipeline, variables } = project;
  const { EVIDENCE_BUCKET: evidence = "", TOOLS_BUCKET: tools = "" } = variables;
  const source = checkoutOf(application, ...commits);
  // Terraform takes its modules from the commit, and never from what was packed beside the application's tests.
  const deliverable = /unzip -q "\$DELIVERABLE"/.test(project.buildspec) ? zipOf(application) : project.buildspec.includes("docker load") ? await tarOf(image) : Buffer.from("built");
  const artifact = artifactOf("application.zip", deliverable);
  const digest = `sha256:${createHash("sha256").update(deliverable).digest("hex")}`;
  const verdict = verdictFor(project, git(source, "rev-parse", "HEAD"), digest);
  const environment = part.split("-").at(-1)!;
  const executed = `${pipeline}/executions/${execution}`;
  const planned = "planned";
  const planSum = `${createHash("sha256").update(planned).digest("hex")}  tfplan\n`;
  const inEvidence: Objects = {
    [`${executed}/reports/gitleaks/gitleaks.json`]: "[]",
    [`${executed}/verdicts/gate-${environment}/verdict.json`]: verdict,
    [`${executed}/plans/plan-${environment}/tfplan.sha256`]: planSum,
    [`${executed}/plans/patch-plan-${environment}/tfplan.sha256`]: planSum,
    [`${pipeline}/penetration-tests/2026.yaml`]: "version: 1\n",
    [`${pipeline}/baseline/${environment}/verdict.json`]: verdict,
  };
  const fetched = [...project.buildspec.matchAll(/s3:\/\/\$TOOLS_BUCKET\/([^"$\s]+)/g)].map(([, key]) => key!);
  const secrets = Object.values<string>(parse(project.buildspec).env["secrets-manager"] ?? {}).map((reference) => [reference.split(":").slice(0, 7).join(":"), reference.split(":")[7]!] as const);
  const downloads = [...project.buildspec.matchAll(/https:\/\/[^\s"']+\.(?:json|csv\.gz)/g)].map(([address]) => [address, address.endsWith(".gz") ? Buffer.from(gzipSync(Buffer.from("cve,epss,percentile\n"))) : "{}"] as const);
  const plan = folderOf({ tfplan: planned });
  const { text, archive } = withTerraform(project.buildspec);
  return runBuild(isScan(project) ? withoutScanner(text) : text, {
    source,
    artifact,
    inputs: Object.fromEntries(project.inputs.filter((name) => /^(?:Patch)?Plan_/.test(name)).map((name) => [name, plan])),
    environment: variables,
    secrets: Object.fromEntries(secrets.map(([id]) => [id, Object.fromEntries(secrets.filter(([other]) => other === id).map(([, key]) => [key, "stand-in"]))])),
    buckets: { [evidence]: inEvidence, [tools]: { ...Object.fromEntries(fetched.map((key) => [key, "file"])), [`portcullis-${portcullis.version}.tgz`]: portcullis.bytes } },
    downloads: { ...Object.fromEntries(downloads), ...archive },
  });
};

/** The message of a build that did not come to its end. */
export const complaintOf = ({ failedPhase, stdout, stderr }: BuildResult): string => (failedPhase === undefined ? "" : `${failedPhase}\n${stdout}\n${stderr}`);
