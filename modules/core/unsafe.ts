import type { IConstruct } from "constructs";
import { ConstructError } from "./errors";

/**
 * An option that lowers a module's standard. It is asked for by its own name and says why, so that a reader of the
 * stack meets the reason where the weakening is: `unsafe: { withoutAccessLogs: { reason: "…" } }`.
 */
export interface Unsafe {
  /** Why the standard does not fit here; at least 10 characters. */
  readonly reason: string;
}

const shortestReason = 10;

/**
 * Checks that every unsafe option given carries a reason.
 * @throws ConstructError where one does not.
 */
export const requireReasons = (construct: IConstruct, options: Readonly<Record<string, Unsafe | undefined>> = {}): void => {
  for (const [option, value] of Object.entries(options)) {
    if (value !== undefined && value.reason.trim().length < shortestReason) {
      throw new ConstructError(construct, {
        problem: `The unsafe option ${option} gives no reason.`,
        remedy: `Say in at least ${shortestReason} characters why the standard does not fit here, or leave the option out.`,
      });
    }
  }
};
