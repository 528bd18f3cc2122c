import { readReport, sourceOfBytes } from "../../../../scripts/findings";
import { readFixture } from "../../../support/findings";

const read = (text: string) => readReport(sourceOfBytes("report", Buffer.from(text)));

/** Read by hand from the output of the two runners: 4 tests each, 1 of them skipped. */
test("Node's runner: two failed, one of them outside any suite", () => {
  const report = readFixture("junit/node.xml");
  expect(report).toMatchObject({ format: "junit", tool: "junit", looked: 3, lookedAt: "tests (1 more were skipped)", failures: [], contradictions: [], time: undefined });
  expect(report.findings.map(({ rule, kind, severity, title }) => [rule, kind, severity, title])).toEqual([
    ["test-failure", "quality", "high", "Test failed: is never negative"],
    ["test-failure", "quality", "high", "Test failed: has a discount"],
  ]);
});

test("pytest: one failed, one could not run", () => {
  const report = readFixture("junit/pytest.xml");
  expect(report).toMatchObject({ looked: 3, contradictions: [], time: "2026-11-22T09:25:46.421856+00:00" });
  expect(report.findings.map(({ rule, location }) => [rule, location.resource])).toEqual([
    ["test-failure", "test_stock: test_discount"],
    ["test-error", "test_stock: test_shop"],
  ]);
  // A message may show whatever the program holds.
  expect(JSON.stringify(report)).not.toMatch(/assert 40|RuntimeError/);
});

test("no test, and nothing but skipped tests, is nothing looked at", () => {
  expect(read('<testsuites tests="0"/>')).toMatchObject({ looked: 0, findings: [] });
  expect(read('<testsuite tests="1" skipped="1"><testcase name="a"><skipped/></testcase></testsuite>')).toMatchObject({ looked: 0 });
});

test.each([
  ['<testsuite name="s" tests="2"><testcase name="a"/></testsuite>', "the testsuite s says 2 tests, it lists 1"],
  ['<testsuites failures="1"><testsuite><testcase name="a"/></testsuite></testsuites>', "the testsuites says 1 failed, it lists 0"],
  ['<testsuites><testsuite name="s" failures="0" errors="0"><testcase name="a"><failure/></testcase></testsuite></testsuites>', "the testsuite s says 0 failed, it lists 1"],
])("%s contradicts itself", (text, contradiction) => {
  expect(read(text).contradictions).toEqual([contradiction]);
});

test("a summary that is no number is malformed", () => {
  expect(() => read('<testsuite tests="NaN"/>')).toThrow(/no number of tests/);
});
