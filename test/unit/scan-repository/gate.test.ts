import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { checkFormats, type CheckReport } from "../../../scripts/checkov";
import { main } from "../../../scripts/cli";
import { fixedClock } from "../../../scripts/clock";
import type { Verdict } from "../../../scripts/gate";
import { gateArguments } from "../../../scripts/scan-repository/gate-arguments";
import { scanRepository } from "../../../scripts/scan-repository/scan";
import type { Ended } from "../../../scripts/scan-repository/scanner";
import { scanners } from "../../../scripts/scan-repository/scanners";
import { fixture } from "../../support/findings";
import { temporaryFolder } from "../../support/temporary-folder";

/** The scanners of this repository with answers of theirs instead of them, then the real gate with this repository's own manifest. */

const root = join(__dirname, "..", "..", "..");
const commit = "0123456789abcdef0123456789abcdef01234567";
const clock = fixedClock("2026-11-22T12:00:00Z");
const recorded = (name: string): string => readFileSync(fixture(name), "utf8");

const checked: CheckReport = { version: 1, checkov: "3.3.30", checks: 1160, policies: [], stacks: [{ stack: "dev-audit", phase: "synth", resources: 875, evaluations: 1597, deletes: 0 }], excluded: 97, findings: [], waivers: [] };
const failure: CheckReport["findings"][number] = { rule: "CKV_AWS_18", risk: "high", result: "fail", address: "aws_s3_bucket.logs", reason: "not so", remedy: "Mend it.", environment: "dev", stack: "dev-audit", title: "Logs", phases: ["synth"] };
const flaw = { check_id: "policies.semgrep.text-run-as-code", path: "scripts/file-1.ts", start: { line: 1 }, end: { line: 1 }, extra: { severity: "ERROR", message: "Text is run as code." } };
const looked = (files: number, results: readonly object[] = []) => JSON.stringify({ version: "1.182.0", results, errors: [], paths: { scanned: Array.from({ length: files }, (_, index) => `scripts/file-${index}.ts`) } });
const dataReport = (findings: readonly object[]) => JSON.stringify({ format: "portcullis-data-scan", version: 1, tool: { name: "portcullis", version: "0.1.0" }, rules: Array.from({ length: 13 }, (_, index) => `recogniser-${index}`), time: "2026-11-22T12:00:00Z", commit, looked: { files: 1400, entries: 0, tables: 0 }, skipped: [], findings });
const pinned = (vulns: readonly object[] = []) => JSON.stringify({ dependencies: Array.from({ length: 143 }, (_, index) => ({ name: `package-${index}`, version: "1.0.0", vulns: index === 0 ? vulns : [] })), fixes: [] });
/** What npm wrote where nothing was vulnerable, of as many packages as this repository has. */
const noneVulnerable = JSON.stringify({ ...JSON.parse(recorded("npm_audit_7_plus/no_vuln.json")), metadata: { ...JSON.parse(recorded("npm_audit_7_plus/no_vuln.json")).metadata, dependencies: { total: 1051 } } });

interface Answer {
  /** Undefined: the tool leaves no report. */
  readonly report?: string;
  readonly exitCode?: number;
  readonly stderr?: string;
}
const clean: Readonly<Record<string, Answer>> = {
  gitleaks: { report: recorded("gitleaks/no_findings.json"), stderr: "48 commits scanned." },
  semgrep: { report: looked(1076) },
  "portcullis-data": { report: dataReport([]) },
  "npm-audit": { report: noneVulnerable },
  "pip-audit-command": { report: pinned() },
  "pip-audit-scanners": { report: pinned().replaceAll("package-", "other-") },
  "portcullis-check": { report: checkFormats.json(checked) },
};

const judge = async (changed: Readonly<Record<string, Answer>> = {}, { environment = "dev", event = "pull-request" } = {}): Promise<{ readonly exitCode: number; readonly verdict: Verdict }> => {
  const out = temporaryFolder();
  const answers = { ...clean, ...changed };
  const ended = (exitCode = 0, stdout = "", stderr = ""): Ended => ({ exitCode, stdout, stderr });
  const answer = (name: string, path?: string): Ended => {
    const { report, exitCode, stderr } = answers[name]!;
    if (path !== undefined && report !== undefined) writeFileSync(path, report);
    return ended(exitCode, path === undefined ? report : "", stderr);
  };
  const after = (option: string, given: readonly string[]) => given[given.indexOf(option) + 1]!;
  const run = async (...argv: readonly string[]): Promise<Ended> => {
    const [stdout, stderr] = [new PassThrough().resume(), new PassThrough().resume()];
    return ended(await main(argv, { root, environment: {}, clock, stdout, stderr }));
  };
  const reports = await scanRepository({
    scanners,
    folder: join(out, "reports"),
    commit,
    clock,
    say: () => undefined,
    place: {
      root,
      pythonPrograms: "/python/bin",
      start: async (program, given) => {
        if (given.includes("--version") || given[0] === "version") return ended(0, { gitleaks: "8.30.1\n", npm: "11.19.1\n", "/python/bin/pip-audit": "pip-audit 2.10.1\n" }[program]);
        if (program === "gitleaks") return answer("gitleaks", after("--report-path", given));
        if (program === "/python/bin/semgrep") return answer("semgrep", after("--output", given));
        if (program === "npm") return answer("npm-audit");
        const isCommand = given.some((each) => each.endsWith("/requirements.txt"));
        return answer(isCommand ? "pip-audit-command" : "pip-audit-scanners", given.find((each) => each.startsWith("--output="))!.slice("--output=".length));
      },
      portcullis: async (...given) => (given[0] === "check" ? answer("portcullis-check") : given[0] === "scan" ? answer("portcullis-data", after("--out", given)) : run(...given)),
    },
  });
  // Nothing that waivers.yaml may hold in the future is part of this test.
  const waivers = join(out, "waivers.yaml");
  writeFileSync(waivers, "[]\n");
  const { exitCode } = await run(...gateArguments(root, reports, { out, environment, event, commit }), "--waivers", waivers, "--author", "author@example.org");
  return { exitCode, verdict: JSON.parse(readFileSync(join(out, "verdict", "verdict.json"), "utf8")) as Verdict };
};
const reasons = async (changed: Readonly<Record<string, Answer>>) => {
  const { exitCode, verdict } = await judge(changed);
  expect(exitCode).toBe(1);
  return [...new Set(verdict.reasons.map(({ id }) => id))].sort();
};

