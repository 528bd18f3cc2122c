import type { Report } from "../../../scripts/findings";
import type { GatheredReport } from "../../../scripts/gate/evidence";
import { judge, type GateQuestion } from "../../../scripts/gate/judge";
import { clock, commit, digest, findingOf, gathered, manifestOf, questionOf, recordFor, rules, subject } from "../../support/gate";

const ids = (changed: Partial<GateQuestion>): readonly string[] => [...new Set(judge(questionOf(changed)).reasons.map(({ id }) => id))];
const other = "c".repeat(40);

test("a report that proves itself passes, and is accepted with what it proved", () => {
  const verdict = judge(questionOf());
  expect(verdict).toMatchObject({ outcome: "pass", reasons: [], warnings: [] });
  expect(verdict.reports).toEqual([expect.objectContaining({ name: "semgrep.json", tool: "semgrep", toolVersion: "1.2.3", rules: 500, looked: 42, lookedAt: "files", commit, isAccepted: true })]);
});

const ofReport: readonly [string, Partial<Report>, string][] = [
  ["nobody knows the version of the tool", { toolVersion: undefined }, "report-unproven"],
  ["nobody knows how many rules were loaded", { rules: undefined }, "report-unproven"],
  ["nobody knows what it looked at", { looked: undefined }, "report-unproven"],
  ["nobody knows which commit", { commit: undefined }, "report-unproven"],
  ["nobody knows when", { time: undefined }, "report-unproven"],
  ["its time is none", { time: "yesterday" }, "report-unproven"],
  ["it is of another commit", { commit: other }, "report-foreign-commit"],
  ["it names the commit by its beginning only", { commit: commit.slice(0, 7) }, "report-foreign-commit"],
  ["it looked at nothing", { looked: 0 }, "nothing-scanned"],
  ["it had no rules", { rules: 0 }, "nothing-scanned"],
  ["it is a day and a second old", { time: "2026-11-21T11:59:59Z" }, "report-stale"],
  ["it is from the future", { time: "2026-11-22T12:06:00Z" }, "report-from-the-future"],
  ["the tool says that it failed", { failures: ["src/a.ts: parse error"] }, "tool-failed"],
  ["it contradicts itself", { contradictions: ["summary 2, list 3"] }, "report-contradicts-itself"],
];
test.each(ofReport)("%s: %#", (_, report, id) => {
  expect(ids({ reports: [gathered("semgrep.json", report)] })).toEqual([id]);
});

test("a report of exactly the longest age passes, and so does a clock that is five minutes ahead", () => {
  expect(ids({ reports: [gathered("semgrep.json", { time: "2026-11-21T12:00:00Z" })] })).toEqual([]);
  expect(ids({ reports: [gathered("semgrep.json", { time: "2026-11-22T12:05:00Z" })] })).toEqual([]);
});

const unreadable: readonly [Extract<GatheredReport["content"], { kind: unknown }>["kind"], string][] = [
  ["missing", "report-missing"],
  ["empty", "report-empty"],
  ["truncated", "report-truncated"],
  ["malformed", "report-unreadable"],
  ["encoding", "report-unreadable"],
  ["too-large", "report-unreadable"],
  ["unsafe", "report-unreadable"],
  ["unknown-format", "report-unreadable"],
];
test.each(unreadable)("a report that is %s blocks, and its tool counts as missing", (kind, id) => {
  const spoilt = { ...gathered("semgrep.json"), content: { kind, problem: "it is so" } };
  const verdict = judge(questionOf({ reports: [spoilt] }));
  expect([...new Set(verdict.reasons.map((reason) => reason.id))].sort()).toEqual([...new Set([id, "report-missing"])].sort());
  expect(verdict.reports).toEqual([expect.objectContaining({ name: "semgrep.json", isAccepted: false })]);
  // Beside one that is good it blocks all the same.
  expect(ids({ reports: [gathered("semgrep.json"), { ...spoilt, name: "more.json" }] })).toEqual([id]);
});

test("no report, and no tool that is required", () => {
  expect(ids({ reports: [] })).toEqual(["report-missing"]);
  expect(ids({ manifest: manifestOf(), reports: [] })).toEqual(["nothing-required"]);
});

