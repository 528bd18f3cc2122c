import { SaxesParser } from "saxes";
import { parse } from "yaml";
import { buildspecReports, gateFormats, type Verdict } from "../../../../scripts/gate";
import { attacked, inCode, missingReport, mixed, verdictOf } from "../../../support/verdicts";

interface Suite {
  readonly name: string;
  readonly counts: readonly string[];
  readonly cases: { readonly name: string; failed: boolean; skipped: boolean; message: string }[];
}

/** Read by an XML parser of its own, not by our reader. */
const suitesOf = (xml: string): readonly Suite[] => {
  const suites: Suite[] = [];
  const parser = new SaxesParser();
  parser.on("opentag", ({ name, attributes }) => {
    const given = attributes as Record<string, string>;
    if (name === "testsuite") suites.push({ name: given.name!, counts: ["tests", "failures", "skipped", "errors"].map((key) => given[key]!), cases: [] });
    if (name === "testcase") suites.at(-1)!.cases.push({ name: given.name!, failed: false, skipped: false, message: "" });
    const last = suites.at(-1)?.cases.at(-1);
    if (last && (name === "failure" || name === "skipped")) Object.assign(last, { failed: name === "failure", skipped: name === "skipped", message: given.message });
  });
  parser.write(xml).close();
  return suites;
};
const junit = (verdict: Verdict) => suitesOf(gateFormats.junit(verdict));
const failuresIn = (suites: readonly Suite[]) => suites.flatMap(({ cases }) => cases).filter(({ failed }) => failed).length;

it("has the outcome, the evidence, and a suite a tool", () => {
  const suites = junit(mixed());
  expect(suites.map(({ name, counts }) => [name, ...counts])).toEqual([
    ["gate", "1", "1", "0", "0"],
    ["evidence", "3", "1", "0", "0"],
    ["semgrep", "4", "0", "1", "0"],
    ["trivy", "1", "1", "0", "0"],
  ]);
  expect(suites[1]?.cases.map(({ name, failed }) => [name, failed])).toEqual([["report-missing gitleaks", true], ["trivy.json: trivy 1.2.3, 500 rules, 42 files looked at, 1 findings", false], ["grype.json: grype 1.2.3, 500 rules, 42 files looked at, 1 findings", false]]);
  expect(suites[2]?.cases.filter(({ skipped }) => skipped).map(({ message }) => message)).toEqual(["waiver W-1: The page is not served."]);
});

it("fails exactly where the gate blocks", () => {
  expect(failuresIn(junit(verdictOf()))).toBe(0);
  expect(failuresIn(junit({ ...verdictOf(), outcome: "block" }))).toBe(1);
  expect(failuresIn(junit(verdictOf({ reasons: [missingReport] })))).toBe(2);
});

it("is well-formed whatever a finding is called", () => expect(failuresIn(junit(attacked()))).toBeGreaterThan(1));

describe("CodeBuild", () => {
  const casesOf = (verdict: Verdict) => suitesOf(gateFormats.codebuild(verdict)).flatMap(({ cases }) => cases);

  it("has the very cases where there are few", () => {
    const names = (text: string) => suitesOf(text).flatMap(({ cases }) => cases.map(({ name }) => name)).sort();
    expect(names(gateFormats.codebuild(mixed()))).toEqual(names(gateFormats.junit(mixed())));
  });

  it("never has more than 500, failures first, and counts the rest", () => {
    const findings = Array.from({ length: 900 }, (_, number) => inCode(number, { standing: number % 2 === 0 ? "blocks" : "tolerated" }));
    const cases = casesOf(verdictOf({ findings }));
    expect(cases).toHaveLength(500);
    // Outcome and 450 findings have failed; of 3 reports and 450 tolerated 48 are shown.
    expect(cases.filter(({ failed }) => failed)).toHaveLength(451);
    expect(cases.find(({ name }) => name.includes("more cases"))).toMatchObject({ name: "405 more cases, 0 of which failed: see the JSON verdict", failed: false });
  });

  it("says so by a failure where failures are left out", () => {
    const cases = casesOf(verdictOf({ findings: Array.from({ length: 600 }, (_, number) => inCode(number, { standing: "blocks" })) }));
    expect(cases.filter(({ failed }) => failed)).toHaveLength(500);
    expect(cases.find(({ name }) => name.includes("more cases"))).toMatchObject({ name: "105 more cases, 102 of which failed: see the JSON verdict", failed: true });
  });

  it("gets its part of a buildspec", () => {
    expect(parse(buildspecReports("gate/verdict.codebuild.xml"))).toEqual({ reports: { "portcullis-gate": { files: ["gate/verdict.codebuild.xml"], "file-format": "JUNITXML" } } });
  });
});
