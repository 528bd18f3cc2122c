import { millisecondsPerHour, type Clock } from "../clock";
import { lastEvents, mayHaveChanged, saysStanding } from "./standing";
import type { LedgerEntry, SynthesisedStack } from "./types";

/** Hours for which a stack that stood as its release says is not planned again; then drift is looked for. */
export const trustedHours = 24;

/** What is recorded of a stack that stands, by which a later run knows that nothing has happened since. */
export interface StandingEvidence {
  /** SHA-256 of the state, read when Terraform had ended. */
  readonly state: string;
  /** Terraform and providers, as `toolsText` writes them. */
  readonly tools: string;
}

/** Nothing where the state is not known: the next run plans then. */
export const standingEvidence = (state: string | undefined, tools: string): StandingEvidence | Record<string, never> => (state === undefined ? {} : { state, tools });

/** Everything that decides whether a stack is planned. What is missing is a doubt, and a doubt is planned. */
export interface Circumstances {
  readonly stack: Pick<SynthesisedStack, "id" | "environment" | "digest">;
  readonly entries: readonly LedgerEntry[];
  /** Stacks that it stands on, through others too. */
  readonly upstream: readonly string[];
  /** SHA-256 of its state as it is now. */
  readonly state?: string;
  /** What it would be planned with now; absent where that is not known before `init`. */
  readonly tools?: string;
  readonly isLocked: boolean;
  /** An apply of it was interrupted on this machine. */
  readonly hasJournal: boolean;
  readonly clock: Clock;
}

/** Either since when nothing has changed (ISO 8601), or why the stack is planned. */
export type Unchanged = { readonly since: string } | { readonly doubt: string };

/**
 * The entry of the last run in which Terraform itself looked at the stack. Entries of runs that did not plan it are
 * passed over: however often it is promoted, it is looked at once in `trustedHours`.
 */
const lastLook = (entries: readonly LedgerEntry[], { id, environment }: Circumstances["stack"]): LedgerEntry | undefined =>
  lastEvents(entries.filter((entry) => entry.evidence.unplanned !== true), environment).get(id);

/** Judges whether a stack needs no plan. Pure; every doubt is a reason to plan. */
export const judgeUnchanged = (circumstances: Circumstances): Unchanged => {
  const { stack, entries, upstream, state, tools, isLocked, hasJournal, clock } = circumstances;
  const look = lastLook(entries, stack);
  if (look === undefined) return { doubt: "nothing is recorded of it" };
  if (!saysStanding(look)) return { doubt: `what is recorded of it last is ${look.event}` };
  if (look.evidence.digest !== stack.digest) return { doubt: "it is declared differently" };
  if (hasJournal) return { doubt: "an apply of it was interrupted" };
  if (isLocked) return { doubt: "its state is locked" };
  if (state === undefined || look.evidence.state !== state) return { doubt: "its state is not the one that was recorded" };
  if (tools === undefined || look.evidence.tools !== tools) return { doubt: "it was recorded with other versions of Terraform or its providers" };
  const age = clock.now().getTime() - Date.parse(look.time);
  if (!(age >= 0 && age < trustedHours * millisecondsPerHour)) return { doubt: `Terraform looked at it last at ${look.time}` };
  const below = upstream.find((id) => !standsSince(entries, stack.environment, id, look.seq));
  if (below !== undefined) return { doubt: `${below}, on which it stands, has changed since` };
  return { since: look.time };
};

/** True where nothing can have changed in a stack since an entry. */
const standsSince = (entries: readonly LedgerEntry[], environment: string, id: string, seq: number): boolean => {
  const own = entries.filter((entry) => entry.environment === environment && entry.stack === id);
  return own.some(saysStanding) && !own.some((entry) => entry.seq > seq && mayHaveChanged(entry));
};

/** Every stack below one, through others too. */
export const upstreamIds = (stack: Pick<SynthesisedStack, "dependencies">, stacks: readonly SynthesisedStack[]): readonly string[] => {
  const found = new Set(stack.dependencies);
  for (const id of found) for (const next of stacks.find((other) => other.id === id)?.dependencies ?? []) found.add(next);
  return [...found];
};
