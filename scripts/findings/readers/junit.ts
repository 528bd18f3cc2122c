import type { Finding } from "../finding";
import { readXml, childOf, childrenOf, type XmlElement } from "../parse/xml";
import type { Reader } from "../reader";
import { oneLine, pathOf } from "../text";
import { UnreadableReport } from "../unreadable";

interface Counts {
  readonly tests: number;
  readonly failures: number;
  readonly errors: number;
  readonly skipped: number;
}

const none: Counts = { tests: 0, failures: 0, errors: 0, skipped: 0 };
const sum = (one: Counts, other: Counts): Counts => ({ tests: one.tests + other.tests, failures: one.failures + other.failures, errors: one.errors + other.errors, skipped: one.skipped + other.skipped });

/** Some writers tell one failure of a test in several elements: what counts is the test. */
const countsOfTest = (test: XmlElement): Counts => {
  const has = (name: string) => (childOf(test, name) ? 1 : 0);
  return { tests: 1, failures: has("failure"), errors: has("error"), skipped: has("skipped") };
};

const suitesIn = (suite: XmlElement) => childrenOf(suite, "testsuite");
const testsIn = (suite: XmlElement): readonly XmlElement[] => [...childrenOf(suite, "testcase"), ...suitesIn(suite).flatMap(testsIn)];

/** A suite sums up itself and those in it. `errors` and `failures` are compared together: writers differ in which is which. */
const contradictionsOf = (suite: XmlElement): readonly string[] => {
  const said = (name: string): number | undefined => {
    const text = suite.attributes[name];
    if (text === undefined) return undefined;
    if (!/^\d{1,9}$/.test(text.trim())) throw new UnreadableReport("malformed", `${suite.name}@${name} is no number of tests`);
    return Number(text);
  };
  const counted = testsIn(suite).map(countsOfTest).reduce(sum, none);
  const failures = said("failures");
  const pairs = [
    ["tests", said("tests"), counted.tests],
    ["failed", failures === undefined ? undefined : failures + (said("errors") ?? 0), counted.failures + counted.errors],
  ] as const;
  const own = pairs.flatMap(([what, summary, listed]) => (summary === undefined || summary === listed ? [] : [oneLine(`the ${suite.name} ${suite.attributes.name ?? ""} says ${summary} ${what}, it lists ${listed}`)]));
  return [...own, ...suitesIn(suite).flatMap(contradictionsOf)];
};

/** What a failure says may show anything that the program holds: the name of the test is enough to find it. */
const findingOf = (test: XmlElement): Finding => {
  const { name = "unnamed", classname, file, line } = test.attributes;
  const isError = childOf(test, "error") !== undefined;
  return {
    tool: "junit",
    rule: isError ? "test-error" : "test-failure",
    kind: "quality",
    severity: "high",
    title: oneLine(`Test ${isError ? "could not run" : "failed"}: ${name}`),
    location: { path: file ? pathOf(file) : undefined, line: line && /^[1-9]\d{0,8}$/.test(line) ? Number(line) : undefined, resource: oneLine(classname && classname !== name ? `${classname}: ${name}` : name) },
    state: "open",
    aliases: [],
  };
};

const isBad = (test: XmlElement): boolean => childOf(test, "failure") !== undefined || childOf(test, "error") !== undefined;

/** Many writers leave the zone out: such a time could be off by half a day. */
const zoned = /^\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:?\d\d)$/;

export const junit: Reader = {
  format: "junit",
  title: "JUnit XML",
  recognises: ({ elements }) => elements.has("/testsuites") || elements.has("/testsuite"),
  read: (source) => {
    const root = readXml(source);
    if (root.name !== "testsuites" && root.name !== "testsuite") throw new UnreadableReport("malformed", "the report is no JUnit XML: its root is neither testsuites nor testsuite");
    const tests = testsIn(root);
    const { skipped } = tests.map(countsOfTest).reduce(sum, none);
    const times = [root, ...suitesIn(root)].flatMap(({ attributes: { timestamp } }) => (timestamp !== undefined && zoned.test(timestamp) ? [timestamp] : []));
    return {
      format: "junit",
      tool: "junit",
      // A test that was skipped proves nothing.
      looked: tests.length - skipped,
      lookedAt: skipped === 0 ? "tests" : `tests (${skipped} more were skipped)`,
      time: times.sort().at(-1),
      failures: [],
      contradictions: contradictionsOf(root),
      findings: tests.filter(isBad).map(findingOf),
    };
  },
};
