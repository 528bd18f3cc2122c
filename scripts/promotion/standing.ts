import { organisation } from "../../environments";
import type { Upstream } from "./gate";
import type { LedgerEntry, Release } from "./types";

/** Events after which a stack stands as its release says. */
const standing = new Set(["applied", "recovered", "no-change", "bootstrapped"]);

/** The release that an environment verified last, if any and if the environment was not retired since. */
export const newestVerified = (entries: readonly LedgerEntry[], environment: string): string | undefined => {
  const last = entries.findLast((entry) => entry.environment === environment && (entry.event === "verified" || entry.event === "retired"));
  return last?.event === "verified" ? last.release : undefined;
};

/** Events that change what stands; a plan or a gate does not. */
const decisive = new Set([...standing, "apply-started", "apply-failed", "retired"]);

/** True where the event says that a stack stands as its release has it. */
export const saysStanding = (entry: LedgerEntry): boolean => standing.has(entry.event);

/** True where the event changed, or may have changed, what stands; a plan without changes did not. */
export const mayHaveChanged = (entry: LedgerEntry): boolean => decisive.has(entry.event) && entry.event !== "no-change";

/** What happened last to each stack of an environment. */
export const lastEvents = (entries: readonly LedgerEntry[], environment: string): ReadonlyMap<string, LedgerEntry> => {
  const last = new Map<string, LedgerEntry>();
  for (const entry of entries) if (entry.environment === environment && entry.stack !== undefined && decisive.has(entry.event)) last.set(entry.stack, entry);
  return last;
};

/** True where the newest event of every stack of the release says that it stands with this very digest. */
export const isVerified = (entries: readonly LedgerEntry[], environment: string, release: Release): boolean => {
  const last = lastEvents(entries, environment);
  return Object.entries(release.digests)
    .filter(([stack]) => stack.startsWith(`${environment}-`))
    .every(([stack, digest]) => {
      const entry = last.get(stack);
      return entry !== undefined && standing.has(entry.event) && entry.evidence.digest === digest;
    });
};

/** What each environment of the wave before has verified last. */
export const verifiedUpstream = (entries: readonly LedgerEntry[], wave: number): readonly Upstream[] =>
  (organisation.order[wave - 1] ?? []).map((environment) => ({ environment, verified: newestVerified(entries, environment) }));
