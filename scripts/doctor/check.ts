/** One thing that doctor looked at. */
export interface Check {
  readonly name: string;
  /** missing: nothing works without it. note: worth knowing, or needed for some commands only. */
  readonly state: "ok" | "missing" | "note";
  /** What was found, for people; never a secret. */
  readonly found: string;
  /** What to do; set unless the state is ok. */
  readonly remedy?: string;
}
