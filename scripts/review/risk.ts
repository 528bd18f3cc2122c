import { protectionTypes, statefulTypes } from "../../policies/resource-classes";
import type { Action, Risk, RuleFinding } from "../../policies/rule";
import type { Leaf } from "./leaves";

/** Riskiest first. */
export const risks: readonly Risk[] = ["critical", "high", "medium", "low"];
export const riskRank = (risk: Risk): number => risks.indexOf(risk);

/** Types that decide who may do what or who may reach what. */
const accessType = /^aws_(iam_|kms_(key_policy|grant)|security_group|vpc_security_group_|default_security_group|network_acl|default_network_acl|route|organizations_policy|ram_|lambda_permission|.*_policy$|vpc_endpoint)/;

interface Assessed {
  readonly type: string;
  readonly action: Action;
  readonly deposed?: string;
  readonly leaves: readonly Leaf[];
}

interface Heuristic {
  readonly id: string;
  readonly risk: Risk;
  holds(change: Assessed): boolean;
}

const destroys = ({ action }: Assessed): boolean => action === "delete" || action === "replace";

/** An address range that is the whole internet, let in. What goes out is judged by rules, which know the stack. */
const opens = ({ type, action, leaves }: Assessed): boolean =>
  (action === "create" || action === "update" || action === "replace") &&
  leaves.some(({ after, path }) => (after === "0.0.0.0/0" || after === "::/0") && (type.endsWith("_ingress_rule") || path.includes("ingress")));

/** What a change risks where no rule speaks; the first that holds decides, so the riskiest stand first. */
const heuristics: readonly Heuristic[] = [
  { id: "protection-removed", risk: "critical", holds: (change) => change.action === "delete" && Object.hasOwn(protectionTypes, change.type) },
  { id: "stateful-destroyed", risk: "high", holds: (change) => destroys(change) && Object.hasOwn(statefulTypes, change.type) },
  { id: "protection-replaced", risk: "high", holds: (change) => change.action === "replace" && Object.hasOwn(protectionTypes, change.type) },
  { id: "policy-widened", risk: "high", holds: (change) => change.leaves.some((leaf) => leaf.widens) },
  { id: "opened-to-the-world", risk: "high", holds: opens },
  { id: "action-invoked", risk: "high", holds: (change) => change.type.startsWith("action.") },
  { id: "destroyed", risk: "medium", holds: (change) => change.action === "delete" && change.type !== "output" },
  { id: "replaced", risk: "medium", holds: (change) => change.action === "replace" },
  { id: "protection-changed", risk: "medium", holds: (change) => change.action === "update" && Object.hasOwn(protectionTypes, change.type) },
  { id: "access-changed", risk: "medium", holds: (change) => change.action === "update" && accessType.test(change.type) },
];

/**
 * The risk of a change and what gave it: the riskiest finding of a rule on its address that no waiver covers, or the heuristic where that is
 * riskier; a rule never makes a destroy look smaller than it is.
 */
export const assess = (change: Assessed, findings: readonly RuleFinding[]): { readonly risk: Risk; readonly rule?: string } => {
  const finding = findings.filter(({ waiver }) => waiver === undefined).sort((a, b) => riskRank(a.risk) - riskRank(b.risk))[0];
  const heuristic = heuristics.find((candidate) => candidate.holds(change));
  if (finding !== undefined && (heuristic === undefined || riskRank(finding.risk) <= riskRank(heuristic.risk))) return { risk: finding.risk, rule: finding.rule };
  return heuristic === undefined ? { risk: "low" } : { risk: heuristic.risk, rule: heuristic.id };
};

/** What each heuristic means, for readers and for SARIF. */
export const heuristicTitles: Readonly<Record<string, string>> = {
  "protection-removed": "Removes what protects or watches the account",
  "stateful-destroyed": "Destroys or replaces what holds data, keys or identities",
  "protection-replaced": "Replaces what protects or watches the account: a gap while it happens",
  "policy-widened": "A policy lets more through than before",
  "opened-to-the-world": "Lets in every address of the internet",
  "action-invoked": "Runs an imperative action when applied",
  destroyed: "Destroys a resource",
  replaced: "Destroys a resource and creates it anew",
  "protection-changed": "Changes what protects or watches the account",
  "access-changed": "Changes who may do or reach what",
};
