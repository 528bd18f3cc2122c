import { readFileSync } from "node:fs";
import { readReport, sourceOfBytes, type Report } from "../../../../scripts/findings";
import { countBySeverity, fixture, readFixture } from "../../../support/findings";

const file = "veracode/veracode_pipeline_scanner_result.json";

/** The fixture with some keys changed; undefined takes a key out. */
const changed = (change: Readonly<Record<string, unknown>>): Report => {
  const report = { ...(JSON.parse(readFileSync(fixture(file), "utf8")) as object), ...change };
  return readReport(sourceOfBytes("results.json", Buffer.from(JSON.stringify(report))));
};

/** Counted by `grep -o '"severity": .'` over the report: 4 4 4 3 2 1 1 5. */
test("severities are Veracode's 5 to 0", () => {
  expect(countBySeverity(readFixture(file).findings)).toEqual({ critical: 1, high: 3, medium: 1, low: 1, info: 2 });
});

test("it says which scanner looked at how many modules of which commit", () => {
  expect(readFixture(file)).toMatchObject({ format: "veracode-pipeline", tool: "veracode", toolVersion: "22.7.0-0", looked: 1, lookedAt: "modules", commit: undefined, failures: [], contradictions: [] });
  expect(changed({ commit_hash: "0f".repeat(20) }).commit).toBe("0f".repeat(20));
});

test("a finding without a file has the application as its place", () => {
  const { findings } = readFixture(file);
  expect(findings.filter(({ location }) => location.path === undefined).map(({ location }) => location)).toEqual([{ resource: "someproject" }, { resource: "someproject" }]);
  expect(findings[0]).toMatchObject({ rule: "CWE-117", kind: "code", location: { path: "com/sample/LoggingFilter.java", line: 28 }, aliases: ["CWE-117"], state: "open" });
});

describe("identity", () => {
  const flaw = (change: Readonly<Record<string, unknown>> = {}, hashes: Readonly<Record<string, unknown>> = {}) => ({
    issue_id: 1000,
    severity: 4,
    cwe_id: "89",
    files: { source_file: { file: "Store.java", line: 21 } },
    flaw_match: { procedure_hash: "11", prototype_hash: "22", flaw_hash: "33", flaw_hash_count: 1, flaw_hash_ordinal: 1, cause_hash: "44", ...hashes },
    ...change,
  });
  const identities = (...findings: readonly object[]) => changed({ findings }).findings.map(({ nativeId }) => nativeId);

  /** In the report six findings bear the issue_id 1000, one 1001 and one 1012; the next scan begins with 1000 again. */
  test("an issue_id is none: each scan numbers its own", () => {
    expect(readFixture(file).findings.flatMap(({ nativeId }) => nativeId ?? [])).toEqual([]);
    expect(identities(flaw())).toEqual(identities(flaw({ issue_id: 1007, files: { source_file: { file: "Store.java", line: 99 } } })));
  });

  test("another weakness, file or hash is another flaw", () => {
    const all = [flaw(), flaw({ cwe_id: "404" }), flaw({ files: { source_file: { file: "Other.java", line: 21 } } }), flaw({}, { flaw_hash: "34" }), flaw({}, { procedure_hash: "12" })];
    expect(new Set(identities(...all)).size).toBe(all.length);
    expect(identities(...all)).not.toContain(undefined);
  });

  test("of several alike in one procedure none has one: were the first mended, the second would take its number", () => {
    expect(identities(flaw({}, { flaw_hash_count: 2 }))).toEqual([undefined]);
    expect(identities(flaw(), flaw())).toEqual([undefined, undefined]);
  });
});

test("a severity that is none is unknown", () => {
  const severities = [6, -1, 2.5, null, undefined];
  const { findings } = changed({ findings: severities.map((severity, issue_id) => ({ severity, issue_id })) });
  expect(countBySeverity(findings)).toEqual({ unknown: 5 });
});

test("a scan that did not succeed has failed, whatever it lists", () => {
  expect(changed({ scan_status: "FAILURE", message: "Engine time-out", findings: [] }).failures).toEqual(["the scan ended with the status FAILURE: Engine time-out"]);
});

test("modules that are counted and not listed contradict", () => {
  expect(changed({ modules_count: 3 }).contradictions).toEqual(["modules_count says 3 modules, the list has 1"]);
  expect(changed({ modules: [], modules_count: 0 }).looked).toBe(0);
});

test.each([
  ["no status", { scan_status: undefined, scan_id: "1" }, /name it/],
  ["no list", { findings: undefined }, /findings is not what the format has there/],
  ["a severity in letters", { findings: [{ severity: "high" }] }, /findings\[0\]\.severity/],
])("%s is no report", (_what, change, problem) => {
  expect(() => changed(change)).toThrow(problem);
});
