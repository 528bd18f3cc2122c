import { xml, xmlAttributes } from "../../faces";
import type { CheckFinding, CheckReport } from "../types";
import { lineOf, placeOf, type Renderer } from "./renderer";

/**
 * JUnit XML as CI systems read it (https://github.com/testmoapp/junitxml): a suite a stack, a case a finding, waived ones skipped. A stack
 * without findings is one passed case that says how much was looked at, so that silence is seen as a pass of something.
 */
export const renderJunit: Renderer = (report) => {
  const stacks = [...new Set(report.stacks.map(({ stack }) => stack))];
  const suites = stacks.map((stack) => suiteOf(stack, report));
  const total = (key: "tests" | "failures" | "skipped") => suites.reduce((sum, suite) => sum + suite[key], 0);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites${xmlAttributes({ name: `checkov ${report.checkov}`, tests: total("tests"), failures: total("failures"), skipped: total("skipped"), errors: 0 })}>`,
    ...suites.flatMap(({ lines }) => lines),
    "</testsuites>",
    "",
  ].join("\n");
};

const suiteOf = (stack: string, { findings, stacks }: CheckReport) => {
  const here = findings.filter((finding) => finding.stack === stack);
  const evidence = stacks.filter((each) => each.stack === stack);
  const passed = evidence.reduce((sum, { evaluations }) => sum + evaluations, 0) - here.length;
  const resources = evidence.reduce((sum, { resources: count }) => sum + count, 0);
  const counts = { tests: here.length + 1, failures: here.filter(({ waiver }) => waiver === undefined).length, skipped: here.filter(({ waiver }) => waiver !== undefined).length };
  const lines = [
    `  <testsuite${xmlAttributes({ name: stack, ...counts, errors: 0 })}>`,
    `    <testcase${xmlAttributes({ name: `${Math.max(passed, 0)} checks of ${resources} resources`, classname: stack })}/>`,
    ...here.flatMap(caseOf),
    "  </testsuite>",
  ];
  return { ...counts, lines };
};

const caseOf = (finding: CheckFinding): readonly string[] => [
  `    <testcase${xmlAttributes({ name: `${finding.rule} ${finding.title}`, classname: placeOf(finding), ...(finding.source ? { file: finding.source.file, line: finding.source.line } : {}) })}>`,
  finding.waiver === undefined
    ? `      <failure${xmlAttributes({ message: finding.reason, type: finding.risk })}>${xml([finding.address, lineOf(finding), finding.remedy].filter(Boolean).join("\n"))}</failure>`
    : `      <skipped${xmlAttributes({ message: `waiver ${finding.waiver}` })}/>`,
  "    </testcase>",
];
