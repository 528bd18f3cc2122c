import { fixedClock } from "../../../scripts/clock";
import { judgeFindingWaivers, type FindingWaiverQuestion } from "../../../scripts/gate/waivers";
import type { JudgedFinding } from "../../../scripts/gate/verdict";
import { parseFindingWaivers } from "../../../scripts/waivers";
import { timed } from "../../support/processor-time";

const fingerprint = `f1-${"a".repeat(32)}`;
const subject = { pipeline: "shop", environment: "prod" } as const;

const finding = (changes: Partial<JudgedFinding> = {}): JudgedFinding => {
  const { tool = "trivy", rule = "CVE-2021-44228" } = changes;
  return {
    tool,
    rule,
    kind: "dependency",
    severity: "high",
    title: "Remote code execution",
    location: { path: "app/package-lock.json", package: { name: "log4j", version: "2.14.0" } },
    state: "open",
    aliases: ["CVE-2021-44228"],
    fingerprint,
    witnesses: [{ tool, rule, report: "trivy.json" }],
    standing: "blocks",
    why: "It is high; high and worse block",
    ...changes,
  };
};
const byFingerprint = { fingerprint } as const;
const byPlace = { rule: "trivy:CVE-2021-44228", address: "app/package-lock.json log4j@2.14.0" } as const;

/** Through the parser, so that no test uses what no file can hold. */
const waiver = (changes: Record<string, unknown> = byFingerprint) => {
  const whole = { id: "F-1", environment: "prod", pipeline: "shop", reason: "The class is never loaded.", owner: "ada@example.org", approver: "grace@example.org", created: "2026-11-01", expires: "2026-11-30", ...changes };
  return parseFindingWaivers(JSON.stringify([whole]), "waivers.yaml")[0]!;
};

const judge = (question: Partial<FindingWaiverQuestion> & { readonly now?: string } = {}) =>
  judgeFindingWaivers({ findings: [finding()], waivers: [waiver()], clock: fixedClock(question.now ?? "2026-11-10T12:00:00Z"), subject, changeAuthor: "alan@example.org", ...question });

/** Expects that the waiver does not lift the finding, that both say why, and that it can be mended. */
const expectRefused = ({ findings, reasons }: ReturnType<typeof judge>, id: string, problem: RegExp) => {
  expect(findings[0]).toMatchObject({ standing: "blocks", why: expect.stringMatching(problem) });
  expect(findings[0]!.waiver).toBeUndefined();
  expect(reasons).toEqual([{ id, where: "waiver F-1", problem: expect.stringMatching(problem), remedy: expect.stringMatching(/\w+.*\.$/) }]);
};

