import fc from "fast-check";
import type { Finding } from "../../../scripts/findings";
import type { GatheredReport } from "../../../scripts/gate/evidence";
import { judge, type GateQuestion } from "../../../scripts/gate/judge";
import { recordSchema, type RunRecord } from "../../../scripts/gate/record";
import type { Verdict } from "../../../scripts/gate/verdict";
import type { FindingWaiver } from "../../../scripts/waivers";
import { gathered, manifestOf, questionOf, recordFor, rules, subject } from "../../support/gate";

/** What must hold of the gate whatever it is asked. Every run asks the same questions: the seed is fixed. */
const settings = { numRuns: 150, seed: 20261122 };

const severities = ["info", "low", "medium", "high", "critical"] as const;
const text = fc.constantFrom("a", "b");
const fields = {
  tool: fc.constantFrom("semgrep", "trivy", "gitleaks"),
  rule: fc.constantFrom("x", "CVE-2021-1111", "GHSA-AAAA-BBBB-CCCC"),
  severity: fc.constantFrom(...severities, "high" as const, "unknown" as const),
  state: fc.constantFrom("open" as const, "open" as const, "open" as const, "fixed" as const, "suppressed" as const),
  nativeId: fc.option(text, { nil: undefined }),
  isFixAvailable: fc.constantFrom(true, false, false, undefined),
  firstSeen: fc.constantFrom(undefined, "2026-11-20T00:00:00Z", "2026-01-01T00:00:00Z"),
  aliases: fc.uniqueArray(fc.constantFrom("CWE-79", "CVE-2021-1111", "CVE-2021-2222", "GHSA-AAAA-BBBB-CCCC"), { maxLength: 2 }),
  location: fc.oneof(fc.record({ path: text, line: fc.integer({ min: 1, max: 2 }) }), fc.record({ path: text, package: fc.record({ name: text, version: fc.constant("1") }) })),
};
const finding: fc.Arbitrary<Finding> = fc.record({ ...fields, kind: fc.constantFrom("code" as const, "dependency" as const, "secret" as const), title: text });
/** A finding, and others that are much like it: so that witnesses meet. */
const alike = fc.tuple(finding, fc.array(fc.record(fields, { requiredKeys: [] }), { minLength: 1, maxLength: 3 })).map(([one, changes]): Finding[] => [one, ...changes.map((change) => ({ ...one, ...change }))]);

const manifest = manifestOf({ tool: "semgrep" }, { tool: "trivy" });
const reportsOf = ([first, second]: readonly (readonly Finding[])[]): readonly GatheredReport[] => [
  gathered("semgrep.json", { findings: first }, { record: recordFor("semgrep.json") }),
  gathered("trivy.json", { findings: second, rulesTime: "2026-11-21T00:00:00Z" }, { record: recordFor("trivy.json") }),
];
const lists = { exploited: { name: "kev.json", time: "2026-11-21", ids: new Set(["CVE-2021-2222"]) }, probabilities: { name: "epss.csv", time: "2026-11-21T00:00:00Z", probabilities: new Map([["CVE-2021-1111", 0.5]]) } };

const earlier = (findings: readonly Finding[]): Verdict => {
  const commit = "9".repeat(40);
  return judge(questionOf({ subject: { ...subject, commit }, reports: [gathered("semgrep.json", { commit, findings })] }));
};
interface Case {
  readonly asked: GateQuestion;
  /** One that is much like those that were found. */
  readonly more: Finding;
}
const waiverOf = (fingerprint: string, index: number, environment: string): FindingWaiver => ({ id: `F-${index}`, pipeline: "payments", environment, fingerprint, reason: "It is not reachable.", owner: "a@example.org", approver: "b@example.org", created: "2026-11-20", expires: "2026-12-01", revoked: { at: "2026-11-21", evidence: "TICKET-1" } });
/** Pull requests and promotions of dev, staging and prod, with and without baseline, waivers and lists. */
const cases: fc.Arbitrary<Case> = alike.chain((pool) =>
  fc
    .record({
      environment: fc.constantFrom("dev", "dev", "staging", "prod"),
      event: fc.constantFrom("promotion" as const, "pull-request" as const),
      before: fc.option(fc.subarray(pool), { nil: undefined }),
      waived: fc.oneof(fc.constant<Finding[]>([]), fc.subarray(pool)),
      first: fc.subarray(pool, { maxLength: 2 }),
      second: fc.subarray(pool, { maxLength: 1 }),
      hasLists: fc.boolean(),
      more: fc.constantFrom(...pool),
    })
    .map(({ environment, event, before, waived, first, second, hasLists, more }): Case => {
      const verdict = before && earlier(before);
      const baseline = verdict && { name: "baseline.json", verdict: { ...verdict, subject: { ...verdict.subject, environment } } };
      // Each of what one witness says. That of several together was approved for just these: it holds again when the last of them returns.
      const waivers = waived.flatMap((each) => judge(questionOf({ reports: reportsOf([[each], []]) })).findings).map(({ fingerprint }, index) => waiverOf(fingerprint, index, environment));
      const asked = questionOf({ subject: { ...subject, environment, event }, manifest, rules: rules({}, environment), reports: reportsOf([first, second]), baseline, waivers, exploits: hasLists ? lists : {} });
      return { asked, more };
    }),
);
const question = cases.map(({ asked }) => asked);