test("the same bytes twice, and a second report of one tool that nobody asked for", () => {
  const twin = gathered("semgrep.json");
  expect(ids({ manifest: manifestOf({ tool: "semgrep", reports: 2 }), reports: [twin, { ...twin, name: "again.json" }] })).toEqual(["report-duplicate"]);
  const second = { ...gathered("semgrep.json"), name: "semgrep-2.json", sha256: "d".repeat(64) };
  const verdict = judge(questionOf({ reports: [twin, second] }));
  expect(verdict.reasons.map(({ id }) => id)).toEqual(["report-duplicate"]);
  expect(verdict.reports.map(({ isAccepted }) => isAccepted)).toEqual([false, false]);
  expect(ids({ manifest: manifestOf({ tool: "semgrep", reports: 2 }), reports: [twin, second] })).toEqual([]);
  expect(ids({ manifest: manifestOf({ tool: "semgrep", reports: 2 }) })).toEqual(["report-missing"]);
});

test("a tool that looks twice is told apart by the names of its reports", () => {
  const manifest = manifestOf({ tool: "semgrep", file: "api.json" }, { tool: "semgrep", file: "web.json", minimumLooked: 50 });
  const report = (name: string) => ({ ...gathered("semgrep.json"), name, sha256: name.padEnd(64, "0") });
  expect(ids({ manifest, reports: [report("out/api.json")] })).toEqual(["report-missing"]);
  expect(ids({ manifest, reports: [report("out/api.json"), report("out/web.json")] })).toEqual(["too-little-scanned"]);
});

test("a report of a tool that the manifest does not know warns; what it found counts", () => {
  const stranger = gathered("gitleaks.json", { toolVersion: undefined, findings: [findingOf({ tool: "gitleaks", kind: "secret", severity: "critical" })] });
  const verdict = judge(questionOf({ reports: [gathered("semgrep.json"), stranger] }));
  expect(verdict.warnings.map(({ id }) => id)).toEqual(["report-unexpected"]);
  expect(verdict.reasons.map(({ id }) => id)).toEqual(["finding-critical"]);
});

describe("the record beside a report", () => {
  const silent: Partial<Report> = { toolVersion: undefined, rules: undefined, looked: undefined, lookedAt: undefined, commit: undefined, time: undefined };
  const withRecord = (record: GatheredReport["record"], report = silent) => ids({ reports: [gathered("semgrep.json", report, { record })] });

  test("proves what the report does not say", () => {
    const { reports } = judge(questionOf({ reports: [gathered("semgrep.json", silent, { record: recordFor("semgrep.json") })] }));
    expect(reports[0]).toMatchObject({ toolVersion: "1.2.3", rules: 500, looked: 42, commit, isAccepted: true });
  });

  const doubts: readonly [string, Parameters<typeof recordFor>[1], string][] = [
    ["of another report", { report: "e".repeat(64) }, "record-foreign"],
    ["of another tool", { tool: "trivy" }, "record-contradicts"],
    ["of another commit", { commit: other }, "report-foreign-commit"],
    ["of a tool that broke off", { exitCode: 2 }, "tool-failed"],
    ["of a scan that saw nothing", { looked: 0 }, "nothing-scanned"],
    ["of a scan without rules", { rules: 0 }, "nothing-scanned"],
    ["of a scan that ended long ago", { ended: "2026-11-20T00:00:00Z" }, "report-stale"],
    ["of a scan that is still to begin", { started: "2026-11-23T00:00:00Z" }, "report-from-the-future"],
  ];
  test.each(doubts)("%s blocks", (_, record, id) => {
    expect(withRecord(recordFor("semgrep.json", record))).toEqual([id]);
  });

  test("that says other than the report blocks: neither word wins", () => {
    for (const changed of [{ toolVersion: "9.9.9" }, { rules: 501 }, { looked: 43 }]) expect(withRecord(recordFor("semgrep.json", changed), {})).toEqual(["record-contradicts"]);
    expect(withRecord(recordFor("semgrep.json", { commit: other }), {})).toEqual(["record-contradicts", "report-foreign-commit"]);
    expect(withRecord(recordFor("semgrep.json", { toolVersion: "v1.2.3" }), {})).toEqual([]);
  });

  test("that cannot be read, or is demanded and not there", () => {
    expect(withRecord({ problem: "line 1: is empty" }, {})).toEqual(["record-unreadable"]);
    expect(ids({ rules: rules({ isRecordRequired: true }) })).toEqual(["record-missing"]);
  });
});