describe("a waiver that holds", () => {
  it.each([["fingerprint", byFingerprint], ["rule and exact place", byPlace]])("lifts what blocks by its %s, and says who approved it until when", (_, scope) => {
    expect(judge({ waivers: [waiver(scope)] })).toEqual({
      findings: [{ ...finding(), standing: "waived", waiver: "F-1", why: "Waiver F-1, approved by grace@example.org, lifts it until the end of 2026-11-30." }],
      reasons: [],
      warnings: [],
    });
  });

  it("lifts nothing else", () => {
    const others = [
      finding({ fingerprint: `f1-${"b".repeat(32)}`, rule: "CVE-2021-45046" }),
      finding({ fingerprint: `f1-${"c".repeat(32)}`, location: { path: "app/package-lock.json", package: { name: "log4j", version: "2.14.1" } } }),
      finding({ fingerprint: `f1-${"d".repeat(32)}`, location: { path: "other/package-lock.json", package: { name: "log4j", version: "2.14.0" } } }),
      finding({ fingerprint: `f1-${"e".repeat(32)}`, tool: "grype" }),
    ];
    for (const scope of [byFingerprint, byPlace]) expect(judge({ findings: [...others, finding()], waivers: [waiver(scope)] }).findings.map(({ standing }) => standing)).toEqual(["blocks", "blocks", "blocks", "blocks", "waived"]);
  });

  it.each([["environment", { environment: "staging" }], ["pipeline", { pipeline: "shop2" }]])("of another %s is left alone, used or not", (_, change) => {
    expect(judge({ waivers: [waiver({ ...byFingerprint, ...change })] })).toEqual({ findings: [finding()], reasons: [], warnings: [] });
  });

  it("warns from 14 days before its end, holds until its last day has ended in UTC, and not a moment longer", () => {
    expect(judge({ now: "2026-11-15T23:59:59.999Z" }).warnings).toEqual([]);
    expect(judge({ now: "2026-11-16T00:00:00Z" }).warnings).toMatchObject([{ id: "waiver-expiring", problem: expect.stringContaining("in 14 days") }]);
    expect(judge({ now: "2026-11-30T23:59:59.999Z" })).toMatchObject({ findings: [{ standing: "waived" }], reasons: [], warnings: [{ id: "waiver-expiring" }] });
    expectRefused(judge({ now: "2026-12-01T00:00:00Z" }), "waiver-expired", /expired at the end of 2026-11-30/);
  });

  it("goes before one that has expired, in whatever order they stand", () => {
    const expired = waiver({ ...byPlace, id: "F-0", created: "2026-08-01", expires: "2026-10-01" });
    for (const waivers of [[expired, waiver()], [waiver(), expired]]) expect(judge({ waivers })).toMatchObject({ findings: [{ standing: "waived", waiver: "F-1" }], reasons: [] });
  });

  it("leaves a finding alone that does not block, and is used by it until it is closed", () => {
    for (const standing of ["tolerated", "known"] as const) expect(judge({ findings: [finding({ standing })] })).toEqual({ findings: [finding({ standing })], reasons: [], warnings: [] });
    expect(judge({ findings: [finding({ standing: "closed" })] }).warnings).toMatchObject([{ id: "waiver-unused" }]);
  });
});

describe("a waiver that does not hold lets its finding block, and both say why", () => {
  it.each<[string, string, RegExp, Record<string, unknown>, Partial<JudgedFinding>, Partial<FindingWaiverQuestion>]>([
    ["granted for the future", "waiver-not-begun", /begins on 2026-11-11/, { ...byFingerprint, created: "2026-11-11" }, {}, {}],
    ["approved by the change's author", "waiver-self-approved", /who also wrote this change/, byFingerprint, {}, { changeAuthor: "Grace@Example.org" }],
    ["while nobody says who wrote the change", "waiver-author-unknown", /nobody says who wrote/, byFingerprint, {}, { changeAuthor: undefined }],
    ["of more than 14 days for a critical", "waiver-too-long", /longer than 14 days/, byFingerprint, { severity: "critical" }, {}],
    ["of more than 14 days for what is unknown", "waiver-too-long", /longer than 14 days/, byFingerprint, { severity: "unknown" }, {}],
    ["by place without a version for a critical", "waiver-too-wide", /without an exact version/, { rule: byPlace.rule, address: "app/package-lock.json log4j", expires: "2026-11-15" }, { severity: "critical", location: { path: "app/package-lock.json", package: { name: "log4j" } } }, {}],
    ["by line for a critical", "waiver-too-wide", /without an exact version/, { rule: "semgrep:sqli", address: "a.ts:1", expires: "2026-11-15" }, { tool: "semgrep", rule: "sqli", kind: "code", severity: "critical", location: { path: "a.ts", line: 1 } }, {}],
    ["by place where another tool sees it too", "waiver-other-witness", /grype:GHSA-jfh8-c2jp-5v3q sees it too/, byPlace, { witnesses: [{ tool: "trivy", rule: "CVE-2021-44228", report: "t" }, { tool: "grype", rule: "GHSA-jfh8-c2jp-5v3q", report: "g" }] }, {}],
  ])("%s", (_, id, problem, scope, changes, question) => {
    expectRefused(judge({ findings: [finding(changes)], waivers: [waiver(scope)], ...question }), id, problem);
  });

  it("a critical is lifted for 14 days, by fingerprint or by an exact version", () => {
    for (const scope of [byFingerprint, byPlace]) expect(judge({ findings: [finding({ severity: "critical" })], waivers: [waiver({ ...scope, expires: "2026-11-15" })] })).toMatchObject({ findings: [{ standing: "waived" }], reasons: [] });
  });
});