const findingsOf = ({ content }: GatheredReport): readonly Finding[] => ("report" in content ? content.report.findings : []);
const withFindings = (gathered: GatheredReport, findings: readonly Finding[]): GatheredReport => ("report" in gathered.content ? { ...gathered, content: { report: { ...gathered.content.report, findings } } } : gathered);

/** Whoever was stopped stays stopped. */
const holds = (before: GateQuestion, after: GateQuestion): void => {
  if (judge(before).outcome === "block") expect(judge(after).outcome).toBe("block");
};

test("the questions are worth asking: both answers, and every standing, come", () => {
  const verdicts = fc.sample(question, settings).map(judge);
  expect(new Set(verdicts.map(({ outcome }) => outcome))).toEqual(new Set(["pass", "block"]));
  expect(new Set(verdicts.flatMap(({ findings }) => findings.map(({ standing }) => standing)))).toEqual(new Set(["blocks", "tolerated", "known", "waived", "closed"]));
});

test("one more finding never turns block into pass, whatever baseline and waivers know of it", () => {
  fc.assert(
    fc.property(cases, fc.integer({ min: 0, max: 1 }), ({ asked, more }, at) => holds(asked, { ...asked, reports: asked.reports.map((report, index) => (index === at ? withFindings(report, [...findingsOf(report), more]) : report)) })),
    { ...settings, numRuns: 1500 },
  );
});

test("a worse severity never does", () => {
  fc.assert(
    fc.property(question, fc.nat(), (asked, which) => {
      const all = asked.reports.flatMap(findingsOf);
      const chosen = all[which % Math.max(1, all.length)];
      const worse = (each: Finding): Finding => (each !== chosen || each.severity === "unknown" ? each : { ...each, severity: severities[Math.min(4, severities.indexOf(each.severity) + 1)]! });
      holds(asked, { ...asked, reports: asked.reports.map((report) => withFindings(report, findingsOf(report).map(worse))) });
    }),
    settings,
  );
});

test("evidence that is taken away never does: reports, what they say, records, their fields, lists, the baseline", () => {
  const optional = ["toolVersion", "rules", "rulesTime", "looked", "commit", "digest", "time"] as const;
  const spoilers: Readonly<Record<string, (asked: GateQuestion, at: number, field: number) => GateQuestion>> = {
    report: (asked, at) => ({ ...asked, reports: asked.reports.filter((_, index) => index !== at) }),
    "field of a report": (asked, at, field) => ({ ...asked, reports: asked.reports.map((each, index) => (index === at && "report" in each.content ? { ...each, content: { report: { ...each.content.report, [optional[field % optional.length]!]: undefined } } } : each)) }),
    record: (asked, at) => ({ ...asked, reports: asked.reports.map((each, index) => (index === at ? { ...each, record: undefined } : each)) }),
    exploited: (asked) => ({ ...asked, exploits: { ...asked.exploits, exploited: undefined } }),
    probabilities: (asked) => ({ ...asked, exploits: { ...asked.exploits, probabilities: undefined } }),
    baseline: (asked) => ({ ...asked, baseline: undefined }),
  };
  fc.assert(
    fc.property(question, fc.constantFrom(...Object.keys(spoilers)), fc.integer({ min: 0, max: 1 }), fc.nat(), fc.record({ exitCode: fc.constantFrom(0, 0, 2), looked: fc.constantFrom(42, 42, 0) }), (asked, spoiler, at, field, recorded) => {
      // As in production: what is optional elsewhere is demanded, so that leaving it out gains nothing.
      const strict = { ...asked, rules: { ...asked.rules, isExploitedRequired: true, isExploitProbabilityRequired: true, isRecordRequired: true }, reports: asked.reports.map((each) => ({ ...each, record: recordFor(each.name, recorded) })) };
      holds(strict, spoilers[spoiler]!(strict, at, field));
    }),
    { ...settings, numRuns: 400 },
  );
});

test("a record without any one of its fields is none, but for those that only add to it", () => {
  const whole: RunRecord = recordFor("trivy.json");
  for (const field of Object.keys(recordSchema.shape)) {
    const isRead = recordSchema.safeParse({ ...whole, [field]: undefined }).success;
    expect([field, isRead]).toEqual([field, ["rulesTime", "lookedAt", "digest", "command"].includes(field)]);
  }
});

test("the order of reports, of findings and of files does not matter", () => {
  fc.assert(
    fc.property(question, (asked) => {
      const reports = asked.reports.map((report) => withFindings(report, [...findingsOf(report)].reverse())).reverse();
      expect(judge({ ...asked, reports })).toEqual(judge(asked));
    }),
    settings,
  );
});