test("a clean commit passes, and every scanner has proved that it looked", async () => {
  const { exitCode, verdict } = await judge();
  expect(verdict.reasons).toEqual([]);
  expect(exitCode).toBe(0);
  expect(verdict.warnings).toEqual([]);
  expect(verdict.reports.map(({ tool, toolVersion, rules, looked: seen, isAccepted }) => [tool, toolVersion, rules, seen, isAccepted])).toEqual([
    ["gitleaks", "8.30.1", 222, 48, true],
    ["npm-audit", "11.19.1", 1, 1051, true],
    ["pip-audit", "2.10.1", 1, 143, true],
    ["pip-audit", "2.10.1", 1, 143, true],
    ["portcullis-check", "3.3.30", 1160, 875, true],
    ["portcullis-data", "0.1.0", 13, 1400, true],
    ["semgrep", "1.182.0", 14, 1076, true],
  ]);
});

test("production asks for what is exploited besides, and for nothing else", async () => {
  const { verdict } = await judge({}, { environment: "prod", event: "promotion" });
  expect(verdict.reasons.map(({ id }) => id).sort()).toEqual(["exploit-probability-missing", "exploited-missing"]);
});

test.each([
  ["a secret in the history", { gitleaks: { report: recorded("gitleaks/notebook.json"), exitCode: 1, stderr: "48 commits scanned." } }, ["finding-critical"]],
  ["a flaw in the code", { semgrep: { report: looked(1076, [flaw]), exitCode: 1 } }, ["finding-high"]],
  ["personal data", { "portcullis-data": { exitCode: 1, report: dataReport([{ rule: "recogniser-1", title: "Record number", severity: "critical", confidence: "certain", place: { path: "a.txt", line: 1 }, count: 1, masked: "****", fingerprint: "d1-1" }]) } }, ["finding-critical"]],
  ["a vulnerable Python package", { "pip-audit-scanners": { exitCode: 1, report: pinned([{ id: "PYSEC-2026-1", fix_versions: ["1.0.1"], aliases: [] }]) } }, ["finding-unknown"]],
  ["infrastructure that a check refuses", { "portcullis-check": { exitCode: 1, report: checkFormats.json({ ...checked, findings: [failure] }) } }, ["finding-high"]],
] as const)("%s blocks", async (_, changed, expected) => {
  expect(await reasons(changed)).toEqual(expected);
});

test("vulnerable npm packages block", async () => {
  expect(await reasons({ "npm-audit": { report: recorded("npm_audit_7_plus/critical_and_high.json"), exitCode: 1 } })).toEqual(expect.arrayContaining(["finding-critical", "finding-high"]));
});

test.each([
  ["npm reached no registry", { "npm-audit": { report: recorded("npm_audit_7_plus/registry_unreachable.json"), exitCode: 1 } }, ["nothing-scanned", "tool-failed"]],
  ["pip-audit skipped every package and says that there is no vulnerability", { "pip-audit-command": { report: recorded("pip_audit/everything_skipped.json") } }, ["nothing-scanned", "tool-failed"]],
  ["a scanner left no report", { semgrep: { exitCode: 2 } }, ["report-missing"]],
  ["gitleaks broke off", { gitleaks: { report: recorded("gitleaks/no_findings.json"), exitCode: 126, stderr: "48 commits scanned." } }, ["tool-failed"]],
  ["gitleaks saw no commit", { gitleaks: { report: recorded("gitleaks/no_findings.json"), stderr: "0 commits scanned." } }, ["nothing-scanned"]],
  ["semgrep saw a part of the code", { semgrep: { report: looked(100) } }, ["too-little-scanned"]],
  ["the check printed why it failed", { "portcullis-check": { report: '{ "error": { "id": "synth-failed" } }', exitCode: 3 } }, ["report-missing", "report-unreadable"]],
] as const)("%s: no finding is no good news", async (_, changed, expected) => {
  expect(await reasons(changed)).toEqual(expected);
});

test("what checkov finds and policies/waivers.yaml lifts does not block: it was approved there", async () => {
  const { exitCode, verdict } = await judge({ "portcullis-check": { report: checkFormats.json({ ...checked, findings: [{ ...failure, waiver: "C-4" }] }) } });
  expect(exitCode).toBe(0);
  expect(verdict.findings).toMatchObject([{ rule: "CKV_AWS_18", standing: "closed" }]);
});
