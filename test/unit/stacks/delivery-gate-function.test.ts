import { EnvironmentError } from "../../../environments";
import { composePipeline, type Application } from "../../../modules/pipeline";
import { evaluateTree } from "../../../scripts/policies";
import { resourceNotes, type BaseStack } from "../../../stacks";
import { delivery } from "../../../stacks/delivery";
import { deliveryCastle, exampleApplications, examplePlatform, portcullisPackage, settingsOf } from "../../support/delivery/castle";
import { synthCastle } from "../../support/stacks";
import { resourceOf, resourcesOf, type ResourceJson, type StackJson } from "../../support/synth";

const functionSha256 = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
const { ecs, codedeploy, lambda } = exampleApplications;
const inFunction = (application: Application): Application => ({ ...application, gateIn: "function" });

const found: string[] = [];
const judged = (stack: BaseStack): readonly string[] => {
  const { name, stage, classification } = stack.environment;
  const { findings } = evaluateTree({ tree: stack.toTerraform(), identity: { environment: name, stage, classification, stack: stack.node.id }, resources: resourceNotes(stack) });
  found.push(...findings.map(({ rule, address, reason }) => `${rule} ${address}: ${reason}`));
  return [];
};

const castleOf = (applications: readonly Application[], portcullis: object = { ...portcullisPackage, functionSha256 }) =>
  deliveryCastle([], { prod: { delivery: { applications: applications.map(settingsOf), portcullis: portcullis as typeof portcullisPackage } } });
const prod = synthCastle([delivery], castleOf([inFunction(ecs), codedeploy]), judged)["prod-delivery"] as StackJson;
const stagesOf = (name: string): readonly ResourceJson[] => resourcesOf(prod, "aws_codepipeline").find((each) => each["name"] === `castle-prod-${name}`)?.["stage"] as readonly ResourceJson[];
const gatesOf = (name: string): readonly ResourceJson[] => stagesOf(name).filter((stage) => String(stage["name"]).startsWith("Gate-"));
const statementsOf = (role: string): readonly ResourceJson[] => {
  const [id] = Object.entries(prod.resource?.["aws_iam_role"] ?? {}).find(([, each]) => each["name"] === role) ?? [];
  const policy = resourcesOf(prod, "aws_iam_role_policy").find((each) => each["role"] === `\${aws_iam_role.${id}.name}`)?.["policy"];
  return (JSON.parse(policy as string) as { readonly Statement: readonly ResourceJson[] }).Statement;
};

test("every guardrail holds", () => {
  expect(found).toEqual([]);
});

test("its gates ask the function, and those of another application run builds", () => {
  expect(gatesOf("orders")).toHaveLength(3);
  for (const stage of gatesOf("orders")) expect(stage["action"]).toEqual([expect.objectContaining({ name: "gate", category: "Invoke", provider: "Lambda", input_artifacts: ["Application"], configuration: expect.objectContaining({ FunctionName: "castle-prod-delivery-gate" }) as unknown })]);
  for (const stage of gatesOf("ledgers")) expect(stage["action"]).toEqual([expect.objectContaining({ category: "Test", provider: "CodeBuild" })]);
  expect(resourcesOf(prod, "aws_codebuild_project").map(({ name }) => String(name)).filter((name) => /-gate-/.test(name))).toEqual(["castle-prod-ledgers-gate-dev", "castle-prod-ledgers-gate-prod", "castle-prod-ledgers-gate-staging"]);
});

test("what an action says fits into what CodePipeline takes, also with the longest names, and what others choose comes first", () => {
  // CodePipeline API Reference, "ActionDeclaration": 1,000 characters a value.
  const longest = inFunction({ ...ecs, name: "a".repeat(20) });
  const platform = examplePlatform(longest.name, { base: "castlecastle-productions", evidenceBucket: "e".repeat(63), toolsBucket: "t".repeat(63), portcullis: { ...portcullisPackage, functionSha256 } });
  const actions = composePipeline(longest, { ...platform, artifactBucket: "a".repeat(63) }).stages.flatMap((stage) => stage.actions.filter(({ category }) => category === "Invoke"));
  expect(actions).toHaveLength(3);
  // A commit and an address of 64 characters take the place of their variables.
  for (const { configuration } of actions) expect(String(configuration["UserParameters"]).length + 64 + 64).toBeLessThan(1000);
  for (const { configuration } of actions) expect(Object.keys(JSON.parse(String(configuration["UserParameters"])) as object).slice(0, 2)).toEqual(["author", "release"]);
});

test("what it demands lies in the bucket of tools, under a name of the pipeline's own", () => {
  const objects = resourcesOf(prod, "aws_s3_object");
  expect(objects.map(({ key }) => key)).toEqual(["dev", "prod", "staging"].map((name) => `manifests/castle-prod-orders/gate-${name}.json`));
  for (const { bucket } of objects) expect(bucket).toBe("castle-prod-tools-100000000003");
  for (const { key, content } of objects) expect(JSON.parse(String(content))).toMatchObject({ version: 1, stage: /gate-(\w+)/.exec(String(key))?.[1], manifest: { pipeline: "castle-prod-orders" }, formats: { "gitleaks/gitleaks.json": "gitleaks" } });
});

