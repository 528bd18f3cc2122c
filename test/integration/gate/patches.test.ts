import { PassThrough } from "node:stream";
import { CreateRuleGroupCommand, CreateWebACLCommand, GetWebACLCommand, UpdateWebACLCommand, WAFV2Client, type Rule, type VisibilityConfig } from "@aws-sdk/client-wafv2";
import { environments } from "../../../environments";
import { main } from "../../../scripts/cli";
import { fixedClock } from "../../../scripts/clock";
import { startEmulator, stopEmulator } from "../../../scripts/emulator";
import { readPatchEvidence, type PatchEvidence } from "../../../scripts/gate/virtual-patches";
import { python } from "../../support/python";
import { sessionIn } from "../../support/terraform-bench";
import { temporaryFolder } from "../../support/temporary-folder";

jest.setTimeout(120_000);

/** Rules in Web ACLs of an embedded AWS, made by the SDK, and what the command says of them. */
const dev = environments.find(({ name }) => name === "dev")!;
// Before the folder's own clean-up, which would take the state file away.
afterAll(() => stopEmulator({ root }));
const root = temporaryFolder();
let waf: WAFV2Client;

const visibility: VisibilityConfig = { SampledRequestsEnabled: false, CloudWatchMetricsEnabled: true, MetricName: "patches" };
const fromPath = (text: string) => ({ ByteMatchStatement: { FieldToMatch: { UriPath: {} }, PositionalConstraint: "CONTAINS" as const, SearchString: Buffer.from(text), TextTransformations: [{ Priority: 0, Type: "NONE" as const }] } });
const rule = (Name: string, Priority: number, action: Rule["Action"]): Rule => ({ Name, Priority, Statement: fromPath("jndi"), Action: action, VisibilityConfig: visibility });
const acl = { Name: "edge", Scope: "REGIONAL" as const, DefaultAction: { Allow: {} }, VisibilityConfig: visibility };

const run = async (...argv: string[]) => {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const code = await main(argv, { root, environment: { PATH: process.env.PATH, HOME: process.env.HOME, AWS_PROFILE: "production" }, clock: fixedClock("2026-11-10T12:00:00Z"), stdout, stderr });
  const text = (stream: PassThrough) => ((stream.read() as Buffer | null) ?? Buffer.alloc(0)).toString("utf8");
  return { code, stdout: text(stdout), stderr: text(stderr) };
};
const observed = async (): Promise<PatchEvidence> => {
  const { code, stdout, stderr } = await run("gate", "patches", "dev", "--emulator", "--format", "json");
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  return readPatchEvidence({ name: "patches.json", text: stdout });
};
const modes = ({ patches }: PatchEvidence) => Object.fromEntries(patches.map(({ id, mode }) => [id, mode]));

beforeAll(async () => {
  const { endpoint } = await startEmulator({ root, python: python() });
  const { accessKeyId, secretAccessKey, sessionToken } = await sessionIn(dev.accountId, endpoint);
  waf = new WAFV2Client({ region: dev.homeRegion, endpoint, credentials: { accessKeyId, secretAccessKey, sessionToken } });
});
afterAll(() => waf.destroy());

test("where there is no Web ACL, nothing is live", async () => {
  expect(await observed()).toMatchObject({ environment: "dev", account: dev.accountId, place: "emulator", observed: "2026-11-10T12:00:00.000Z", patches: [] });
  expect((await run("gate", "patches", "dev", "--emulator")).stdout).toMatch(/^No rule stands in a Web ACL of dev/);
});

test("rules of the Web ACL and of a group that it refers to are seen as they act", async () => {
  const { Summary } = await waf.send(new CreateRuleGroupCommand({ Name: "patches", Scope: "REGIONAL", Capacity: 10, VisibilityConfig: visibility, Rules: [rule("in-group", 0, { Block: {} }), rule("overridden", 1, { Block: {} })] }));
  const RuleGroupReferenceStatement = { ARN: Summary!.ARN!, RuleActionOverrides: [{ Name: "overridden", ActionToUse: { Count: {} } }] };
  const group: Rule = { Name: "group", Priority: 3, Statement: { RuleGroupReferenceStatement }, OverrideAction: { None: {} }, VisibilityConfig: visibility };
  await waf.send(new CreateWebACLCommand({ ...acl, Rules: [rule("log4j-lookup", 1, { Block: {} }), rule("too-many-requests", 2, { Count: {} }), group] }));
  expect(modes(await observed())).toEqual({ "log4j-lookup": "block", "too-many-requests": "count", group: "mixed", "in-group": "block", overridden: "count" });
  expect((await run("gate", "patches", "dev", "--emulator")).stdout).toMatch(/log4j-lookup .*block .*webacl\/edge/);
});

test("a patch that is set to count is seen as counting at once", async () => {
  const before = (await observed()).patches.find(({ id }) => id === "log4j-lookup")!;
  const [Name, Id] = before.webAcl.split("/").slice(-2);
  const { LockToken } = await waf.send(new GetWebACLCommand({ Name, Id, Scope: "REGIONAL" }));
  await waf.send(new UpdateWebACLCommand({ ...acl, Id, LockToken, Rules: [rule("log4j-lookup", 1, { Count: {} })] }));
  expect(modes(await observed())).toEqual({ "log4j-lookup": "count" });
});

test("an environment that does not exist is refused with the nearest", async () => {
  expect(await run("gate", "patches", "dve", "--emulator")).toMatchObject({ code: 2, stderr: expect.stringMatching(/Did you mean dev/) });
});
