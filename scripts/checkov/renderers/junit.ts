import type { CheckFinding, CheckReport } from "../types";
import { lineOf, placeOf, type Renderer } from "./renderer";

/** What XML 1.0 can hold at all (https://www.w3.org/TR/xml/#charsets); the rest becomes the replacement character. */
const impossible = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;
const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&apos;", "\t": "&#9;", "\n": "&#10;", "\r": "&#13;" };
const escape = (text: string): string => text.replace(impossible, "\ufffd").replace(/[&<>"'\t\n\r]/g, (character) => entities[character]!);
const attributes = (values: Readonly<Record<string, string | number>>): string => Object.entries(values).map(([name, value]) => ` ${name}="${escape(String(value))}"`).join("");

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
    `<testsuites${attributes({ name: `checkov ${report.checkov}`, tests: total("tests"), failures: total("failures"), skipped: total("skipped"), errors: 0 })}>`,
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
    `  <testsuite${attributes({ name: stack, ...counts, errors: 0 })}>`,
    `    <testcase${attributes({ name: `${Math.max(passed, 0)} checks of ${resources} resources`, classname: stack })}/>`,
    ...here.flatMap(caseOf),
    "  </testsuite>",
  ];
  return { ...counts, lines };
};

const caseOf = (finding: CheckFinding): readonly string[] => [
  `    <testcase${attributes({ name: `${finding.rule} ${finding.title}`, classname: placeOf(finding), ...(finding.source ? { file: finding.source.file, line: finding.source.line } : {}) })}>`,
  finding.waiver === undefined
    ? `      <failure${attributes({ message: finding.reason, type: finding.risk })}>${escape([finding.address, lineOf(finding), finding.remedy].filter(Boolean).join("\n"))}</failure>`
    : `      <skipped${attributes({ message: `waiver ${finding.waiver}` })}/>`,
  "    </testcase>",
];
