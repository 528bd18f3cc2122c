import { createHash } from "node:crypto";
import { parse } from "yaml";
import { buildspecText } from "../../../modules/build-project";
import { composePipeline, refusals, type Application, type PipelineModel } from "../../../modules/pipeline";
import { scanTools } from "../../../modules/scan-tools";
import { exampleApplications, examplePath, examplePlatform } from "../../support/delivery/castle";
import { artifactOf, checkoutOf, findProgram, git, packedPortcullis, runBuild, zipOf, type BuildResult } from "../../support/delivery/harness";

/** The target `portcullis`: stacks are planned one a build, and promoted by the command of the repository itself. */
const roles = (name: string, accountId: string) => ({ planRoleArn: `arn:aws:iam::${accountId}:role/castle-${name}-plan`, applyRoleArn: `arn:aws:iam::${accountId}:role/castle-${name}-apply` });
const application: Application = {
  name: "stacks",
  source: exampleApplications.ecs.source,
  languages: ["node"],
  target: { kind: "portcullis", environments: Object.fromEntries(examplePath("stacks").map(({ name, accountId }) => [name, { stacks: [`${name}-audit`, `${name}-network-eu-west-1`], ...roles(name, accountId) }])) },
};
const { version, sha256 } = packedPortcullis();
const model: PipelineModel = composePipeline(application, examplePlatform("stacks", { portcullis: { version, sha256 } }));
const projectOf = (part: string) => model.projects.find((each) => each.part === part)!;

test("the order and the gates are those of every application; each environment is planned in a batch, production before it is approved", () => {
  const names = model.stages.map(({ name }) => name);
  expect(names.slice(names.indexOf("Build"))).toEqual(["Build", "Malware", "Gate-dev", "Deploy-dev", "Gate-staging", "Deploy-staging", "Gate-prod", "Approval-prod", "Deploy-prod"]);
  const actions = Object.fromEntries(model.stages.map(({ name, actions: each }) => [name, each.map(({ name: action, order, configuration }) => `${order} ${action}${configuration["BatchEnabled"] === "true" ? " batch" : ""}`)]));
  expect(actions).toMatchObject({ "Deploy-dev": ["1 plan batch", "2 apply"], "Approval-prod": ["1 plan batch", "2 approve"], "Deploy-prod": ["1 apply"] });
  expect(model.stages.filter(({ lock }) => lock !== undefined).map(({ name }) => name)).toEqual(["Deploy-dev", "Deploy-staging", "Deploy-prod"]);
  expect(parse(buildspecText(projectOf("plan-dev").buildspec)).batch).toEqual({ "fast-fail": false, "build-matrix": { dynamic: { env: { variables: { STACK: ["dev-audit", "dev-network-eu-west-1"] } } } } });
});

test("a build takes on the roles of its own environment alone, and one that plans cannot apply", () => {
  const assumed = (part: string) => projectOf(part).statements.filter(({ Action }) => Action === "sts:AssumeRole").flatMap(({ Resource }) => Resource);
  const dev = roles("dev", "100000000001");
  expect(assumed("plan-dev")).toEqual([dev.planRoleArn]);
  expect(assumed("apply-dev")).toEqual([dev.planRoleArn, dev.applyRoleArn]);
});

test("an environment of the path that the target does not name, and what is no stack, are refused", () => {
  const target = { kind: "portcullis", environments: { dev: { stacks: ["dev-audit; rm"], planRoleArn: "me", applyRoleArn: roles("dev", "100000000001").applyRoleArn } } } as const;
  expect(refusals({ ...application, target }, examplePlatform("stacks"), scanTools).map(({ key }) => key)).toEqual(
    expect.arrayContaining(["application.target.environments.dev.stacks", "application.target.environments.dev", "application.target.environments"]),
  );
});

describe("the builds", () => {
  const execution = "11111111-2222-4333-8444-555555555555";
  const made = checkoutOf({
    "package.json": `{"name":"castle","version":"1.0.0"}`,
    "package-lock.json": `{"name":"castle","version":"1.0.0","lockfileVersion":3,"packages":{"":{"name":"castle","version":"1.0.0"}}}`,
    // Says what it was asked, and ends as the stack it was asked for says.
    portcullis: `#!/bin/bash\necho "{\\"asked\\":\\"$*\\"}"\ncase "$*" in *network*) exit 1;; esac\n`,
  });
  // Git keeps the mode of a file that is marked as a program.
  git(made, "update-index", "--chmod=+x", "portcullis");
  git(made, "commit", "--quiet", "--message", "Program");
  const commit = git(made, "rev-parse", "HEAD");
  const deliverable = zipOf({ portcullis: "" });
  const digest = `sha256:${createHash("sha256").update(deliverable).digest("hex")}`;
  const terraform = zipOf({ terraform: "#!/bin/bash\n" });

  const run = (part: string, stack: string, outcome = "pass"): Promise<BuildResult> => {
    const { buildspec, variables } = projectOf(part);
    const verdict = { outcome, subject: { pipeline: model.name, environment: "dev", commit, digest } };
    const text = buildspecText(buildspec).replace(/^(\s*echo ")[0-9a-f]{64}( {2}\$TOOLS\/terraform\.zip)/m, `$1${createHash("sha256").update(terraform).digest("hex")}$2`);
    return runBuild(text, {
      source: made,
      artifact: artifactOf("application.zip", deliverable),
      environment: { ...variables, EXECUTION: execution, STACK: stack },
      buckets: { [String(variables["EVIDENCE_BUCKET"])]: { [`${model.name}/executions/${execution}/verdicts/gate-dev/verdict.json`]: JSON.stringify(verdict) } },
      downloads: { "https://releases.hashicorp.com/terraform/1.11.4/terraform_1.11.4_linux_amd64.zip": terraform },
      standIns: { unzip: findProgram("unzip") ?? "" },
    });
  };
  const told = (result: BuildResult, key: string): unknown => JSON.parse(String(result.evidence[`${model.name}/executions/${execution}/plans/${key}`]));

  test("one stack is planned by the command of the commit, and its review handed over", async () => {
    const result = await run("plan-dev", "dev-audit");
    expect({ failed: result.failedPhase, stderr: result.failedPhase === undefined ? "" : result.stderr }).toEqual({ failed: undefined, stderr: "" });
    expect(told(result, "plan-dev/dev-audit.json")).toEqual({ asked: "plan dev dev-audit --format json" });
  });

  test("a plan that its gates stop stops the pipeline, after the review is handed over", async () => {
    const result = await run("plan-dev", "dev-network-eu-west-1");
    expect(result).toMatchObject({ failedPhase: "BUILD", exitCode: 1 });
    expect(told(result, "plan-dev/dev-network-eu-west-1.json")).toEqual({ asked: "plan dev dev-network-eu-west-1 --format json" });
  });

  test("the release is promoted to that environment", async () => {
    const result = await run("apply-dev", "");
    expect({ failed: result.failedPhase, stderr: result.failedPhase === undefined ? "" : result.stderr }).toEqual({ failed: undefined, stderr: "" });
    expect(told(result, "apply-dev/promotion.json")).toEqual({ asked: "promote --to dev --format json" });
  });

  test("without a verdict that lets it pass nothing of the commit runs", async () => {
    const result = await run("apply-dev", "", "block");
    expect(result).toMatchObject({ failedPhase: "INSTALL" });
    expect(Object.keys(result.evidence).filter((key) => key.includes("/plans/"))).toEqual([]);
  });
});
