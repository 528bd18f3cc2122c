import type { Skipped } from "../types";

/** Why a content, or the rest of it, is not looked at; it ends in the report, never before a person as a stack trace. */
export class NotLookedAt extends Error {
  constructor(
    public readonly kind: Skipped["kind"],
    reason: string,
  ) {
    super(reason);
    this.name = "NotLookedAt";
  }
}

/** More was unpacked than is allowed of one file: nothing more of it is looked at. */
export class TooMuch extends NotLookedAt {
  constructor() {
    super("blind", "it unpacks to more than any honest file; what came first was looked at");
    this.name = "TooMuch";
  }
}
