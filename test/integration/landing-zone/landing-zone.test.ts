import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { environments } from "../../../environments";
import { Checkout } from "../../support/checkout";
import { expectFault } from "../../support/fault";
import { python } from "../../support/python";
import { makeAccessLogBucket, quickBootstrap } from "../../support/quick-bootstrap";

// jest does not take testTimeout from a project.
jest.setTimeout(600_000);

/**
 * An account in a landing zone, made by plain boto3 (landing_zone.py): an organisation's trail, Control Tower's recorder, GuardDuty,
 * Security Hub, Macie and Inspector administered from another account. One clone, one embedded AWS, each test on what the one before left.
 */
interface LandingZone {
  readonly account: string;
  readonly security: string;
  readonly management: string;
  readonly trail: string;
  readonly archive: string;
  readonly detector: string;
  readonly provider: string;
  readonly vpc: string;
}

interface Examination {
  readonly fit: boolean;
  readonly judgements: readonly { readonly capability: string; readonly fits: boolean; readonly choose?: string; readonly reason: string }[];
  readonly unreadable: readonly object[];
}

const dev = environments[0]!;
const stacks = ["audit", "compliance", "detection"];
const checkout = new Checkout({ isCompiled: true });
afterAll(() => checkout.remove());

let zone: LandingZone;
let endpoint: string;

beforeAll(async () => {
  const started = await checkout.portcullis("emulator", "start", "--format", "json");
  if (started.code !== 0) throw new Error(started.stderr);
  ({ endpoint } = JSON.parse(started.stdout));
  zone = JSON.parse(execFileSync(python(), ["-B", join(__dirname, "landing_zone.py"), endpoint, dev.homeRegion], { encoding: "utf8" }));
  checkout.edit("environments/organisation.ts", (text) => text.replaceAll(dev.accountId, zone.account));
});

const doctor = async () => {
  const ended = await checkout.portcullis("doctor", "--account", "dev", "--emulator", "--format", "json");
  return { ended, examination: JSON.parse(ended.stdout) as Examination };
};
const linesOf = ({ judgements }: Examination) => Object.fromEntries(judgements.flatMap(({ capability, choose }) => (choose === undefined ? [] : [[capability, choose]])));

/** What doctor advises, and what fits as it is. */
const advice = () => ({
  cloudTrail: `ownership: { cloudTrail: { mode: "external", trailArn: "${zone.trail}" } }`,
  configRecorder: 'ownership: { configRecorder: { mode: "external" } }',
  guardDuty: 'ownership: { guardDuty: { mode: "external" } }',
  securityHub: 'ownership: { securityHub: { mode: "external" } }',
  macie: 'ownership: { macie: { mode: "external" } }',
  inspector: 'ownership: { inspector: { mode: "external" } }',
  defaultVpc: `ownership: { defaultVpc: { mode: "adopt", vpcId: "${zone.vpc}" } }`,
  accessAnalyzer: 'ownership: { accessAnalyzer: { mode: "adopt", analyzerName: "account" } }',
  oidcProvider: `ownership: { oidcProvider: { mode: "adopt", providerArn: "${zone.provider}" } }`,
});

test("doctor says, before anything is bootstrapped, what is there and which line to write for each", async () => {
  const { ended, examination } = await doctor();
  expect(linesOf(examination)).toEqual(advice());
  expect(examination.judgements.filter(({ fits }) => fits).map(({ capability }) => capability)).toEqual(["logArchive", "defaultVpc", "sessionPreferences"]);
  expect(examination.unreadable).toEqual([]);
  expect(expectFault(ended, 1, "ownership-differs")).toMatch(/where: {2}environments\/dev\.ts, ownership\.cloudTrail/);
});

test("the table names the administrator and the file", async () => {
  const table = stripVTControlCharacters((await checkout.portcullis("doctor", "--account", "dev", "--emulator")).stdout);
  expect(table).toContain(`administered by account ${zone.security}`);
  expect(table).toContain(`→ write in environments/dev.ts: ${advice().guardDuty}`);
});

test("written as advised it fits", async () => {
  const lines = Object.values(advice()).map((line) => line.replace(/^ownership: \{ (.*) \}$/, "    $1,"));
  checkout.edit("environments/dev.ts", (text) => text.replace(/^ {2}approvals: 0,$/m, `  approvals: 0,\n  ownership: {\n${lines.join("\n")}\n  },`));
  checkout.commit("Own, adopt and leave to others, as doctor advises");
  const { ended, examination } = await doctor();
  expect({ code: ended.code, differing: examination.judgements.filter(({ fits }) => !fits) }).toEqual({ code: 0, differing: [] });
});

test("what is synthesised makes no second one of anything, and its controls count as inherited", async () => {
  const ended = await checkout.portcullis("synth");
  expect(checkout.complaint(ended)).toBe("");
  const side = JSON.parse(readFileSync(join(checkout.folder, "cdktf.out", "portcullis.json"), "utf8")) as { stacks: Record<string, { environment: string; inherited: string[]; resources: object }> };
  const own = Object.values(side.stacks).filter(({ environment }) => environment === "dev");
  const types = new Set(own.flatMap(({ resources }) => Object.keys(resources).map((address) => address.split(".")[0]!)));
  const singletons = ["aws_cloudtrail", "aws_config_configuration_recorder", "aws_config_delivery_channel", "aws_guardduty_detector", "aws_securityhub_account", "aws_macie2_account", "aws_inspector2_enabler"];
  expect(singletons.filter((type) => types.has(type))).toEqual([]);
  expect(own.flatMap(({ inherited }) => inherited)).toEqual(expect.arrayContaining(["cis-aws-7.0:4.1", "cis-aws-7.0:4.3", "cis-aws-7.0:5.16"]));
});

test("audit, compliance and detection are applied beside what is there, and plan clean afterwards", async () => {
  const member = { ...dev, accountId: zone.account };
  await quickBootstrap(member, endpoint);
  await makeAccessLogBucket(member, endpoint);
  const promote = (...more: readonly string[]) => checkout.portcullis("promote", "--emulator", "--to", "dev", ...stacks.flatMap((stack) => ["--stack", stack]), "--format", "json", ...more);
  const first = await promote();
  expect(checkout.complaint(first)).toBe("");
  const again = JSON.parse((await promote("--refresh")).stdout) as { stacks: readonly { stack: string; outcome: string }[] };
  expect(again.stacks.map(({ outcome }) => outcome)).toEqual(again.stacks.map(() => "no-change"));
  expect(again.stacks).toHaveLength(stacks.length);
});

test("afterwards it still fits: what was another team's is another team's", async () => {
  const { examination } = await doctor();
  expect(examination.judgements.filter(({ fits }) => !fits)).toEqual([]);
  expect(examination.judgements.find(({ capability }) => capability === "logArchive")).toMatchObject({ reason: "Portcullis keeps it" });
});

test("taking over what another team runs is refused with file and key before it is planned", async () => {
  checkout.edit("environments/dev.ts", (text) => text.replace('configRecorder: { mode: "external" }', 'configRecorder: { mode: "own" }'));
  const { ended, examination } = await doctor();
  expect(linesOf(examination)).toMatchObject({ configRecorder: advice().configRecorder });
  expect(expectFault(ended, 1, "ownership-differs")).toMatch(/where: {2}environments\/dev\.ts, ownership\.configRecorder/);
});