describe("a secret", () => {
  const secret = (firstSeen?: string) => finding({ kind: "secret", tool: "gitleaks", rule: "aws-access-token", location: { path: ".env", line: 3 }, witnesses: [{ tool: "gitleaks", rule: "aws-access-token", report: "gitleaks.json", firstSeen }] });
  const revoked = (at: string) => waiver({ ...byFingerprint, revoked: { at, evidence: "https://tickets.example.org/123" } });

  it("is lifted once it is revoked, from the day on which it was first seen to this day", () => {
    for (const at of ["2026-11-05", "2026-11-10"]) expect(judge({ findings: [secret("2026-11-05T22:00:00Z")], waivers: [revoked(at)] })).toMatchObject({ findings: [{ standing: "waived" }], reasons: [] });
    expect(judge({ findings: [secret()], waivers: [revoked("2026-01-01")] }).findings[0]!.standing).toBe("waived");
  });

  it.each<[string, RegExp, ReturnType<typeof waiver>, string | undefined]>([
    ["without proof", /lifts no secret without proof/, waiver(), undefined],
    ["revoked tomorrow", /still to come/, revoked("2026-11-11"), undefined],
    ["revoked before it was first seen", /before it was first seen/, revoked("2026-11-04"), "2026-11-05T00:00:00Z"],
    ["first seen on a day that is none", /not write as ISO 8601/, revoked("2026-11-05"), "yesterday"],
  ])("%s is not", (_, problem, held, firstSeen) => {
    expectRefused(judge({ findings: [secret(firstSeen)], waivers: [held] }), "waiver-not-revoked", problem);
  });

  it("is judged by what reports say of its age, not by the gate's own book, which begins later", () => {
    expect(judge({ findings: [{ ...secret("2026-11-01T00:00:00Z"), firstSeen: "2026-11-10T12:00:00Z" }], waivers: [revoked("2026-11-05")] }).findings[0]!.standing).toBe("waived");
  });
});

describe("a virtual patch as compensating control", () => {
  const resting = waiver({ ...byFingerprint, compensatingControl: "virtual-patch:log4j-lookup" });
  const patch = (changes: object = {}) => ({ id: "log4j-lookup", mode: "block", webAcl: "arn:aws:wafv2:eu-central-1:111111111111:regional/webacl/edge/1", ...changes });
  const evidence = (changes: object = {}, patches: readonly object[] = [patch()]) => ({
    name: "patches.json",
    text: JSON.stringify({ version: 1, environment: "prod", account: "111111111111", place: "aws", regions: ["eu-central-1"], observed: "2026-11-10T11:00:00.000Z", patches, ...changes }),
  });

  it("must be live in block mode", () => {
    expect(judge({ waivers: [resting], livePatches: evidence() })).toMatchObject({ findings: [{ standing: "waived" }], reasons: [] });
  });

  it.each<[string, RegExp, FindingWaiverQuestion["livePatches"]]>([
    ["nothing is shown", /nothing shows whether that is live/, undefined],
    ["it only counts", /does not block in arn:.*\(count\)/, evidence({}, [patch({ mode: "count" })])],
    ["it counts in one of two Web ACLs", /\(count\)/, evidence({}, [patch(), patch({ mode: "count", webAcl: "arn:aws:wafv2:eu-west-1:111111111111:regional/webacl/edge/2" })])],
    ["another patch is live", /stands in no Web ACL of prod/, evidence({}, [patch({ id: "log4j-lookup-2" })])],
    ["no patch is live", /stands in no Web ACL of prod/, evidence({}, [])],
    ["it is live in another environment", /is of staging/, evidence({ environment: "staging" })],
    ["it is live on the embedded AWS", /is of the embedded AWS/, evidence({ place: "emulator" })],
    ["it was observed more than 24 hours ago", /older than 24 hours/, evidence({ observed: "2026-11-09T11:59:59.999Z" })],
    ["it was observed in the future", /from the future/, evidence({ observed: "2026-11-10T12:05:00.001Z" })],
  ])("does not lift where %s", (_, problem, livePatches) => {
    expectRefused(judge({ waivers: [resting], livePatches }), "waiver-patch-not-live", problem);
  });

  it("on the embedded AWS is proved there", () => {
    expect(judge({ waivers: [resting], livePatches: evidence({ place: "emulator" }), place: "emulator" }).findings[0]!.standing).toBe("waived");
    expectRefused(judge({ waivers: [resting], livePatches: evidence(), place: "emulator" }), "waiver-patch-not-live", /is of AWS/);
  });

  it("observed 24 hours ago is still believed", () => {
    expect(judge({ waivers: [resting], livePatches: evidence({ observed: "2026-11-09T13:00:00+01:00" }) }).findings[0]!.standing).toBe("waived");
  });

  it.each<[string, RegExp, string]>([
    ["an unknown key", /unknown key "enviroment"; did you mean "environment"\?/, JSON.stringify({ ...JSON.parse(evidence().text), enviroment: "prod" })],
    ["an unknown mode", /patches\[0\]\.mode/, evidence({}, [patch({ mode: "blocking" })]).text],
    ["a time that is none", /observed: must be a time/, evidence({ observed: "today" }).text],
    ["half of it", /./, evidence().text.slice(0, 100)],
    ["nothing", /./, ""],
    ["brackets without end", /deeper than 100 levels/, "[".repeat(100_000)],
  ])("whose evidence is %s stops the gate, whether a waiver needs it or not", (_, problem, text) => {
    for (const waivers of [[resting], [waiver()]]) expect(judge({ waivers, livePatches: { name: "patches.json", text } }).reasons).toContainEqual(expect.objectContaining({ id: "virtual-patches-unreadable", where: expect.stringMatching(/^patches\.json:\d+$/), problem: expect.stringMatching(problem) }));
  });
});

