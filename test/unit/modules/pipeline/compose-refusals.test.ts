import { composePipeline, PipelineRefused, refusals, type Application, type PathEnvironment, type Platform, type Source } from "../../../../modules/pipeline";
import { scanTools, type ScanTool } from "../../../../modules/scan-tools";
import { exampleApplications, examplePath, examplePlatform } from "../../../support/delivery/castle";

const { ecs, lambda, terraform } = exampleApplications;
const refused = (application: Application, change: Partial<Platform> = {}, tools: readonly ScanTool[] = scanTools) =>
  refusals(application, examplePlatform(application.name, change), tools).map(({ key, problem, remedy }) => `${key}: ${problem} ${remedy}`);

type GitHub = Extract<Source, { readonly kind: "github" }>;
const from = (change: Partial<GitHub>): Application => ({ ...ecs, source: { ...(ecs.source as GitHub), ...change } });
const triggered = (trigger: GitHub["trigger"]) => from({ trigger });
const along = (...changes: readonly Partial<PathEnvironment>[]): Partial<Platform> => ({ path: changes.map((change, index) => ({ ...(examplePath("orders")[index] as PathEnvironment), ...change })) });
const tool = scanTools[0] as ScanTool;
const licensed = scanTools.find(({ isLicensed, settings = {} }) => isLicensed && Object.values(settings).some(({ default: value }) => value === undefined)) ?? scanTools.find(({ isLicensed }) => isLicensed);
const secretArn = "arn:aws:secretsmanager:eu-west-1:100000000003:secret:scanner-AbCdEf";
const acting = (...actions: readonly string[]): Application => ({ ...terraform, target: { kind: "terraform", folder: "infrastructure", actions } });
const cutOff = { network: { vpcId: "vpc-1", subnetIds: ["subnet-1"], securityGroupId: "sg-1", hasWayOut: false } };

test("the examples are refused nothing", () => {
  for (const application of Object.values(exampleApplications)) expect(refused(application)).toEqual([]);
});

