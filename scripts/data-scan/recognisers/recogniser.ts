import type { Severity } from "../../findings";
import type { FoundValue } from "../types";
import type { Surroundings } from "../surroundings";

/** Finds one kind of sensitive data. Pure. One file each. */
export interface Recogniser {
  /** In kebab case, stable: waivers name it. */
  readonly id: string;
  /** For people: "Payment card number". */
  readonly title: string;
  /** Of a value that is certain. */
  readonly severity: Severity;
  /** In the order of the text; linear in its length. */
  readonly find: (text: string, surroundings: Surroundings) => readonly FoundValue[];
}
