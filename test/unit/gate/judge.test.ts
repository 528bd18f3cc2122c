import { createHash } from "node:crypto";
import canonicalize from "canonicalize";
import type { Finding, Severity } from "../../../scripts/findings";
import { judge, type GateQuestion } from "../../../scripts/gate/judge";
import { isSealed } from "../../../scripts/gate/seal";
import type { JudgedFinding, Verdict } from "../../../scripts/gate/verdict";
import { fixedClock } from "../../../scripts/clock";
import { findingOf, gathered, questionOf, rules, subject } from "../../support/gate";

const finding = (changed: Partial<Finding>, question: Partial<GateQuestion> = {}): JudgedFinding & { outcome: string } => {
  const { findings, outcome } = judge(questionOf({ ...question, reports: [gathered("semgrep.json", { findings: [findingOf(changed)] })] }));
  expect(findings).toHaveLength(1);
  return { ...findings[0]!, outcome };
};
const log4j = (changed: Partial<Finding> = {}): Partial<Finding> => ({ rule: "CVE-2021-44228", kind: "dependency", severity: "high", aliases: ["CVE-2021-44228"], location: { package: { name: "log4j", version: "2.14.1" } }, isFixAvailable: false, ...changed });
const day = (text: string) => `2026-${text}T00:00:00Z`;

describe("severity", () => {
  test.each([
    ["critical", "blocks"],
    ["high", "blocks"],
    ["unknown", "blocks"],
    ["medium", "tolerated"],
    ["low", "tolerated"],
    ["info", "tolerated"],
  ] as const)("%s %s", (severity, standing) => {
    expect(finding({ severity })).toMatchObject({ standing, outcome: standing === "blocks" ? "block" : "pass" });
  });

  test("the threshold is of its kind", () => {
    expect(finding({ kind: "malware", severity: "info" }).standing).toBe("blocks");
    expect(finding({ kind: "secret", severity: "low" }).standing).toBe("blocks");
    expect(finding({ severity: "low" }, { rules: rules({ block: { ...rules().block, code: "low" } }) }).standing).toBe("blocks");
  });

  test("what only the tool's own users accepted blocks; what is fixed, or mitigated with approval, does not", () => {
    for (const [state, standing] of [["suppressed", "blocks"], ["open", "blocks"], ["fixed", "closed"], ["mitigated", "closed"]] as const) expect(finding({ severity: "critical", state }).standing).toBe(standing);
  });

  test("many findings give one reason for each severity, and each has its place in the list", () => {
    const findings = ["high", "critical", "critical"].map((severity, line) => findingOf({ severity: severity as Finding["severity"], location: { path: "a.ts", line: line + 1 } }));
    const verdict = judge(questionOf({ reports: [gathered("semgrep.json", { findings })] }));
    expect(verdict.reasons.map(({ id, problem }) => `${id}: ${problem}`)).toEqual(["finding-critical: 2 findings of severity critical block: Unescaped output; …", "finding-high: 1 finding of severity high blocks: Unescaped output"]);
    expect(verdict.findings.map(({ standing }) => standing)).toEqual(["blocks", "blocks", "blocks"]);
  });
});

describe("exploitation", () => {
  const exploited = { name: "kev.json", time: "2026-11-20", ids: new Set(["CVE-2021-44228"]) };
  const probabilities = (probability: number) => ({ name: "epss.csv", time: "2026-11-21T00:00:00Z", probabilities: new Map([["CVE-2021-44228", probability]]) });

  test("what is known to be exploited blocks at any severity", () => {
    expect(finding(log4j({ severity: "info" }), { exploits: { exploited } })).toMatchObject({ standing: "blocks", isKnownExploited: true });
  });

  test("what is likely to be exploited counts one severity higher, from the probability of the policy on", () => {
    const medium = log4j({ severity: "medium", isFixAvailable: true });
    expect(finding(medium, { exploits: { probabilities: probabilities(0.1) } })).toMatchObject({ standing: "blocks", severity: "medium", exploitProbability: 0.1, why: expect.stringMatching(/counted as high/) });
    expect(finding(medium, { exploits: { probabilities: probabilities(0.0999) } }).standing).toBe("tolerated");
  });

  test("lists that are demanded and missing, or old, block", () => {
    const ids = (changed: Partial<GateQuestion>) => judge(questionOf(changed)).reasons.map(({ id }) => id);
    expect(ids({ rules: rules({ isExploitedRequired: true, isExploitProbabilityRequired: true }) })).toEqual(["exploit-probability-missing", "exploited-missing"]);
    expect(ids({ exploits: { exploited: { ...exploited, time: "2026-11-15T11:59:00Z" } } })).toEqual(["exploited-stale"]);
    expect(ids({ exploits: { exploited: { ...exploited, time: "2026-11-23" } } })).toEqual(["exploited-stale"]);
    expect(ids({ exploits: { exploited } })).toEqual([]);
  });
});

