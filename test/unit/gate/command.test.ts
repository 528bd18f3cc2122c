import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { fixedClock } from "../../../scripts/clock";
import { main } from "../../../scripts/cli";
import type { Verdict } from "../../../scripts/gate";
import { expectFault } from "../../support/fault";
import { fixture } from "../../support/findings";
import { temporaryFolder } from "../../support/temporary-folder";

const root = join(__dirname, "..", "..", "..");
const commit = "0123456789abcdef0123456789abcdef01234567";
const run = async (...argv: readonly string[]) => {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const code = await main(argv, { root, environment: { PATH: process.env.PATH, HOME: process.env.HOME }, clock: fixedClock("2026-11-22T12:00:00Z"), stdout, stderr });
  const text = (stream: PassThrough) => ((stream.read() as Buffer | null) ?? Buffer.alloc(0)).toString("utf8");
  return { code, stdout: text(stdout), stderr: text(stderr) };
};

/** A folder with a manifest and reports of third parties, each recorded as the pipeline would. */
const pipeline = async (reports: Readonly<Record<string, { readonly fixture: string; readonly tool: string; readonly version?: string; readonly rules?: number }>>) => {
  const folder = temporaryFolder();
  const reportFolder = join(folder, "reports");
  mkdirSync(reportFolder);
  for (const [name, { fixture: origin, tool, version = "1.0.0", rules = 250000 }] of Object.entries(reports)) {
    // As if it had been made today: a report of the year in which it was collected is stale.
    writeFileSync(join(reportFolder, name), readFileSync(fixture(origin), "utf8").replace(/("(?:CreatedAt|endTimeUtc)": )"[^"]*"/, '$1"2026-11-22T11:00:00Z"'));
    const recorded = await run("gate", "record", join(reportFolder, name), "--tool", tool, "--tool-version", version, "--rules", String(rules), "--rules-time", "2026-11-22T00:00:00Z", "--looked", "12", "--looked-at", "packages", "--commit", commit, "--exit-code", "0");
    expect(recorded).toMatchObject({ code: 0, stdout: "" });
  }
  const manifest = join(folder, "gate.yaml");
  writeFileSync(manifest, `version: 1\npipeline: payments\nrequires:\n${Object.values(reports).map(({ tool }) => `  - { tool: ${tool} }\n`).join("")}`);
  return { folder, reports: reportFolder, manifest, gate: (...more: readonly string[]) => run("gate", reportFolder, "--manifest", manifest, "--environment", "dev", "--commit", commit, ...more) };
};
const trivy = (name: string) => ({ "trivy.json": { fixture: `trivy/${name}`, tool: "trivy" } });

test("eight findings of severity low pass dev, and the JSON is bound to every input", async () => {
  const { gate } = await pipeline(trivy("all_statuses.json"));
  const { code, stdout, stderr } = await gate("--format", "json");
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  const verdict = JSON.parse(stdout) as Verdict;
  expect(verdict).toMatchObject({ outcome: "pass", subject: { pipeline: "payments", environment: "dev", classification: "internal", event: "promotion", commit }, reports: [{ tool: "trivy", toolVersion: "1.0.0", rules: 250000, findings: 8, isAccepted: true }] });
  expect(verdict.inputs.map(({ role }) => role).sort()).toEqual(["manifest", "policy", "record", "report", "waivers"]);
});

test("two critical and two high findings block, and every face is written before the command ends with 1", async () => {
  const { folder, gate } = await pipeline(trivy("misconfigurations_and_secrets.json"));
  const ended = await gate("--out", join(folder, "verdict"));
  const said = expectFault(ended, 1, "findings-blocked");
  expect(said).toMatch(/finding-critical: 2 findings/);
  expect(said).toMatch(/finding-high: 2 findings/);
  expect(ended.stdout).toMatch(/finding/);
  expect(readdirSync(join(folder, "verdict")).sort()).toEqual(["verdict.asff.json", "verdict.codebuild.xml", "verdict.html", "verdict.json", "verdict.junit.xml", "verdict.md", "verdict.sarif", "verdict.txt"]);
  expect((JSON.parse(readFileSync(join(folder, "verdict", "verdict.json"), "utf8")) as Verdict).outcome).toBe("block");
});

test("a verdict that cannot be written lets nothing pass", async () => {
  const { folder, gate } = await pipeline(trivy("all_statuses.json"));
  writeFileSync(join(folder, "file"), "");
  expectFault(await gate("--out", join(folder, "file")), 2, "gate-folder-unwritable");
  expectFault(await gate("--out", join(folder, "file", "below")), 2, "gate-folder-unwritable");
});

test("a pull request passes with what its baseline has, and production counts it all", async () => {
  const { folder, gate, reports, manifest } = await pipeline(trivy("misconfigurations_and_secrets.json"));
  const before = "f".repeat(40);
  const baseline = join(folder, "baseline.json");
  const names = readdirSync(reports);
  expect(names).toEqual(["trivy.json", "trivy.json.record.json"]);
  const other = await pipeline(trivy("misconfigurations_and_secrets.json"));
  const record = join(other.reports, "trivy.json.record.json");
  writeFileSync(record, readFileSync(record, "utf8").replace(commit, before));
  writeFileSync(baseline, (await run("gate", other.reports, "--manifest", manifest, "--environment", "dev", "--commit", before, "--format", "json")).stdout);
  expect(await gate("--event", "pull-request", "--baseline", baseline)).toMatchObject({ code: 0 });
  expect(await gate("--baseline", baseline)).toMatchObject({ code: 1 });
  writeFileSync(baseline, readFileSync(baseline, "utf8").replace('"severity": "high"', '"severity": "low"'));
  expectFault(await gate("--event", "pull-request", "--baseline", baseline), 1, "verdict-altered");
});

test("what is wrong with the reports blocks, each with its reason", async () => {
  const { reports, gate } = await pipeline(trivy("all_statuses.json"));
  const reasons = async (...more: readonly string[]) => {
    const { code, stdout } = await gate("--format", "json", ...more);
    expect(code).toBe(1);
    return (JSON.parse(stdout) as Verdict).reasons.map(({ id, where }) => `${id} ${where.replace(`${reports}/`, "")}`);
  };
  symlinkSync(join(reports, "trivy.json"), join(reports, "link.json"));
  writeFileSync(join(reports, "empty.json"), "");
  writeFileSync(join(reports, "cut.json"), readFileSync(join(reports, "trivy.json")).subarray(0, 900));
  writeFileSync(join(reports, "lost.json.record.json"), readFileSync(join(reports, "trivy.json.record.json")));
  expect(await reasons()).toEqual(["report-empty empty.json", "report-missing lost.json", "report-truncated cut.json", "report-unreadable link.json"]);
  expect(await reasons("--as", `gitleaks=${join(reports, "trivy.json")}`)).toContain("report-missing trivy");
  writeFileSync(join(reports, "trivy.json"), readFileSync(join(reports, "trivy.json"), "utf8").replaceAll("LOW", "HIGH"));
  expect(await reasons()).toContain("record-foreign trivy.json");
});

test("a year-old report is stale, whatever its record says", async () => {
  const { reports, gate } = await pipeline(trivy("all_statuses.json"));
  const report = join(reports, "trivy.json");
  writeFileSync(report, readFileSync(report, "utf8").replace("2026-11-22T11", "2025-11-22T11"));
  await run("gate", "record", report, "--tool", "trivy", "--tool-version", "1.0.0", "--rules", "1", "--rules-time", "2026-11-22T00:00:00Z", "--looked", "1", "--commit", commit, "--exit-code", "0");
  expect((JSON.parse((await gate("--format", "json")).stdout) as Verdict).reasons.map(({ id }) => id)).toEqual(["report-stale"]);
});

test("reports of two tools in two formats are judged together", async () => {
  const { gate } = await pipeline({ ...trivy("misconfigurations_and_secrets.json"), "njsscan.sarif": { fixture: "sarif/njsscan.sarif", tool: "nodejsscan", version: "0.2.3", rules: 2 } });
  const verdict = JSON.parse((await gate("--format", "json")).stdout) as Verdict;
  expect(verdict.reports.map(({ tool, isAccepted }) => [tool, isAccepted])).toEqual([["nodejsscan", true], ["trivy", true]]);
  expect(new Set(verdict.findings.map(({ tool }) => tool))).toEqual(new Set(["nodejsscan", "trivy"]));
});

test("a report that is named and not there blocks", async () => {
  const { manifest } = await pipeline(trivy("all_statuses.json"));
  expectFault(await run("gate", "no-such.json", "--manifest", manifest, "--environment", "dev", "--commit", commit), 1, "findings-blocked");
});

describe("usage", () => {
  test("what is missing or malformed is said with its option", async () => {
    const { folder, manifest, gate } = await pipeline(trivy("all_statuses.json"));
    const wrong: readonly (readonly [readonly string[], string, RegExp])[] = [
      [["gate", "a.json"], "bad-option", /--manifest is missing/],
      [["gate", "a.json", "--manifest", manifest], "bad-option", /--environment is missing/],
      [["gate", "a.json", "--manifest", manifest, "--environment", "dev", "--commit", "main"], "bad-option", /40 or 64 hexadecimal digits/],
      [["gate", "a.json", "--manifest", manifest, "--environment", "qa", "--commit", commit], "bad-option", /class of data is not known/],
      [["gate", "a.json", "--manifest", manifest, "--environment", "qa", "--commit", commit, "--classification", "phi"], "gate-policy-invalid", /says nothing of the environment "qa"/],
      [["gate", "a.json", "--manifest", join(folder, "none.yaml"), "--environment", "dev", "--commit", commit], "gate-file-unreadable", /ENOENT/],
      [["gate", "record", join(folder, "none.json"), "--tool", "a", "--tool-version", "1", "--rules", "1", "--looked", "1", "--commit", commit, "--exit-code", "0"], "gate-file-unreadable", /no such report/],
      [["gate", "record", manifest, "--tool", "a", "--tool-version", "1", "--rules", "many", "--looked", "1", "--commit", commit, "--exit-code", "0"], "bad-option", /--rules: must be a whole number/],
    ];
    for (const [argv, id, said] of wrong) expect(expectFault(await run(...argv), 2, id)).toMatch(said);
    for (const [option, value] of [["--digest", "latest"], ["--classification", "public"], ["--as", "trivy"], ["--as", "trivy=other.json"]] as const) expectFault(await gate(option, value), 2, "bad-option");
  });

  test("lists that cannot be read are refused", async () => {
    const { folder, gate } = await pipeline(trivy("all_statuses.json"));
    const list = join(folder, "list");
    writeFileSync(list, '{"dateReleased": "2026-11-20T00:00:00Z", "count": 2, "vulnerabilities": [{"cveID": "CVE-2021-44228"}]}');
    expect(expectFault(await gate("--exploited", list), 2, "exploited-unreadable")).toMatch(/counts 2 entries and lists 1/);
    expectFault(await gate("--exploit-probability", list), 2, "exploit-probability-unreadable");
  });

  test("every part has its help and an example", async () => {
    for (const argv of [["gate", "--help"], ["gate", "record", "--help"]]) expect(await run(...argv)).toMatchObject({ code: 0, stdout: expect.stringMatching(/Examples?:\n {2}\S/) });
  });
});

describe("a record takes from the report what options leave out", () => {
  const written = (content: unknown): string => {
    const report = join(temporaryFolder(), "report.json");
    writeFileSync(report, JSON.stringify(content));
    return report;
  };
  const record = (report: string, tool: string, ...more: readonly string[]) => run("gate", "record", report, "--tool", tool, "--commit", commit, "--exit-code", "0", ...more);
  const recordBeside = (report: string): unknown => JSON.parse(readFileSync(`${report}.record.json`, "utf8"));
  const secrets = { version: "1.5.0", plugins_used: [{ name: "AWSKeyDetector" }, { name: "KeywordDetector" }], results: {}, generated_at: "2026-11-22T11:00:00Z" };
  const code = { version: "1.182.0", results: [], errors: [], paths: { scanned: ["a.ts", "b.ts"] } };

  test("version and rules", async () => {
    const report = written(secrets);
    expect(await record(report, "detect-secrets", "--looked", "4", "--looked-at", "files")).toMatchObject({ code: 0 });
    expect(recordBeside(report)).toMatchObject({ toolVersion: "1.5.0", rules: 2, looked: 4, lookedAt: "files" });
  });

  test("how much was looked at, and what", async () => {
    const report = written(code);
    expect(await record(report, "semgrep", "--rules", "14")).toMatchObject({ code: 0 });
    expect(recordBeside(report)).toMatchObject({ toolVersion: "1.182.0", rules: 14, looked: 2, lookedAt: "files" });
    expect(recordBeside(report)).not.toHaveProperty("format");
  });

  test("what options say stands, and the report's unit does not go with a number of theirs", async () => {
    const report = written(code);
    expect(await record(report, "semgrep", "--tool-version", "2.0", "--rules", "14", "--looked", "9")).toMatchObject({ code: 0 });
    expect(recordBeside(report)).toMatchObject({ toolVersion: "2.0", looked: 9 });
    expect(recordBeside(report)).not.toHaveProperty("lookedAt");
  });

  test("a format that the content does not show", async () => {
    const report = written([]);
    const facts = ["--tool-version", "8.30.1", "--rules", "222"];
    expect(expectFault(await record(report, "gitleaks", ...facts), 2, "bad-option")).toMatch(/--looked is missing, and the report cannot be asked: its content shows no format/);
    expect(expectFault(await record(report, "gitleaks", ...facts, "--format", "gitleaks"), 2, "bad-option")).toMatch(/--looked is missing, and a report of gitleaks does not say it/);
    expect(expectFault(await record(report, "gitleaks", "--format", "gitleaks", "--rules", "222", "--looked", "1"), 2, "bad-option")).toMatch(/--tool-version is missing/);
    expect(expectFault(await record(report, "gitleaks", ...facts, "--format", "gitleak"), 2, "bad-option")).toMatch(/the nearest is gitleaks/);
    expect(await record(report, "gitleaks", ...facts, "--looked", "3")).toMatchObject({ code: 0 });
  });

  test("half a report is asked nothing, and is recorded where options say it all", async () => {
    const report = join(temporaryFolder(), "report.json");
    writeFileSync(report, '{"version": "1.182.0", "results": [');
    expect(expectFault(await record(report, "semgrep", "--rules", "14"), 2, "bad-option")).toMatch(/--tool-version is missing, and the report cannot be asked/);
    expect(await record(report, "semgrep", "--tool-version", "1.182.0", "--rules", "14", "--looked", "2")).toMatchObject({ code: 0 });
  });
});
