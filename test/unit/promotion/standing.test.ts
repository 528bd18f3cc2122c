import { isVerified, lastEvents, newestVerified, verifiedUpstream } from "../../../scripts/promotion/standing";
import type { LedgerEntry, LedgerEvent } from "../../../scripts/promotion/types";

const entry = (event: LedgerEvent, stack?: string, digest = "d1", release = "r1", environment = "dev"): LedgerEntry => ({ seq: 1, prev: "", time: "", actor: "", environment, release, stack, event, evidence: { digest }, hash: "" });
const release = { id: "r1", commit: "c", digests: { "dev-a": "d1", "dev-b": "d1", "prod-a": "d9" } };

describe("what stands", () => {
  test("an environment is whole when every one of its stacks stands with the release's digest", () => {
    expect(isVerified([entry("applied", "dev-a"), entry("no-change", "dev-b")], "dev", release)).toBe(true);
    expect(isVerified([entry("applied", "dev-a")], "dev", release)).toBe(false);
    expect(isVerified([entry("applied", "dev-a"), entry("applied", "dev-b", "other")], "dev", release)).toBe(false);
  });

  test("a failed or unfinished apply takes a stack out again, a plan or a gate does not", () => {
    const whole = [entry("applied", "dev-a"), entry("applied", "dev-b")];
    for (const event of ["apply-started", "apply-failed", "retired"] as const) expect(isVerified([...whole, entry(event, "dev-a")], "dev", release)).toBe(false);
    for (const event of ["passed", "blocked"] as const) expect(isVerified([...whole, entry(event, "dev-a")], "dev", release)).toBe(true);
    expect(lastEvents([...whole, entry("passed", "dev-a")], "dev").get("dev-a")!.event).toBe("applied");
  });

  test("the newest verified release counts, for the wave before as well", () => {
    const entries = [entry("verified", undefined, "", "r1"), entry("verified", undefined, "", "r2"), entry("verified", undefined, "", "r0", "staging")];
    expect(newestVerified(entries, "dev")).toBe("r2");
    expect(newestVerified(entries, "prod")).toBeUndefined();
    expect(verifiedUpstream(entries, 2)).toEqual([{ environment: "staging", verified: "r0" }]);
    expect(verifiedUpstream(entries, 0)).toEqual([]);
  });

  test("a retired environment has verified nothing any more, until it does so anew", () => {
    const retired = [entry("verified", undefined, "", "r1"), entry("retired", "dev-a")];
    expect(newestVerified(retired, "dev")).toBeUndefined();
    expect(newestVerified([...retired, entry("verified", undefined, "", "r1")], "dev")).toBe("r1");
  });
});