it("an unused waiver warns for 14 days from its creation, then blocks", () => {
  expect(judge({ findings: [], now: "2026-11-15T23:00:00Z" })).toMatchObject({ reasons: [], warnings: [{ id: "waiver-unused", problem: expect.stringContaining(fingerprint) }] });
  expect(judge({ findings: [], now: "2026-11-16T00:00:00Z" })).toMatchObject({ reasons: [{ id: "waiver-unused", remedy: "Remove it from the file." }], warnings: [] });
});

it("a reason is said once, however many findings a waiver is of", () => {
  const findings = Array.from({ length: 3 }, (_, index) => finding({ fingerprint: `f1-${String(index).repeat(32)}` }));
  expect(judge({ findings, waivers: [waiver(byPlace)], now: "2026-12-01T00:00:00Z" })).toMatchObject({ findings: [{ standing: "blocks" }, { standing: "blocks" }, { standing: "blocks" }], reasons: [{ id: "waiver-expired" }] });
});

it("judges 100,000 findings within seconds", () => {
  const findings = Array.from({ length: 100_000 }, (_, index) => finding({ fingerprint: `f1-${index.toString(16).padStart(32, "0")}` }));
  const { seconds } = timed(() => expect(judge({ findings, waivers: [waiver({ ...byPlace, address: "x y@1" })] }).findings).toHaveLength(100_000));
  expect(seconds).toBeLessThan(5);
});

describe("a waiver that says how severe it was approved for", () => {
  const medium = waiver({ ...byFingerprint, severity: "medium" });
  it("lifts that and what is milder", () => {
    for (const severity of ["medium", "low", "info"] as const) expect(judge({ waivers: [medium], findings: [finding({ severity })] }).findings[0]!.standing).toBe("waived");
  });
  it.each(["high", "critical", "unknown"] as const)("does not lift it once another tool calls it %s", (severity) => {
    expectRefused(judge({ waivers: [waiver({ ...byFingerprint, severity: "medium", expires: "2026-11-14" })], findings: [finding({ severity })] }), "waiver-worse", /was approved for medium, and the severity is/);
  });
});

it.each(["Ada <Grace@example.org>", "grace@example.org\u200b", "\uff47race@example.org"])("an author written %j is the approver all the same", (changeAuthor) => {
  expectRefused(judge({ changeAuthor }), "waiver-self-approved", /who also wrote this change/);
});