test("a build that looks at the whole history tells who wrote the change", () => {
  const [secrets] = stagesOf("orders").filter(({ name }) => name === "Secrets");
  expect((secrets?.["action"] as readonly ResourceJson[]).map(({ name, namespace }) => [name, namespace])).toEqual(expect.arrayContaining([["gitleaks", "History"], ["detect-secrets", undefined]]));
  const projects = resourcesOf(prod, "aws_codebuild_project").filter(({ source }) => String(source.buildspec).includes("exported-variables"));
  expect(projects.map(({ name }) => name)).toEqual(["castle-prod-orders-gitleaks"]);
  expect(String(projects[0]?.["source"].buildspec)).toMatch(/exported-variables:\n\s+- AUTHOR\n[\s\S]*AUTHOR="\$\(git show --no-patch --format=%ae HEAD\)"; export AUTHOR/);
});

test("the function runs the packed command at one SHA-256: another object fails the apply", () => {
  const gate = resourcesOf(prod, "aws_lambda_function").find((each) => each["function_name"] === "castle-prod-delivery-gate");
  const hash = Buffer.from(functionSha256, "hex").toString("base64");
  expect(gate).toMatchObject({ s3_bucket: "castle-prod-tools-100000000003", s3_key: "portcullis-function-1.4.0.zip", source_code_hash: hash, handler: "dist/scripts/delivery/gate-function.handler", timeout: 900, memory_size: 10_240, ephemeral_storage: { size: 10_240 } });
  expect(gate?.["lifecycle"].postcondition).toEqual([{ condition: `\${self.code_sha256 == "${hash}"}`, error_message: expect.stringContaining(functionSha256) as unknown }]);
});

test("it reads and writes for the pipelines that it judges, and for no other", () => {
  const statements = statementsOf("castle-prod-delivery-gate");
  expect(statements.map(({ Sid }) => Sid)).toEqual(["WriteLog", "ReadAssignments", "ReadEvidence", "ListEvidence", "HandOverVerdict", "WriteBaseline", "EvidenceKey", "AnswerPipelines"]);
  const reached = statements.filter(({ Action }) => String(Action).startsWith("s3:") && Action !== "s3:ListBucket").flatMap(({ Resource }) => Resource as readonly string[]);
  expect(reached.length).toBeGreaterThan(4);
  for (const arn of reached) expect(arn).toContain("castle-prod-orders/");
  expect(statements.find(({ Sid }) => Sid === "HandOverVerdict")?.["Resource"]).toEqual(["arn:aws:s3:::castle-prod-evidence-100000000003/castle-prod-orders/executions/*/verdicts/*"]);
});

test("only the pipeline that wants it may ask it, and somebody is told of its changes", () => {
  expect(statementsOf("castle-prod-orders").find(({ Sid }) => Sid === "AskGate")).toMatchObject({ Action: "lambda:InvokeFunction", Resource: "arn:aws:lambda:eu-west-1:100000000003:function:castle-prod-delivery-gate" });
  expect(statementsOf("castle-prod-ledgers").some(({ Sid }) => Sid === "AskGate")).toBe(false);
  const rule = resourcesOf(prod, "aws_cloudwatch_event_rule").find(({ name }) => name === "castle-prod-pipeline-lock");
  expect(JSON.parse(String(rule?.["event_pattern"]))).toMatchObject({ detail: { requestParameters: { functionName: [{ suffix: "castle-prod-delivery-lock" }, { suffix: "castle-prod-delivery-gate" }] } } });
});

test("where no application wants it there is none", () => {
  const without = synthCastle([delivery], castleOf([ecs]))["prod-delivery"] as StackJson;
  expect(resourceOf(without, "aws_lambda_function")["function_name"]).toBe("castle-prod-delivery-lock");
  expect(resourcesOf(without, "aws_s3_object")).toEqual([]);
});

test.each<[string, Application, object, RegExp]>([
  ["a source in S3", inFunction(lambda), { ...portcullisPackage, functionSha256 }, /environments\/prod\.ts: delivery\.applications\[0\]\.gateIn.*knows no commit.*gateIn "build"/s],
  ["a function without its SHA-256", inFunction(ecs), portcullisPackage, /delivery\.portcullis\.functionSha256.*portcullis-function-<version>\.zip/s],
])("%s is refused", (_, application, portcullis, message) => {
  let said = "";
  try {
    synthCastle([delivery], castleOf([application], portcullis));
  } catch (error) {
    if (!(error instanceof EnvironmentError)) throw error;
    said = `${error.message} -> ${error.remedy}`;
  }
  expect(said).toMatch(message);
});
