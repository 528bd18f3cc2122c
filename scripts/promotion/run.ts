import type { Environment } from "../../environments";
import type { PortcullisError } from "../errors";
import type { StackReview } from "../review";
import type { Store } from "../stores";
import type { Tree } from "../synthesis";
import type { ApplyResult, Session } from "../terraform";
import type { Upstream } from "./gate";
import type { Ledger } from "./ledger";
import type { LedgerEntry, LedgerEvent, Release } from "./types";

/** One promotion of one release into one environment. */
export interface Run {
  readonly to: Environment;
  /** Narrow to these stacks; the environment counts as verified when all of the release stand. @default all */
  readonly stacks?: readonly string[];
  /** Plan every stack, also those of which nothing has changed since they were recorded. @default false */
  readonly refresh?: boolean;
  readonly ledger: Ledger;
  readonly store: Store;
  readonly session: Session;
  readonly release: Release;
  readonly tree: Tree;
  readonly upstream: readonly Upstream[];
  /** Author of the change; may not approve it. */
  readonly author?: string;
}

/** How a promotion ended for one stack. */
export interface PromotedStack {
  readonly stack: string;
  readonly counts: ApplyResult["counts"];
  readonly seconds: number;
  readonly facts: Readonly<Record<string, string>>;
  readonly outcome: "applied" | "no-change" | "blocked" | "not-applied" | "failed";
  /** Where it was not planned, because nothing has changed since: when Terraform looked at it last, ISO 8601. */
  readonly unchangedSince?: string;
}

/** What became of the stacks of a promotion, in the order in which they were given. */
export interface Advanced {
  readonly reviews: readonly StackReview[];
  readonly stacks: readonly PromotedStack[];
  readonly problem?: PortcullisError;
}

export type RecordEvent = (event: LedgerEvent, stack?: string, evidence?: LedgerEntry["evidence"]) => Promise<unknown>;

export const notApplied = (stack: string, outcome: PromotedStack["outcome"]): PromotedStack => ({ stack, counts: { create: 0, update: 0, destroy: 0 }, seconds: 0, facts: {}, outcome });