describe("what the manifest asks for", () => {
  const asked = (requirement: object, report: Partial<Report> = {}, changed: Partial<GateQuestion> = {}) => ids({ manifest: manifestOf({ tool: "semgrep", ...requirement }), reports: [gathered("semgrep.json", report)], ...changed });

  test("a version, a number of rules, an age, a format", () => {
    expect(asked({ minimumVersion: "1.2.3" })).toEqual([]);
    expect(asked({ minimumVersion: "1.10" })).toEqual(["tool-outdated"]);
    expect(asked({ minimumVersion: "1.2" }, { toolVersion: "nightly" })).toEqual(["tool-outdated"]);
    expect(asked({ minimumRules: 501 })).toEqual(["rules-few"]);
    expect(asked({ maxAgeHours: 0.5 })).toEqual(["report-stale"]);
    expect(asked({ formats: ["sarif"] })).toEqual(["report-format"]);
  });

  test("dated rules, which tools with vulnerability data always need", () => {
    expect(asked({ maxRulesAgeDays: 3 })).toEqual(["report-unproven"]);
    expect(asked({ maxRulesAgeDays: 3 }, { rulesTime: "2026-11-18T00:00:00Z" })).toEqual(["rules-outdated"]);
    const trivy = (rulesTime?: string) => ids({ manifest: manifestOf({ tool: "trivy" }), reports: [gathered("trivy.json", { rulesTime })] });
    expect(trivy()).toEqual(["report-unproven"]);
    expect(trivy("2026-11-14T00:00:00Z")).toEqual(["rules-outdated"]);
    expect(trivy("2026-11-21T00:00:00Z")).toEqual([]);
  });

  test("dated rules of whoever looks for malware, but for rules that say what it does", () => {
    const malware = (tool: string, maxRulesAgeDays?: number) => ids({ manifest: manifestOf({ tool, kind: "malware", maxRulesAgeDays }), reports: [gathered("report.txt", { tool, rulesTime: undefined })] });
    expect(malware("another")).toEqual(["report-unproven"]);
    expect(malware("yara")).toEqual([]);
    expect(malware("yara", 7)).toEqual(["report-unproven"]);
  });

  test("the digest of what goes out", () => {
    const out = { subject: { ...subject, digest } };
    expect(asked({ subject: "digest" }, { commit: undefined, digest }, out)).toEqual([]);
    expect(asked({ subject: "digest" }, { digest: undefined }, out)).toEqual(["report-unproven"]);
    expect(asked({ subject: "digest" }, { digest })).toEqual(["report-unproven"]);
    expect(asked({ subject: "digest" }, { digest: `sha256:${"f".repeat(64)}` }, out)).toEqual(["report-foreign-digest"]);
    expect(asked({ subject: "digest" }, { digest, commit: other }, out)).toEqual(["report-foreign-commit"]);
  });

  test("tests and what they reach", () => {
    const suite = gathered("junit.xml", { rules: undefined, looked: 12, lookedAt: "tests" });
    const coverage = gathered("cobertura.xml", { rules: undefined, coverage: 81.5 });
    const manifest = manifestOf({ tool: "junit" }, { tool: "cobertura", minimumCoverage: 80 });
    const measured = (floors: object, reports = [suite, coverage]) => ids({ manifest, reports, rules: rules(floors) });
    expect(measured({ minimumTests: 12, minimumCoverage: 81 })).toEqual([]);
    expect(measured({ minimumTests: 13 })).toEqual(["tests-few"]);
    expect(measured({ minimumCoverage: 82 })).toEqual(["coverage-low"]);
    expect(measured({}, [suite, gathered("cobertura.xml", { rules: undefined })])).toEqual(["coverage-unknown"]);
    expect(ids({ rules: rules({ minimumCoverage: 1, minimumTests: 1 }) })).toEqual(["coverage-unknown", "tests-few"]);
  });
});

test("the moment is the clock's, and every reason says what to do", () => {
  const { time, reasons } = judge(questionOf({ reports: [] }));
  expect(time).toBe(clock.now().toISOString());
  for (const { problem, where, remedy } of reasons) expect([problem, where, remedy]).toEqual([expect.stringMatching(/^[A-Z].*\.$/), expect.stringMatching(/./), expect.stringMatching(/^[A-Z].*\.$/)]);
});
