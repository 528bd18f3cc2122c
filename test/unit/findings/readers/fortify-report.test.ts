import { readFileSync } from "node:fs";
import { readReport, sourceOfBytes, type Report } from "../../../../scripts/findings";
import { countBySeverity, fixture, readFixture } from "../../../support/findings";

const file = "fortify/fortify_few_findings.xml";
const written = readFileSync(fixture(file), "utf8");
const changed = (from: string, to: string): Report => {
  expect(written).toContain(from);
  return readReport(sourceOfBytes("report.xml", Buffer.from(written.replaceAll(from, to))));
};

/** Counted by `grep -c '<Friority>High'` (2; no other), `grep -c '^ID:'` (50 rule packs) and by eye ("Number of Files: 1001"). */
test("the report of the workbench", () => {
  const report = readFixture(file);
  expect(report).toMatchObject({ format: "fortify-report", tool: "fortify", toolVersion: "18.20.1046", rules: 50, looked: 1001, lookedAt: "files", time: "2019-05-07T00:00:00.000Z" });
  expect(countBySeverity(report.findings)).toEqual({ high: 2 });
  expect(report.findings[1]).toMatchObject({ title: "Null Dereference", rule: "B32F92AC-9605-0987-E73B-CCB28279AA24", nativeId: "DCCBF8C4004DBEC817ACC013EB7D24EF", location: { line: 28 } });
});

/** `grep -c '^\[1216\]'` is 73: one that is shown and 72 more. */
test("warnings of the engine are failures, one for each code", () => {
  expect(readFixture(file).failures).toEqual([expect.stringMatching(/^the engine reports 12003: Assuming Java source level/), expect.stringMatching(/^the engine reports 1216: Unable to locate a class .* \(and 72 more of this code\)$/)]);
});

/** "The scan found 8 issues." stands above a list of two. */
test("a list that a template has cut contradicts", () => {
  expect(readFixture(file).contradictions).toEqual([expect.stringContaining("the scan found 8 issues, the list has 2")]);
  expect(changed("The scan found 8 issues.", "The scan found 2 issues.").contradictions).toEqual([]);
  expect(changed('<GroupingSection count="0">', '<GroupingSection count="6">').contradictions).toContain("the summary counts 6 issues of the priority Critical, the list has 0");
});

test("the folder is no priority", () => {
  expect(countBySeverity(changed("<Folder>High</Folder>", "<Folder>Low</Folder>").findings)).toEqual({ high: 2 });
  expect(countBySeverity(changed("<Friority>High</Friority>", "").findings)).toEqual({ unknown: 2 });
});

test("an analysis is a note, and hides nothing", () => {
  const tagged = changed("<Friority>High</Friority>", "<Friority>High</Friority><Tag><Name>Analysis</Name><Value>Not an Issue</Value></Tag>");
  expect(tagged.findings.map(({ state, note }) => [state, note])).toEqual([
    ["open", "analysis: Not an Issue"],
    ["open", "analysis: Not an Issue"],
  ]);
});

test("no snippet is taken over", () => {
  expect(JSON.stringify(readFixture(file))).not.toContain("uses-permission");
});

test("of two listings that say different things of one issue, each counts", () => {
  const last = written.lastIndexOf("<Friority>High</Friority>");
  const milder = `${written.slice(0, last)}<Friority>Low</Friority>${written.slice(last + "<Friority>High</Friority>".length)}`;
  const text = milder.replace('iid="DCCBF8C4004DBEC817ACC013EB7D24EF"', 'iid="53C25D2FC6950554F16D3CEF9E41EF6F"');
  expect(countBySeverity(readReport(sourceOfBytes("report.xml", Buffer.from(text))).findings)).toEqual({ high: 1, low: 1 });
});
