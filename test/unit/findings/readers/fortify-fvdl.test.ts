import { readFileSync } from "node:fs";
import { strFromU8, unzipSync } from "fflate";
import { readReport, sourceOfBytes, type Report } from "../../../../scripts/findings";
import { countBySeverity, fixture, readFixture } from "../../../support/findings";

const written = strFromU8(unzipSync(readFileSync(fixture("fortify/hello_world.fpr")))["audit.fvdl"]!);
const read = (fvdl: string): Report => readReport(sourceOfBytes("audit.fvdl", Buffer.from(fvdl)));
const changed = (from: string | RegExp, to: string): Report => {
  expect(written).toMatch(from);
  return read(written.replace(from, to));
};

test("the FVDL of an FPR says the same, but for the audit", () => {
  const own = read(written);
  const packed = readFixture("fortify/hello_world.fpr");
  expect(own).toMatchObject({ format: "fortify-fvdl", toolVersion: packed.toolVersion, rules: packed.rules, looked: packed.looked, time: packed.time });
  expect(own.findings.map(({ nativeId, severity, state }) => [nativeId, severity, state])).toEqual(packed.findings.map(({ nativeId, severity }) => [nativeId, severity, "open"]));
});

/** Fortify's border is 2.5 for both: Hardcoded Password has 4.0 and 3 × confidence × 4 ÷ 25; 5.2 would be above it and is no confidence. */
test.each([
  ["5.0", "high"],
  ["5.2", "unknown"],
  ["-1", "unknown"],
  ["NaN", "unknown"],
  ["", "unknown"],
])("with the confidence %j it is %s", (confidence, severity) => {
  const report = changed(/(D3166922519EDD92D132761602EB71B4<\/InstanceID>\s*<InstanceSeverity>4.0<\/InstanceSeverity>\s*<Confidence>)5.0/, `$1${confidence}`);
  expect(report.findings.find(({ nativeId }) => nativeId === "D3166922519EDD92D132761602EB71B4")!.severity).toBe(severity);
});

test("an impact of exactly 2.5 is high, one that is likely and below is medium", () => {
  expect(countBySeverity(read(written.replaceAll('"Impact">2.0<', '"Impact">2.5<')).findings)).toEqual({ critical: 1, high: 3 });
  expect(countBySeverity(read(written.replaceAll('"Impact">4.0<', '"Impact">2.4<')).findings)).toEqual({ medium: 1, low: 3 });
});

test("errors of the engine are failures, one for each code, without the source code that stopped it", () => {
  const errors = '<Errors><Error code="1001">Parse error at line 3. Encountered: secret-word</Error><Error code="1216">Unable to locate a class for import a.B</Error><Error code="1216">Unable to locate a class for import a.C</Error></Errors>';
  expect(changed("<Errors/>", errors).failures).toEqual(["the engine reports 1001: Parse error at line 3.", "the engine reports 1216: Unable to locate a class for import a.B (and 1 more of this code)"]);
});

test("files that are counted and not listed contradict", () => {
  expect(changed("<NumberFiles>3<", "<NumberFiles>4<").contradictions).toEqual(["NumberFiles says 4 files, the list has 3"]);
});

test("a scan of nothing looked at nothing", () => {
  const nothing = written.replace("<NumberFiles>3<", "<NumberFiles>0<").replace(/<SourceFiles>[^]*<\/SourceFiles>/, "<SourceFiles/>").replace(/<Vulnerabilities>[^]*<\/Vulnerabilities>/, "<Vulnerabilities/>");
  expect(read(nothing)).toMatchObject({ looked: 0, findings: [], contradictions: [] });
});

test("without a zone the time is taken as UTC", () => {
  expect(changed(/<WriteDate[^>]*>/, "").time).toBe("2025-03-10T15:36:03.000Z");
});

test("no source code is taken over", () => {
  expect(JSON.stringify(read(written))).not.toMatch(/System\.out|println/);
});

test.each([
  ["cut in the middle", written.slice(0, written.length / 2), /ends before its XML is complete/],
  ["without the engine's data", "<FVDL><Vulnerabilities/></FVDL>", /no Vulnerabilities or no EngineData/],
  ["without vulnerabilities at all", "<FVDL><EngineData/></FVDL>", /no Vulnerabilities or no EngineData/],
  ["with a vulnerability of no rule", "<FVDL><Vulnerabilities><Vulnerability/></Vulnerabilities><EngineData/></FVDL>", /no ClassID/],
])("an FVDL %s is refused", (_what, fvdl, problem) => {
  expect(() => read(fvdl)).toThrow(problem);
});
