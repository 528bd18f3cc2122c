import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { GetFindingsCommand, SecurityHubClient, type AwsSecurityFinding } from "@aws-sdk/client-securityhub";
import { environments } from "../../../environments";
import { StsSessions } from "../../../scripts/aws";
import { main } from "../../../scripts/cli";
import { fixedClock } from "../../../scripts/clock";
import { startEmulator, stopEmulator } from "../../../scripts/emulator";
import { gateFormats, type Verdict } from "../../../scripts/gate";
import type { ImportReport } from "../../../scripts/security-hub";
import { python } from "../../support/python";
import { temporaryFolder } from "../../support/temporary-folder";
import { inCode, judged, missingReport, subject, verdictOf } from "../../support/verdicts";

jest.setTimeout(120_000);

/** The command against the embedded AWS; what stands there is read by the SDK, not by us. */
const dev = environments[0]!;
const files = temporaryFolder();
// Before the folder's own clean-up, which would take the state file away.
afterAll(() => stopEmulator({ root }));
const root = temporaryFolder();
let client: SecurityHubClient;

beforeAll(async () => {
  const { endpoint } = await startEmulator({ root, python: python() });
  const session = await new StsSessions({ AWS_ENDPOINT_URL: endpoint }).session(dev, "caller");
  client = new SecurityHubClient({ region: session.region, endpoint, credentials: session });
});
afterAll(() => client.destroy());

const portcullis = async (...argv: readonly string[]) => {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const code = await main(argv, { root, environment: { PATH: process.env.PATH, HOME: process.env.HOME }, clock: fixedClock("2026-11-22T00:00:00Z"), stdout, stderr });
  const text = (stream: PassThrough) => ((stream.read() as Buffer | null) ?? Buffer.alloc(0)).toString("utf8");
  return { code, stdout: text(stdout), stderr: text(stderr) };
};

const bring = (verdict: Verdict, ...options: readonly string[]) => {
  const file = join(files, "verdict.json");
  writeFileSync(file, gateFormats.json(verdict));
  return portcullis("gate", "import", file, dev.name, "--emulator", ...options);
};
const imported = async (verdict: Verdict): Promise<ImportReport> => {
  const { code, stdout, stderr } = await bring(verdict, "--format", "json");
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  return JSON.parse(stdout) as ImportReport;
};

const standing = async (): Promise<readonly AwsSecurityFinding[]> => {
  const found: AwsSecurityFinding[] = [];
  let next: string | undefined;
  do {
    const answer = await client.send(new GetFindingsCommand({ MaxResults: 100, NextToken: next }));
    found.push(...(answer.Findings ?? []));
    next = answer.NextToken;
  } while (next);
  return found;
};

const at = (day: number, findings: Verdict["findings"], more: Partial<Omit<Verdict, "sha256">> = {}) => verdictOf({ subject: { ...subject, environment: dev.name }, time: `2026-03-0${day}T12:00:00.000Z`, findings, ...more });
const many = Array.from({ length: 249 }, (_, number) => inCode(number));

test("more findings than a call and a page take arrive, each once", async () => {
  expect(await imported(at(1, [judged(), ...many]))).toEqual({ created: 250, updated: 0, archived: 0, unchanged: 0, unproven: [], refusals: [] });
  const found = await standing();
  expect(new Set(found.map(({ Id }) => Id)).size).toBe(250);
  expect(found.find(({ Id }) => Id === `portcullis/payments/${dev.name}/f1-log4j`)).toMatchObject({
    ProductArn: `arn:aws:securityhub:${dev.homeRegion}:${dev.accountId}:product/${dev.accountId}/default`,
    Title: "Remote code execution in log4j-core",
    FindingProviderFields: { Severity: { Label: "CRITICAL" } },
    RecordState: "ACTIVE",
  });
});

test("again, nothing is to be sent", async () => {
  expect(await imported(at(1, [judged(), ...many]))).toMatchObject({ created: 0, updated: 0, archived: 0, unchanged: 250 });
});

test("without the proof that everybody looked nothing is archived", async () => {
  const { unproven, archived } = await imported(at(2, many.slice(0, 100), { reasons: [missingReport] }));
  expect([unproven.length, archived]).toEqual([150, 0]);
});

test("with it what is gone is archived, and what stays keeps when it was made", async () => {
  expect(await imported(at(3, [...many.slice(0, 100), inCode(900)]))).toMatchObject({ created: 1, updated: 100, archived: 150 });
  const found = await standing();
  expect(found.filter(({ RecordState }) => RecordState === "ARCHIVED")).toHaveLength(150);
  expect(found.find(({ Id }) => Id?.endsWith("/f1-code-5"))).toMatchObject({ RecordState: "ACTIVE", CreatedAt: "2026-03-01T12:00:00.000Z", UpdatedAt: "2026-03-03T12:00:00.000Z" });
});

test.each([
  ["an older verdict", at(2, []), 2, "verdict-superseded"],
  ["a pull request's verdict", at(4, [], { subject: { ...subject, environment: dev.name, event: "pull-request" } }), 2, "verdict-not-importable"],
  ["another environment's verdict", at(4, [], { subject: { ...subject, environment: "elsewhere" } }), 2, "verdict-not-importable"],
  ["a verdict that was changed", { ...at(4, []), outcome: "block" as const }, 1, "verdict-altered"],
])("%s is refused, and changes nothing", async (_, verdict, code, id) => {
  const before = await standing();
  const ended = await bring(verdict);
  expect(ended.code).toBe(code);
  expect(ended.stderr).toContain(`(${id}: docs/runbooks/${id}.md)`);
  expect(await standing()).toEqual(before);
});