const cases: readonly (readonly [what: string, application: Application, change: Partial<Platform>, refusal: RegExp])[] = [
  ["an unknown tool", { ...ecs, tools: ["gitleak"] }, {}, /^application\.tools: There is no tool "gitleak"\. Did you mean gitleaks\?$/],
  ["a name that is no name", { ...ecs, name: "Orders" }, {}, /^application\.name: "Orders" is not/],
  ["a name that is too long", { ...ecs, name: "o".repeat(21) }, {}, /^application\.name: /],
  ["a name too long for a role", ecs, { base: `castle-${"x".repeat(40)}` }, /^application\.name: The role .* IAM takes 64/],
  ["a name with which the platform's begin", { ...ecs, name: "castle" }, {}, /^application\.name: castle-prod, a name of the platform's, begins with castle/],
  ["a name with which those of another environment begin", { ...ecs, name: "castle-dev" }, {}, /^application\.name: castle-dev-deploy-\S+, a name of the platform's, begins with castle-dev/],
  ["no language", { ...ecs, languages: [] }, {}, /^application\.languages: No language/],
  ["a language twice", { ...ecs, languages: ["node", "node"] }, {}, /^application\.languages: A language stands in it twice/],
  ["no address", { ...ecs, address: undefined }, {}, /^application\.address: Nobody knows/],
  ["an address without https", { ...ecs, address: "http://orders.dev.example.org" }, {}, /^application\.address: .* is not an address with https/],
  ["an address that is a command", { ...ecs, address: "https://orders.dev.example.org/$(id)" }, {}, /^application\.address: /],
  ["coverage below the floor", { ...ecs, minimumCoverage: 79 }, {}, /^application\.minimumCoverage: 79 %/],
  ["coverage that is no number", { ...ecs, minimumCoverage: Number.NaN }, {}, /^application\.minimumCoverage: /],
  ["an artifact over the target's limit", { ...lambda, maximumArtifactMegabytes: 51 }, {}, /^application\.maximumArtifactMegabytes: 51 MB is not between 1 and the 50 MB/],
  ["an artifact that no scanner reads", { ...ecs, maximumArtifactMegabytes: 2_001 }, {}, /^application\.maximumArtifactMegabytes: .* malware/],
  ["a folder outside of the source", { ...lambda, deliverableFolder: "../dist" }, {}, /^application\.deliverableFolder: /],
  ["patches outside of the source", { ...ecs, virtualPatches: "/etc" }, {}, /^application\.virtualPatches: /],
  ["a cluster that is a command", { ...ecs, target: { kind: "ecs", cluster: "a;id", service: "b", container: "c", repository: "d" } }, {}, /^application\.target\.cluster: /],
  ["an alias that is a number", { ...lambda, target: { kind: "lambda", function: "prices", alias: "12" } }, {}, /^application\.target\.alias: /],
  ["no actions", acting(), {}, /^application\.target\.actions: The deployment may do nothing/],
  ["every action", acting("*"), {}, /^application\.target\.actions: "\*" is a whole service or more/],
  ["a whole service", acting("sqs:*"), {}, /^application\.target\.actions: "sqs:\*" is a whole service/],
  ["a wildcard service", acting("*:Get*"), {}, /^application\.target\.actions: "\*:Get\*" is a whole service/],
  ["all of IAM", acting("iam:*"), {}, /^application\.target\.actions: "iam:\*"/],
  ["half of IAM", acting("iam:Create*"), {}, /^application\.target\.actions: "iam:Create\*" is more of IAM/],
  ["other roles", acting("sts:AssumeRole"), {}, /^application\.target\.actions: "sts:AssumeRole" would lead/],
  ["an empty branch", from({ branch: " " }), {}, /^application\.source\.branch: /],
  ["a branch that is a pattern", from({ branch: "release/*" }), {}, /^application\.source\.branch: .* no push starts/],
  ["a connection that is none", from({ connectionArn: "arn:aws:iam::1:user/x" }), {}, /^application\.source\.connectionArn: /],
  ["a repository without its owner", from({ repository: "orders" }), {}, /^application\.source\.repository: /],
  ["an empty list of paths", triggered({ filePaths: { includes: [] } }), {}, /includes: The list is empty/],
  ["an empty pattern", triggered({ filePaths: { includes: [""] } }), {}, /includes: The pattern "" matches nothing/],
  ["a path from the root of a disk", triggered({ filePaths: { includes: ["/src/**"] } }), {}, /includes: The pattern "\/src\/\*\*" begins with a slash/],
  ["nine patterns", triggered({ tags: Array.from({ length: 9 }, (_, index) => `v${index}`) }), {}, /tags: It has 9 patterns; CodePipeline takes 8/],
  ["a pattern that is too long", triggered({ tags: ["v".repeat(256)] }), {}, /tags: A pattern has 256 characters/],
  ["tags and paths", triggered({ tags: ["v*"], filePaths: { includes: ["src/**"] } }), {}, /trigger: It filters by tags and by paths/],
  ["all paths excluded", triggered({ filePaths: { excludes: ["**"] } }), {}, /excludes: All that is included is excluded/],
  ["what is included excluded by a wider pattern", triggered({ filePaths: { includes: ["src/app/**", "src/*.ts"], excludes: ["src/**"] } }), {}, /excludes: All that is included/],
  ["what is included excluded in parts", triggered({ filePaths: { includes: ["src/**", "docs/*"], excludes: ["docs/**", "src/**"] } }), {}, /excludes: All that is included/],
  ["an object that is no zip", { ...ecs, source: { kind: "s3", bucket: "sources", key: "orders.tar" } }, {}, /^application\.source\.key: /],
  ["no environment", ecs, { path: [] }, /^platform\.path: The target has no environment/],
  ["an environment twice", ecs, along({}, { name: "dev", stage: "dev" }), /^platform\.path: dev stands in it twice/],
  ["production before dev", ecs, along({ stage: "prod" }, { stage: "dev" }), /^platform\.path: An earlier stage follows a later one/],
  ["an environment called release", ecs, along({ name: "release" }), /^platform\.path\[0\]\.name: Gate-release/],
  ["a role that plans whose name is too long", ecs, along({ deployRoleName: "r".repeat(60) }), /^platform\.path\[0\]\.planRoleName: .*64/],
  ["a deploy role whose name is too long", ecs, along({ deployRoleName: "r".repeat(65) }), /^platform\.path\[0\]\.deployRoleName: .*64/],
  ["Terraform without state", terraform, along({ state: undefined }), /^platform\.path\[0\]\.state: /],
  ["patches without state", ecs, along({ state: undefined }), /^platform\.path\[0\]\.state: /],
  ["another region by CodePipeline's own action", ecs, along({ region: "eu-north-1" }), /^platform\.path\[0\]\.region: CodePipeline's own action for ecs deploys from eu-west-1/],
  ["a checksum that is none", ecs, { portcullis: { version: "1.4.0", sha256: "abc" } }, /^platform\.portcullis\.sha256: /],
  ["builds without a way out", ecs, cutOff, /^platform\.network: .*gitleaks \(github\.com\).*the build of node \(registry\.npmjs\.org\).*the gate of prod \(raw\.githubusercontent\.com.* NAT gateway/],
  ["a licensed tool that there is not", ecs, { licensedTools: { veracod: { secretArn, settings: {} } } }, /^platform\.licensedTools\.veracod: There is no tool/],
  ["a free tool with a licence", ecs, { licensedTools: { gitleaks: { secretArn, settings: {} } } }, /^platform\.licensedTools\.gitleaks: gitleaks has no licence/],
];

test.each(cases)("%s is refused with the way out", (_what, application, change, refusal) => {
  expect(refused(application, change)).toContainEqual(expect.stringMatching(refusal));
});

test("what only looks alike is not refused", () => {
  expect(refused(triggered({ filePaths: { includes: ["src/**"], excludes: ["src/*"] } }))).toEqual([]);
  expect(refused(triggered({ filePaths: { includes: ["src/**", "docs/**"], excludes: ["docs/**"] } }))).toEqual([]);
  expect(refused(triggered({ filePaths: { includes: ["src/*.ts"], excludes: ["src/x.ts"] } }))).toEqual([]);
  expect(refused(acting("dynamodb:Describe*", "iam:PassRole"))).toEqual([]);
  expect(refused(lambda, { ...along({ region: "eu-north-1" }) })).toEqual([]);
  expect(refused(ecs, { network: { ...cutOff.network, hasWayOut: true } })).toEqual([]);
  expect(refused({ ...ecs, minimumCoverage: 100 })).toEqual([]);
});

describe("licensed tools", () => {
  if (licensed === undefined) throw new Error("there is no licensed tool");
  const on = (secret: string, settings: Readonly<Record<string, string>>) => refused(ecs, { licensedTools: { [licensed.name]: { secretArn: secret, settings } } });
  const missing = Object.entries(licensed.settings ?? {}).find(([, { default: value }]) => value === undefined)?.[0];

  test("one that is asked for and not switched on is refused", () => {
    expect(refused({ ...ecs, tools: [licensed.name] })).toContainEqual(`application.tools: ${licensed.name} is licensed, and not switched on. Have the platform switch it on by its secret and settings (platform.licensedTools), or leave it out.`);
  });

  test("one without a secret, with a foreign or without a mandatory setting, or with a value that is none is refused", () => {
    expect(on("secret", {})).toContainEqual(expect.stringMatching(/secretArn: "secret" is not the ARN of a secret/));
    expect(on(secretArn, { colour: "blue" })).toContainEqual(expect.stringMatching(/has no setting "colour"/));
    if (missing !== undefined) {
      expect(on(secretArn, {})).toContainEqual(expect.stringContaining(`settings.${missing}: ${licensed.name} cannot look without it.`));
      expect(on(secretArn, { [missing]: "; id" })).toContainEqual(expect.stringContaining(`settings.${missing}: "; id" is not`));
    }
  });
});

describe("a list of tools of one's own", () => {
  const added: ScanTool = { ...tool, name: "added", reports: [{ ...(tool.reports[0] as ScanTool["reports"][number]), file: "added.json" }] };
  const adding = (change: Partial<ScanTool>) => refused(ecs, {}, [...scanTools, { ...added, ...change }]);

  test("may add a tool", () => {
    expect(adding({})).toEqual([]);
    expect(composePipeline(ecs, examplePlatform("orders"), [...scanTools, added]).projects.map(({ part }) => part)).toContain("added");
  });

  test("is refused a tool whose format nobody reads, that stands nowhere, writes nothing, or takes another's name or report", () => {
    const [report] = added.reports;
    expect(adding({ reports: [{ ...report!, format: "gitleaks-2" }] })).toContainEqual(expect.stringMatching(/writes "gitleaks-2", which the gate does not read\. .* nearest is gitleaks\./));
    expect(adding({ stage: "deployment" as ScanTool["stage"] })).toContainEqual(expect.stringMatching(/stands in the stage "deployment"/));
    expect(adding({ reports: [] })).toContainEqual(expect.stringMatching(/added writes no report/));
    expect(adding({ name: tool.name })).toContainEqual(expect.stringMatching(/Two tools have the same name/));
    expect(adding({ reports: tool.reports })).toContainEqual(expect.stringMatching(/Two tools write the same report/));
    expect(adding({ name: "gate-dev" })).toContainEqual(expect.stringMatching(/"gate-dev" is not the name of a tool/));
  });

  test("is refused a stage that nobody looks in, and one with more actions than CodePipeline takes", () => {
    const stage = scanTools.filter((each) => each.stage !== "malware");
    expect(refused(ecs, {}, stage)).toContainEqual(expect.stringMatching(/No tool looks in the stage Malware/));
    const many = Array.from({ length: 51 }, (_, index) => ({ ...added, name: `added-${index}`, reports: [{ ...added.reports[0]!, file: `added-${index}.json` }] }));
    expect(refused(ecs, {}, [...scanTools, ...many])).toContainEqual(expect.stringMatching(/CodePipeline takes 50 actions a stage/));
  });

  test("one that has nothing to look at is refused where it is asked for by name", () => {
    const dynamic = scanTools.find((each) => each.stage === "dynamic-analysis" && !each.isLicensed);
    expect(refused({ ...terraform, tools: [dynamic?.name ?? ""] })).toContainEqual(expect.stringMatching(/has nothing to look at in queues/));
  });
});

test("everything that is wrong is told at once", () => {
  const wrong: Application = { ...ecs, name: "Orders", languages: [], minimumCoverage: 1 };
  expect(() => composePipeline(wrong, examplePlatform("orders", { path: [] }))).toThrow(PipelineRefused);
  try {
    composePipeline(wrong, examplePlatform("orders", { path: [] }));
  } catch (error) {
    expect((error as PipelineRefused).refusals.map(({ key }) => key)).toEqual(expect.arrayContaining(["application.name", "application.languages", "application.minimumCoverage", "platform.path"]));
    expect((error as Error).message).toContain("The pipeline of Orders is refused:\n- application.name");
  }
});
