import { join } from "node:path";
import { assess, renderMarkdown, renderTerminal, type Sources } from "../../../scripts/assess";
import { parseManifest, parsePolicy, rulesFor } from "../../../scripts/gate";
import { readFileSync } from "node:fs";
import { verdictOf } from "../../support/verdicts";

const policyFile = join(__dirname, "..", "..", "..", "policies", "gate", "policy.yaml");
const policy = parsePolicy(readFileSync(policyFile, "utf8"), policyFile, ["prod"]);
const now = new Date("2026-11-22T12:00:00Z");
const clock = { now: () => now };
const trail = { is_multi_region_trail: true, enable_log_file_validation: true };
const stack = (environment: string, resources: Sources["stacks"][number]["resources"], inherited: readonly string[] = []) => ({ id: `${environment}-audit`, environment, inherited, resources });

/** Nothing but two environments with a trail and a Web ACL each. */
const bare: Sources = {
  clock,
  environments: [
    { name: "dev", rules: rulesFor(policy, "dev", "internal"), isProduction: false },
    { name: "prod", rules: rulesFor(policy, "prod", "phi"), isProduction: true },
  ],
  stacks: ["dev", "prod"].map((name) => stack(name, { aws_cloudtrail: { trail }, aws_wafv2_web_acl: { front: {} } })),
  workflows: [],
  verdicts: [],
};
const kinds = ["code", "dependency", "infrastructure", "container", "web", "malware", "secret"];
const manifest = parseManifest(JSON.stringify({ version: 1, pipeline: "shop", requires: kinds.map((kind) => ({ tool: `${kind}-scanner`, kind })) }), "gate.yaml");
const report = (kind: string) => ({ name: `${kind}.json`, sha256: "0".repeat(64), size: 1, format: "sarif", tool: `${kind}-scanner`, toolVersion: "1.0", looked: 7, lookedAt: "files", findings: 0, isAccepted: true });
const verdict = (change: object = {}) => ({ file: "verdict.json", verdict: verdictOf({ subject: { pipeline: "shop", environment: "prod", classification: "phi", event: "promotion", commit: "a".repeat(40) }, time: "2026-11-20T08:00:00.000Z", reports: kinds.map(report), ...change }) });
const patches = (mode: "block" | "count", change: object = {}) => ({ file: "patches.json", evidence: { version: 1 as const, environment: "prod", account: "333333333333", place: "aws" as const, regions: ["eu-central-1"], observed: "2026-11-22T10:00:00Z", patches: [{ id: "cve-2021-44228", mode, webAcl: "arn:aws:wafv2:x" }], ...change } });
const recorded = (event = "applied") => ["dev", "prod"].map((environment) => ({ environment, stack: `${environment}-audit`, event, release: "r1", time: "2026-11-21T00:00:00Z" }));
const scheduled = { aws_imagebuilder_image_pipeline: { golden: { schedule: [{ schedule_expression: "cron(0 0 ? * sun *)" }] } } };
const whole: Sources = { ...bare, pipeline: { file: "gate.yaml", manifest }, verdicts: [verdict()], patches: patches("block"), recorded: recorded(), stacks: ["dev", "prod"].map((name) => stack(name, { aws_cloudtrail: { trail }, aws_wafv2_web_acl: { front: {} }, ...scheduled })) };

const answers = (sources: Sources) => Object.fromEntries(assess(sources).answers.map(({ id, answer }) => [id, answer]));
const gapsOf = (sources: Sources, id: string) => assess(sources).answers.find((each) => each.id === id)!.gaps.map(({ problem }) => problem).join(" ");

test("everything proven is yes to every question", () => {
  expect(answers(whole)).toEqual({ "applications-scanned": "yes", "secrets-detected": "yes", "production-stopped": "yes", "audit-logs-on": "yes", "images-hardened": "yes", "web-patches-live": "yes" });
});

test("without a pipeline nothing of it is claimed, and what is only declared is a part", () => {
  expect(answers(bare)).toEqual({ "applications-scanned": "unknown", "secrets-detected": "no", "production-stopped": "partly", "audit-logs-on": "partly", "images-hardened": "no", "web-patches-live": "partly" });
});

