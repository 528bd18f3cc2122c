import type { RuleFinding } from "../../../policies/rule";
import { fixedClock } from "../../../scripts/clock";
import { applyWaiversIgnoringDates, judgeWaivers, type Waiver } from "../../../scripts/waivers";

const finding: RuleFinding = { rule: "bucket-tls-only", risk: "high", result: "fail", address: "aws_s3_bucket.logs", reason: "no TLS", remedy: "deny it" };
const waiver: Waiver = {
  id: "W-1",
  rule: "bucket-tls-only",
  environment: "prod",
  stack: "prod-audit",
  address: "aws_s3_bucket.logs",
  reason: "The old collector speaks no TLS.",
  owner: "ada@example.org",
  approver: "grace@example.org",
  created: "2026-10-01",
  expires: "2026-11-30",
};
const identity = { environment: "prod", stack: "prod-audit" } as const;
const judge = (change: Partial<Waiver> = {}, question: { findings?: readonly RuleFinding[]; now?: string; changeAuthor?: string; fingerprint?: string } = {}) =>
  judgeWaivers({
    findings: question.findings ?? [finding],
    waivers: [{ ...waiver, ...change }],
    clock: fixedClock(question.now ?? "2026-11-01T12:00:00Z"),
    identity: { ...identity, fingerprint: question.fingerprint },
    changeAuthor: question.changeAuthor,
  });

describe("a waiver that holds", () => {
  it("lifts the finding at its exact address and says nothing", () => {
    expect(judge()).toEqual({ findings: [{ ...finding, waiver: "W-1" }], problems: [] });
  });

  it("lifts no other finding", () => {
    const others: readonly RuleFinding[] = [{ ...finding, address: "aws_s3_bucket.logs2" }, { ...finding, rule: "bucket-encrypted-with-cmk" }];
    expect(judge({}, { findings: [finding, ...others] }).findings).toEqual([{ ...finding, waiver: "W-1" }, ...others]);
  });

  it.each([["environment", { environment: "staging" }], ["stack", { stack: "prod-network" }]])("of another %s is left alone", (_, change) => {
    expect(judge(change)).toEqual({ findings: [finding], problems: [] });
  });

  it("warns from 14 days before its end", () => {
    expect(judge({}, { now: "2026-11-15T23:59:59Z" }).problems).toEqual([]);
    expect(judge({}, { now: "2026-11-16T00:00:00Z" }).problems).toMatchObject([{ kind: "expiring", blocks: false, text: expect.stringContaining("in 14 days") }]);
  });

  it("holds to the end of its last day in UTC, and not a moment longer", () => {
    expect(judge({}, { now: "2026-11-30T23:59:59.999Z" })).toMatchObject({ findings: [{ waiver: "W-1" }], problems: [{ kind: "expiring", text: expect.stringContaining("today") }] });
    const later = judge({}, { now: "2026-12-01T00:00:00Z" });
    expect(later.findings).toEqual([{ ...finding, reason: "no TLS. Waiver W-1 expired at the end of 2026-11-30." }]);
    expect(later.problems).toMatchObject([{ kind: "expired", blocks: true }]);
  });
});

describe("a waiver that does not hold lets the finding stand, says why and blocks", () => {
  it.each<[string, string, Partial<Waiver>, Parameters<typeof judge>[1]]>([
    ["it was granted for the future", "not-begun", { created: "2026-11-02" }, {}],
    ["its owner approved it", "self-approved", { approver: "ADA@example.org " }, {}],
    ["the author of the change approved it", "self-approved", {}, { changeAuthor: "Grace@Example.org" }],
    ["a critical risk is lifted for more than 14 days", "too-long", {}, { findings: [{ ...finding, risk: "critical" }] }],
    ["it was approved for another plan", "other-plan", { fingerprint: "v1:a" }, { fingerprint: "v1:b" }],
    ["it was approved for a plan and there is none", "other-plan", { fingerprint: "v1:a" }, {}],
  ])("%s", (_, kind, change, question) => {
    const { findings, problems } = judge(change, question);
    expect(findings[0]?.waiver).toBeUndefined();
    expect(findings[0]?.reason).toMatch(/^no TLS\. Waiver W-1 /);
    expect(problems).toMatchObject([{ waiver: "W-1", kind, blocks: true }]);
    expect(problems[0]?.remedy).toBeTruthy();
  });
});

it("lifts a critical risk for 14 days, and a plan by its own fingerprint", () => {
  expect(judge({ created: "2026-11-01", expires: "2026-11-15" }, { findings: [{ ...finding, risk: "critical" }] }).findings[0]?.waiver).toBe("W-1");
  expect(judge({ fingerprint: "v1:a" }, { fingerprint: "v1:a" }).findings[0]?.waiver).toBe("W-1");
});

it("takes one that holds before one that has expired", () => {
  const { findings, problems } = judgeWaivers({ findings: [finding], waivers: [{ ...waiver, id: "W-0", created: "2026-08-01", expires: "2026-10-01" }, waiver], clock: fixedClock("2026-11-01T00:00:00Z"), identity });
  expect(findings[0]?.waiver).toBe("W-1");
  expect(problems).toEqual([]);
});

it("an unused waiver warns for 14 days from its creation, then blocks", () => {
  expect(judge({}, { findings: [], now: "2026-10-15T23:00:00Z" }).problems).toMatchObject([{ kind: "unused", blocks: false }]);
  expect(judge({}, { findings: [], now: "2026-10-16T00:00:00Z" }).problems).toMatchObject([{ kind: "unused", blocks: true, remedy: "Remove it from the file." }]);
});

it("does not trust a waiver that a finding brings along", () => {
  expect(judge({ address: "aws_s3_bucket.other" }, { findings: [{ ...finding, waiver: "W-1" }] }).findings[0]?.waiver).toBeUndefined();
});

describe("at synth, where no day is known", () => {
  it("an expired waiver still lifts: the gate judges its dates", () => {
    expect(applyWaiversIgnoringDates([finding], [{ ...waiver, expires: "2026-10-02" }], identity)).toEqual([{ ...finding, waiver: "W-1" }]);
  });

  it("a waiver for another address, stack or plan lifts nothing", () => {
    const others = [{ ...waiver, address: "aws_s3_bucket.a" }, { ...waiver, stack: "prod-edge" }, { ...waiver, fingerprint: "v1:a" }];
    expect(applyWaiversIgnoringDates([finding], others, identity)).toEqual([finding]);
  });
});
