import { fail } from "../attributes";
import { protectionTypes } from "../resource-classes";
import type { Rule } from "../rule";

/** A replacement is let through: the protection stands again when the apply ends, and the review shows the gap. */
export const protectionKept: Rule = {
  id: "protection-kept",
  title: "What protects or records is not removed",
  risk: "high",
  types: Object.keys(protectionTypes),
  phases: ["plan"],
  actions: ["delete"],
  source: "MITRE ATT&CK T1562, Impair Defenses; policies/resource-classes.ts says what no longer holds",
  remedy: "Keep the resource, or have a person approve its removal by a waiver for exactly this address.",
  evaluate: (resource) => fail(`the plan removes it: ${protectionTypes[resource.type]}`),
};