describe("age", () => {
  const old = { rules: rules({ oldestDays: { medium: 90 } }) };
  test("a medium is tolerated for so many days, and where nobody knows its age not at all", () => {
    expect(finding({ severity: "medium", firstSeen: day("08-25") }, old).standing).toBe("tolerated");
    expect(finding({ severity: "medium", firstSeen: day("08-23") }, old)).toMatchObject({ standing: "blocks", why: "It has been there for more than 90 days." });
    expect(finding({ severity: "medium" }, old)).toMatchObject({ standing: "blocks", why: expect.stringMatching(/Nobody knows how old it is.*--baseline/) });
    expect(finding({ severity: "low" }, old).standing).toBe("tolerated");
  });

  test("the verdict before says since when it is known, through many verdicts", () => {
    const at = (time: string, baseline?: Verdict) => judge(questionOf({ ...old, reports: [gathered("semgrep.json", { findings: [findingOf({ severity: "medium" })], time })], clock: fixedClock(time), baseline: baseline && { name: "baseline.json", verdict: baseline } }));
    const first = at("2026-08-01T00:00:00Z");
    const second = at("2026-08-20T00:00:00Z", first);
    expect(second.findings[0]).toMatchObject({ standing: "tolerated", knownSince: "2026-08-01T00:00:00.000Z" });
    const third = at("2026-09-15T00:00:00Z", second);
    const fourth = at("2026-10-14T00:00:00Z", third);
    expect([third, fourth].map(({ outcome }) => outcome)).toEqual(["pass", "pass"]);
    expect(at("2026-10-30T12:00:00Z", fourth)).toMatchObject({ outcome: "block", findings: [{ standing: "blocks", knownSince: "2026-08-01T00:00:00.000Z" }] });
  });

  test("without a fix a dependency is tolerated for a while, where its age is known and nobody knows of a fix", () => {
    expect(finding(log4j({ firstSeen: day("10-24") })).standing).toBe("tolerated");
    expect(finding(log4j({ firstSeen: day("10-22") })).standing).toBe("blocks");
    for (const changed of [{}, { isFixAvailable: true }, { isFixAvailable: undefined }, { severity: "critical" }, { severity: "unknown" }, { kind: "code" }] as const)
      expect(finding(log4j({ firstSeen: "firstSeen" in changed || Object.keys(changed).length > 0 ? day("11-20") : undefined, ...changed })).standing).toBe("blocks");
  });
});

test("what softens must be true of every witness who still sees it", () => {
  const standing = (changed: Partial<Finding>) => judge(questionOf({ reports: [gathered("semgrep.json", { findings: [findingOf(log4j({ firstSeen: day("11-20") })), findingOf(log4j({ tool: "grype", firstSeen: day("11-20"), ...changed }))] })] })).findings.map((each) => each.standing);
  expect(standing({})).toEqual(["tolerated"]);
  for (const changed of [{ firstSeen: undefined }, { firstSeen: day("01-01") }, { isFixAvailable: true }, { severity: "critical" }] as const) expect(standing(changed)).toEqual(["blocks"]);
});