test.each<[string, string, Partial<Sources>, RegExp]>([
  ["applications-scanned", "a kind that the manifest does not require", { pipeline: { file: "gate.yaml", manifest: { ...manifest, requires: manifest.requires.filter(({ kind }) => kind !== "web") } } }, /no tool that looks for flaws of the running application/],
  ["applications-scanned", "a report that the gate did not accept", { verdicts: [verdict({ reports: kinds.map((kind) => ({ ...report(kind), isAccepted: kind !== "malware" })) })] }, /no verdict.*malware/i],
  ["applications-scanned", "a verdict of last quarter", { verdicts: [verdict({ time: "2026-08-01T00:00:00.000Z" })] }, /last 30 days/],
  ["applications-scanned", "a verdict of another pipeline", { verdicts: [verdict({ subject: { ...verdict().verdict.subject, pipeline: "other" } })] }, /last 30 days/],
  ["secrets-detected", "no report on secrets", { verdicts: [verdict({ reports: [report("code")] })] }, /secrets/],
  ["production-stopped", "a verdict of dev alone", { verdicts: [verdict({ subject: { ...verdict().verdict.subject, environment: "dev" } })] }, /before production/],
  ["audit-logs-on", "a trail of one region", { stacks: [stack("dev", { aws_cloudtrail: { trail } }), stack("prod", { aws_cloudtrail: { trail: { ...trail, is_multi_region_trail: false } } })] }, /prod: no trail/],
  ["audit-logs-on", "an apply that failed", { recorded: recorded("apply-failed") }, /no finished apply of dev-audit \(last: apply-failed\)/],
  ["images-hardened", "a pipeline without schedule", { stacks: ["dev", "prod"].map((name) => stack(name, { aws_imagebuilder_image_pipeline: { golden: {} } })) }, /no schedule/],
  ["web-patches-live", "a rule that counts", { patches: patches("count") }, /only does this: count/],
  ["web-patches-live", "an observation of the day before yesterday", { patches: patches("block", { observed: "2026-11-20T10:00:00Z" }) }, /older than 24 hours/],
  ["web-patches-live", "an observation of dev", { patches: patches("block", { environment: "dev" }) }, /not production/],
])("%s: %s is no yes", (id, _what, change, gap) => {
  const sources = { ...whole, ...change };
  expect(answers(sources)[id]).not.toBe("yes");
  expect(gapsOf(sources, id)).toMatch(gap);
});

test("the organisation's trail counts where its controls are inherited", () => {
  const sources = { ...whole, stacks: [stack("dev", { aws_cloudtrail: { trail } }), stack("prod", {}, ["cis-aws-7.0:4.1"])] };
  expect(answers(sources)["audit-logs-on"]).toBe("yes");
});

test("a job of this repository that asks the gate, or scans for secrets, is found in its workflows", () => {
  const workflows = [{ file: ".github/workflows/ci.yml", jobs: [{ name: "scan", steps: ["gitleaks detect --report-path out.json", "./portcullis gate out.json --manifest gate.yaml"] }] }];
  expect(gapsOf({ ...bare, workflows }, "production-stopped")).toBe("");
  expect(answers({ ...bare, workflows })["secrets-detected"]).toBe("partly");
  expect(answers({ ...bare, workflows: [{ file: "x", jobs: [{ name: "record", steps: ["./portcullis gate record out.json"] }] }] })["production-stopped"]).toBe("partly");
});

test("its faces keep foreign names from acting, and the terminal's has 80 columns", () => {
  const evil = { ...whole, workflows: [{ file: "<img src=x>", jobs: [{ name: "[x](http://evil) \u001b[31m", steps: ["gitleaks detect"] }] }] };
  const terminal = renderTerminal(assess(evil));
  expect(Math.max(...terminal.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
  expect(terminal).not.toContain("\u001b");
  expect(renderMarkdown(assess(evil))).not.toMatch(/<img|\]\(http/);
});
