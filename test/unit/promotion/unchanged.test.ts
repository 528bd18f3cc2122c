import { judgeUnchanged, trustedHours, upstreamIds, type Circumstances } from "../../../scripts/promotion/unchanged";
import type { LedgerEntry, LedgerEvent, SynthesisedStack } from "../../../scripts/promotion/types";

const now = new Date("2026-11-22T12:00:00.000Z");
const hoursAgo = (hours: number) => new Date(now.getTime() - hours * 60 * 60 * 1000).toISOString();
const tools = "terraform 1.11.4, hashicorp/aws 5.100.0";

/** Entries of the ledger, numbered in the order given. */
const ledger = (...entries: readonly (Partial<LedgerEntry> & { readonly event: LedgerEvent })[]): readonly LedgerEntry[] =>
  entries.map((entry, index) => ({ seq: index + 1, prev: "", time: hoursAgo(1), actor: "", environment: "dev", release: "r1", stack: "dev-a", evidence: { digest: "d1", state: "s1", tools }, hash: "", ...entry }));

const judged = (entries: readonly LedgerEntry[], other: Partial<Circumstances> = {}) =>
  judgeUnchanged({ stack: { id: "dev-a", environment: "dev", digest: "d1" }, entries, upstream: [], state: "s1", tools, isLocked: false, hasJournal: false, clock: { now: () => now }, ...other });

describe("a stack is not planned", () => {
  test.each(["applied", "recovered", "no-change", "bootstrapped"] as const)("where it was recorded as %s and everything is as it was", (event) => {
    expect(judged(ledger({ event }))).toEqual({ since: hoursAgo(1) });
  });
  test("whatever the gates, another environment or another stack did since", () => {
    expect(judged(ledger({ event: "applied" }, { event: "passed" }, { event: "blocked" }, { event: "apply-failed", environment: "staging" }, { event: "applied", stack: "dev-b" }))).toEqual({ since: hoursAgo(1) });
  });
  test("nor looked at anew by runs that did not plan it", () => {
    const unplanned = { event: "no-change" as const, evidence: { digest: "d1", unplanned: true, since: hoursAgo(23) } };
    expect(judged(ledger({ event: "applied", time: hoursAgo(23) }, { ...unplanned, time: hoursAgo(2) }))).toEqual({ since: hoursAgo(23) });
    expect(judged(ledger({ event: "applied", time: hoursAgo(25) }, { ...unplanned, time: hoursAgo(2) }))).toHaveProperty("doubt");
  });
  test("where what it stands on has not changed since", () => {
    expect(judged(ledger({ event: "applied", stack: "dev-b" }, { event: "applied" }, { event: "no-change", stack: "dev-b" }), { upstream: ["dev-b"] })).toEqual({ since: hoursAgo(1) });
  });
});

describe("any doubt is planned", () => {
  const doubts: readonly (readonly [string, ReturnType<typeof judged>, RegExp])[] = [
    ["nothing is recorded", judged([]), /nothing is recorded/],
    ["only another environment's is", judged(ledger({ event: "applied", environment: "prod" })), /nothing is recorded/],
    ["an apply was begun and not ended", judged(ledger({ event: "applied" }, { event: "apply-started" })), /apply-started/],
    ["an apply failed", judged(ledger({ event: "applied" }, { event: "apply-failed" })), /apply-failed/],
    ["it was retired", judged(ledger({ event: "applied" }, { event: "retired" })), /retired/],
    ["it is declared differently", judged(ledger({ event: "applied" }), { stack: { id: "dev-a", environment: "dev", digest: "d2" } }), /declared differently/],
    ["another tree was applied since", judged(ledger({ event: "applied" }, { event: "applied", evidence: { digest: "d0", state: "s1", tools } })), /declared differently/],
    ["no digest is recorded", judged(ledger({ event: "applied", evidence: { state: "s1", tools } })), /declared differently/],
    ["its state was changed", judged(ledger({ event: "applied" }), { state: "s2" }), /state is not the one/],
    ["its state is gone", judged(ledger({ event: "applied" }), { state: undefined }), /state is not the one/],
    ["no state is recorded", judged(ledger({ event: "applied", evidence: { digest: "d1", tools } })), /state is not the one/],
    ["neither is there nor recorded", judged(ledger({ event: "applied", evidence: { digest: "d1", tools } }), { state: undefined }), /state is not the one/],
    ["its state is locked", judged(ledger({ event: "applied" }), { isLocked: true }), /locked/],
    ["an apply was interrupted here", judged(ledger({ event: "applied" }), { hasJournal: true }), /interrupted/],
    ["Terraform is another", judged(ledger({ event: "applied" }), { tools: tools.replace("1.11.4", "1.12.0") }), /other versions/],
    ["the provider is not pinned", judged(ledger({ event: "applied" }), { tools: undefined }), /other versions/],
    ["no versions are recorded or known", judged(ledger({ event: "applied", evidence: { digest: "d1", state: "s1" } }), { tools: undefined }), /other versions/],
    ["it was looked at too long ago", judged(ledger({ event: "applied", time: hoursAgo(trustedHours) })), /looked at it last/],
    ["it was looked at in the future", judged(ledger({ event: "applied", time: hoursAgo(-1) })), /looked at it last/],
    ["its time is none", judged(ledger({ event: "applied", time: "yesterday" })), /looked at it last/],
    ["what it stands on was applied since", judged(ledger({ event: "no-change", stack: "dev-b" }, { event: "applied" }, { event: "applied", stack: "dev-b" }), { upstream: ["dev-b"] }), /dev-b, on which it stands/],
    ["what it stands on failed since", judged(ledger({ event: "applied", stack: "dev-b" }, { event: "applied" }, { event: "apply-failed", stack: "dev-b" }), { upstream: ["dev-b"] }), /dev-b/],
    ["what it stands on is not recorded", judged(ledger({ event: "applied" }), { upstream: ["dev-b"] }), /dev-b/],
  ];
  test.each(doubts)("%s", (_what, verdict, reason) => {
    expect(verdict).toEqual({ doubt: expect.stringMatching(reason) });
  });
});

test("a stack stands on everything below it, not only on what it names", () => {
  const stack = (id: string, ...dependencies: string[]) => ({ id, dependencies }) as unknown as SynthesisedStack;
  const stacks = [stack("a"), stack("b", "a"), stack("c", "b"), stack("d")];
  expect(upstreamIds(stacks[2]!, stacks)).toEqual(["b", "a"]);
  expect(upstreamIds(stacks[3]!, stacks)).toEqual([]);
});
