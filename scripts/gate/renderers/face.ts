import type { Verdict } from "../verdict";

/** One face of a verdict. Pure, and the same bytes for the same verdict; escapes everything for its own sink: a finding's words are an attacker's. */
export type Face = (verdict: Verdict) => string;
