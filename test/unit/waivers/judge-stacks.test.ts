import type { RuleFinding } from "../../../policies/rule";
import { fixedClock } from "../../../scripts/clock";
import { judgeWaivers, judgeWaiversOfStacks, type Waiver } from "../../../scripts/waivers";

const waiver = (changed: Partial<Waiver> = {}): Waiver => ({
  id: "C-1",
  rule: "CKV_AWS_18",
  environment: "*",
  stack: "audit",
  address: "aws_s3_bucket.logs",
  reason: "It is the bucket that logs go to.",
  owner: "author@example.org",
  approver: "reviewer@example.org",
  created: "2026-11-22",
  expires: "2027-02-20",
  ...changed,
});
const finding = (changed: Partial<RuleFinding> = {}): RuleFinding => ({ rule: "CKV_AWS_18", risk: "medium", result: "fail", address: "aws_s3_bucket.logs", reason: "not so", remedy: "mend it", ...changed });
const stack = (environment: string, findings: readonly RuleFinding[] = [finding()], name = "audit") => ({ identity: { environment, stack: `${environment}-${name}` }, findings });
const judge = (stacks: readonly ReturnType<typeof stack>[], waivers: readonly Waiver[], { day = "2026-11-23", isComplete = true } = {}) =>
  judgeWaiversOfStacks({ stacks, waivers, clock: fixedClock(`${day}T12:00:00Z`), tool: "checkov", isComplete });
const lifted = ({ findings }: { readonly findings: readonly RuleFinding[] }) => findings.map(({ waiver: id }) => id);

test("a waiver of every environment lifts the same finding in each, and in no other stack", () => {
  expect(lifted(judge([stack("dev"), stack("prod"), stack("prod", [finding()], "audit-eu-west-1")], [waiver()]))).toEqual(["C-1", "C-1", undefined]);
  expect(lifted(judge([stack("dev")], [waiver({ stack: "dev-audit" })]))).toEqual([undefined]);
});

test("it lifts nothing that is critical, and says so once", () => {
  const { findings, problems } = judge([stack("dev", [finding({ risk: "critical" })]), stack("prod", [finding({ risk: "critical" })])], [waiver({ expires: "2026-12-01" })]);
  expect(findings.map(({ waiver: id }) => id)).toEqual([undefined, undefined]);
  expect(problems).toEqual([expect.objectContaining({ waiver: "C-1", kind: "too-wide", blocks: true })]);
});

test("expired it lifts nothing", () => {
  expect(judge([stack("dev")], [waiver()], { day: "2027-02-21" })).toMatchObject({ findings: [expect.not.objectContaining({ waiver: "C-1" })], problems: [{ kind: "expired", blocks: true }] });
});

test("used in one environment it is used; used in none it warns, and blocks after 14 days", () => {
  expect(judge([stack("dev"), stack("prod", [])], [waiver()]).problems).toEqual([]);
  expect(judge([stack("dev", []), stack("prod", [])], [waiver()]).problems).toEqual([expect.objectContaining({ kind: "unused", blocks: false })]);
  expect(judge([stack("dev", []), stack("prod", [])], [waiver()], { day: "2026-12-07" }).problems).toEqual([expect.objectContaining({ kind: "unused", blocks: true })]);
});

test("where only some stacks are judged nobody knows whether it is used", () => {
  expect(judge([stack("dev", [])], [waiver()], { isComplete: false }).problems).toEqual([]);
});

test("a waiver of a stack that is no more is unused", () => {
  expect(judge([stack("dev", [])], [waiver({ environment: "dev", stack: "dev-gone" })]).problems).toEqual([expect.objectContaining({ kind: "unused" })]);
});

test("each tool leaves the waivers of the other alone", () => {
  const guardrail = waiver({ id: "W-1", rule: "trail-complete", environment: "dev", stack: "dev-audit" });
  expect(judge([stack("dev", [])], [guardrail]).problems).toEqual([]);
  const asked = { findings: [], clock: fixedClock("2027-01-23T12:00:00Z"), identity: { environment: "dev", stack: "dev-audit" } };
  expect(judgeWaivers({ ...asked, waivers: [waiver({ environment: "dev", stack: "dev-audit" })] }).problems).toEqual([]);
  expect(judgeWaivers({ ...asked, waivers: [guardrail] }).problems).toEqual([expect.objectContaining({ waiver: "W-1", kind: "unused" })]);
});
