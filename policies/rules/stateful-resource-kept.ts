import { fail } from "../attributes";
import { statefulTypes } from "../resource-classes";
import type { Rule } from "../rule";

export const statefulResourceKept: Rule = {
  id: "stateful-resource-kept",
  title: "What holds data is neither destroyed, replaced nor forgotten",
  risk: "critical",
  types: Object.keys(statefulTypes),
  phases: ["plan"],
  actions: ["delete", "replace"],
  source: "Terraform documentation, 'Manage resource lifecycle': a replacement destroys; policies/resource-classes.ts says what is lost",
  remedy: "Undo what forces it (a changed name or construct id: add a moved block), or have a person approve it by a waiver for exactly this address.",
  evaluate: (resource) => fail(`the plan ${resource.action === "replace" ? "replaces" : "destroys or forgets"} it: lost is ${statefulTypes[resource.type]}`),
};