describe("the baseline", () => {
  const pullRequest = { ...subject, event: "pull-request" as const, commit: "a".repeat(40) };
  const before = (findings: readonly Finding[], changed: Partial<GateQuestion> = {}) =>
    judge(questionOf({ subject: { ...subject, commit: "9".repeat(40) }, reports: [gathered("semgrep.json", { commit: "9".repeat(40), findings })], ...changed }));
  const now = (verdict: Verdict, findings: readonly Finding[], changed: Partial<GateQuestion> = {}) =>
    judge(questionOf({ subject: pullRequest, baseline: { name: "baseline.json", verdict }, reports: [gathered("semgrep.json", { findings })], ...changed }));
  const high = findingOf({ severity: "high" });

  test("a pull request is stopped by what it adds only; a promotion by all that stands", () => {
    expect(now(before([high]), [high])).toMatchObject({ outcome: "pass", findings: [{ standing: "known" }] });
    expect(now(before([high]), [high, findingOf({ severity: "high", rule: "sql", aliases: ["CWE-89"] })])).toMatchObject({ outcome: "block" });
    expect(now(before([high]), [high], { subject: { ...pullRequest, event: "promotion" } }).outcome).toBe("block");
    expect(now(before([high]), [high], { rules: rules({ newFindingsOnly: false }) }).outcome).toBe("block");
  });

  test("what got worse, came back, or stands more often is new", () => {
    expect(now(before([high]), [{ ...high, severity: "critical" }]).outcome).toBe("block");
    expect(now(before([{ ...high, state: "fixed" }]), [high]).outcome).toBe("block");
    const login = (line: number) => findingOf({ severity: "high", nativeId: "requires login", location: { path: "a.ts", line } });
    expect(now(before([login(1)]), [login(2)]).outcome).toBe("pass");
    expect(now(before([login(1)]), [login(1), login(2)]).outcome).toBe("block");
    expect(now(before([login(1), login(2)]), [login(3), login(4)]).outcome).toBe("pass");
  });

  test("one more witness with other news makes it new", () => {
    expect(now(before([high]), [high, { ...high, tool: "codeql", severity: "critical" }]).outcome).toBe("block");
  });

  const doubts: readonly [string, Partial<Verdict["subject"]>, string, string][] = [
    ["of another pipeline", { pipeline: "other" }, "2026-11-21T00:00:00Z", "baseline-foreign"],
    ["of another environment", { environment: "staging" }, "2026-11-21T00:00:00Z", "baseline-foreign"],
    ["of a pull request", { event: "pull-request" }, "2026-11-21T00:00:00Z", "baseline-foreign"],
    ["of this very commit", { commit: pullRequest.commit }, "2026-11-21T00:00:00Z", "baseline-foreign"],
    ["older than the policy allows", {}, "2026-10-22T00:00:00Z", "baseline-stale"],
    ["from the future", {}, "2026-11-23T00:00:00Z", "baseline-stale"],
  ];
  test.each(doubts)("%s blocks and makes nothing known", (_, changed, time, id) => {
    const old = before([high]);
    const verdict = now({ ...old, time, subject: { ...old.subject, ...changed } }, [high]);
    expect(verdict.reasons.map((reason) => reason.id)).toEqual([id, "finding-high"]);
  });
});

test("a waiver lifts by fingerprint, and the verdict names it", () => {
  const high = findingOf({ severity: "high" });
  const reports = [gathered("semgrep.json", { findings: [high] })];
  const { fingerprint } = judge(questionOf({ reports })).findings[0]!;
  const waiver = { id: "F-1", pipeline: "payments", environment: "dev", fingerprint, reason: "The page is not served.", owner: "a@example.org", approver: "b@example.org", created: "2026-11-20", expires: "2026-12-20" };
  expect(judge(questionOf({ reports, waivers: [waiver] }))).toMatchObject({ outcome: "pass", findings: [{ standing: "waived", waiver: "F-1" }] });
  expect(judge(questionOf({ reports, waivers: [{ ...waiver, expires: "2026-11-21" }] })).outcome).toBe("block");
});

test("a penetration test that the policy demands and nobody gives blocks", () => {
  expect(judge(questionOf({ rules: rules({ penetrationTest: { validDays: 365, eachMajorRelease: false } }) })).reasons.map(({ id }) => id)).toEqual(["penetration-test-missing"]);
});

test("the hash is of every word of the verdict", () => {
  const verdict = judge(questionOf({ reports: [gathered("semgrep.json", { findings: [findingOf({})] })] }));
  expect(isSealed(verdict)).toBe(true);
  expect(isSealed(JSON.parse(JSON.stringify(verdict)))).toBe(true);
  // Anybody can check it by RFC 8785.
  const { sha256, ...rest } = JSON.parse(JSON.stringify(verdict)) as Verdict;
  expect(createHash("sha256").update(canonicalize(rest)!).digest("hex")).toBe(sha256);
  expect(isSealed({ ...verdict, outcome: "block" })).toBe(false);
  expect(isSealed({ ...verdict, findings: [{ ...verdict.findings[0]!, severity: "info" }] })).toBe(false);
});

/** No reader gives such a word; should one slip, a finding that blocks must not lack its reason and pass. */
test("a finding of a severity that is none blocks", () => {
  const odd = findingOf({ severity: "dire" as Severity });
  expect(judge(questionOf({ reports: [gathered("semgrep.json", { findings: [odd] })] })).outcome).toBe("block");
});

/** A tool's word of tomorrow would keep it young for ever. */
test.each([
  ["2026-11-01T00:00:00Z", "pass"],
  ["2026-11-22T12:04:00Z", "pass"],
  ["2026-12-24T00:00:00Z", "block"],
  ["2026-01-01T00:00:00Z", "block"],
] as const)("a medium that was first seen at %s: %s", (firstSeen, outcome) => {
  const reports = [gathered("semgrep.json", { findings: [findingOf({ severity: "medium", firstSeen })] })];
  expect(judge(questionOf({ reports, rules: rules({ oldestDays: { medium: 90 } }) })).outcome).toBe(outcome);
});
