import { visible, xml, xmlAttributes } from "../../faces";
import { placeText } from "../place";
import type { JudgedFinding, Reason, ReportEvidence, Verdict } from "../verdict";
import type { Face } from "./face";
import { isAboutFinding, outcomeText, remarksOn, toolsOf, totalsText, worstFirst } from "./wording";

/** A test case as CI systems show it. */
export interface JunitCase {
  readonly suite: string;
  readonly name: string;
  readonly className: string;
  readonly file?: string;
  readonly line?: number;
  readonly status: "failed" | "skipped" | "passed";
  /** Why it failed or was skipped. @default none */
  readonly message?: string;
  /** What kind of failure: a severity, an id. @default none */
  readonly type?: string;
  /** More lines of a failure. @default none */
  readonly text?: string;
}

/**
 * JUnit XML as CI systems read it (https://github.com/testmoapp/junitxml). The suite `gate` has the outcome, `evidence` what each report proved and
 * every reason that is no finding; then one suite a tool: what blocks has failed, what is waived is skipped, all else has passed.
 */
export const renderJunit: Face = (verdict) => junitOf(casesOf(verdict), outcomeText(verdict));

export const casesOf = (verdict: Verdict): readonly JunitCase[] => [
  { suite: "gate", name: "outcome", className: "gate", status: verdict.outcome === "block" ? "failed" : "passed", message: outcomeText(verdict), type: "gate", text: totalsText(verdict) },
  ...verdict.reasons.filter((reason) => !isAboutFinding(reason)).map(reasonCase),
  ...verdict.reports.filter(({ isAccepted }) => isAccepted).map(reportCase),
  ...[...worstFirst(verdict.findings)].sort((a, b) => (a.tool < b.tool ? -1 : a.tool > b.tool ? 1 : 0)).map(findingCase),
];

const reasonCase = ({ id, problem, where, remedy }: Reason): JunitCase => ({ suite: "evidence", name: `${id} ${where}`, className: id, status: "failed", message: problem, type: id, text: `${where}\n${remedy}` });

/** That something was looked at is said, so that silence is seen as a pass of something. */
const reportCase = ({ name, tool, toolVersion, rules, looked, lookedAt, findings }: ReportEvidence): JunitCase => ({
  suite: "evidence",
  name: `${name}: ${tool ?? "unknown tool"} ${toolVersion ?? ""}, ${rules ?? "?"} rules, ${looked ?? "?"} ${lookedAt ?? "things"} looked at, ${findings} findings`,
  className: tool ?? "report",
  status: "passed",
});

const findingCase = (finding: JudgedFinding): JunitCase => {
  const { tool, rule, title, severity, standing, why, waiver, location, fingerprint } = finding;
  return {
    suite: tool,
    name: `${severity} ${rule} ${title} (${fingerprint})`,
    className: placeText(location),
    ...(location.path === undefined ? {} : { file: location.path, ...(location.line === undefined ? {} : { line: location.line }) }),
    status: standing === "blocks" ? "failed" : standing === "waived" ? "skipped" : "passed",
    message: waiver === undefined ? why : `waiver ${waiver}: ${why}`,
    type: severity,
    text: [placeText(location), `found by ${toolsOf(finding).join(", ")}`, ...remarksOn(finding)].join("\n"),
  };
};

/** Cases as one document, a suite for each name in the order in which it first comes. */
export const junitOf = (cases: readonly JunitCase[], title: string): string => {
  const suites = new Map<string, JunitCase[]>();
  for (const each of cases) {
    const suite = suites.get(each.suite);
    if (suite) suite.push(each);
    else suites.set(each.suite, [each]);
  }
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites${xmlAttributes({ name: visible(title), ...countsOf(cases) })}>`,
    ...[...suites].flatMap(([name, inside]) => [`  <testsuite${xmlAttributes({ name: visible(name), ...countsOf(inside) })}>`, ...inside.flatMap(caseLines), "  </testsuite>"]),
    "</testsuites>",
    "",
  ].join("\n");
};

const countsOf = (cases: readonly JunitCase[]) => {
  const count = (status: JunitCase["status"]) => cases.filter((each) => each.status === status).length;
  return { tests: cases.length, failures: count("failed"), skipped: count("skipped"), errors: 0 };
};

const caseLines = ({ name, className, file, line, status, message = "", type = "", text = "" }: JunitCase): readonly string[] => {
  const opening = `    <testcase${xmlAttributes({ name: visible(name), classname: visible(className), ...(file === undefined ? {} : { file: visible(file) }), ...(line === undefined ? {} : { line }) })}`;
  if (status === "passed") return [`${opening}/>`];
  const inside =
    status === "failed"
      ? `<failure${xmlAttributes({ message: visible(message), type: visible(type) })}>${xml(text.split("\n").map(visible).join("\n"))}</failure>`
      : `<skipped${xmlAttributes({ message: visible(message) })}/>`;
  return [`${opening}>`, `      ${inside}`, "    </testcase>"];
};
