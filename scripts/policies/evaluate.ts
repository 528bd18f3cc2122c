import { rules as everyRule } from "../../policies/rules";
import type { Action, ResourceView, Rule, RuleContext, RuleFinding } from "../../policies/rule";
import type { PlanJson } from "../terraform/plan-json";
import { indexOf, withoutIndex } from "./references";
import { type ConstructSources, type Identity, type SynthesisedTree, type Views, viewsOfPlan, viewsOfTree } from "./view";

/** What the guardrails found, and the proof that they looked. */
export interface Evaluation {
  readonly phase: "synth" | "plan";
  /** Digest of the tree that was judged, or planned and judged; a gate takes no evaluation without it. */
  readonly digest?: string;
  readonly findings: readonly RuleFinding[];
  readonly evidence: {
    readonly rulesLoaded: number;
    readonly resourcesJudged: number;
    /** How often a rule was asked about a resource. */
    readonly evaluations: number;
    /** Ids of the rules, sorted. */
    readonly rules: readonly string[];
  };
}

interface Common {
  readonly identity: Identity;
  /** Digest of the stack's synthesised folder, carried into the evaluation. @default none, as at synth where there is none yet */
  readonly digest?: string;
  /** Construct paths and source lines by `<type>.<name>`. @default from cdktf's metadata, without source lines */
  readonly resources?: ConstructSources;
  /** @default every rule of policies/rules */
  readonly rules?: readonly Rule[];
}

const defaultActions: readonly Action[] = ["create", "update", "replace", "no-op"];
const identifying = ["id", "arn", "bucket", "name"] as const;

const contextOf = (phase: "synth" | "plan", remaining: readonly ResourceView[]): RuleContext => {
  const byType = grouped(remaining);
  const resources = (type: string) => byType.get(type) ?? [];
  const sharesLiteral = (attribute: string, from: ResourceView, to: ResourceView): boolean => {
    const value = from.at(attribute);
    if (value.kind !== "known" || typeof value.value !== "string" || value.value === "") return false;
    return identifying.some((key) => {
      const name = to.at(key);
      return name.kind === "known" && name.value === value.value;
    });
  };
  const refers = (attribute: string, from: ResourceView, to: ResourceView): boolean =>
    from.references(attribute).includes(withoutIndex(to.address)) && (indexOf(to.address) === "" || indexOf(to.address) === indexOf(from.address));
  return {
    phase,
    resources,
    referring: (type, attribute, to) => resources(type).filter((from) => refers(attribute, from, to) || sharesLiteral(attribute, from, to)),
  };
};

const grouped = (views: readonly ResourceView[]): Map<string, ResourceView[]> => {
  const groups = new Map<string, ResourceView[]>();
  for (const view of views) {
    const group = groups.get(view.type);
    if (group) group.push(view);
    else groups.set(view.type, [view]);
  }
  return groups;
};

const judge = (rule: Rule, view: ResourceView, context: RuleContext): RuleFinding | undefined => {
  const found = (result: "fail" | "unknown", reason: string): RuleFinding => ({
    rule: rule.id,
    risk: rule.risk,
    result,
    address: view.address,
    constructPath: view.constructPath,
    source: view.source,
    reason,
    remedy: rule.remedy,
  });
  try {
    const outcome = rule.evaluate(view, context);
    return outcome.result === "fail" || outcome.result === "unknown" ? found(outcome.result, outcome.reason) : undefined;
  } catch (error) {
    return found("unknown", `the rule failed: ${error instanceof Error ? error.message : String(error)}`);
  }
};

const evaluate = (phase: "synth" | "plan", views: Views, rules: readonly Rule[], digest: string | undefined): Evaluation => {
  const context = contextOf(phase, views.remaining);
  const byType = grouped(views.all);
  const findings: RuleFinding[] = [];
  let evaluations = 0;
  for (const rule of rules) {
    if (rule.phases && !rule.phases.includes(phase)) continue;
    const actions = rule.actions ?? defaultActions;
    const judged = rule.types.includes("*") ? views.all : [...new Set(rule.types)].flatMap((type) => byType.get(type) ?? []);
    for (const view of judged) {
      if (phase === "plan" && !actions.includes(view.action)) continue;
      evaluations += 1;
      const finding = judge(rule, view, context);
      if (finding) findings.push(finding);
    }
  }
  const ids = rules.map((rule) => rule.id).sort();
  return { phase, digest, findings, evidence: { rulesLoaded: rules.length, resourcesJudged: views.all.length, evaluations, rules: ids } };
};

/** Judges what a synthesised stack declares. Pure. @throws PortcullisError where the tree cannot be read */
export const evaluateTree = ({ tree, identity, digest, resources, rules = everyRule }: Common & { readonly tree: SynthesisedTree }): Evaluation =>
  evaluate("synth", viewsOfTree(tree, identity, resources), rules, digest);

/** Judges what a plan does, deletions included. `tree` adds construct paths. Pure. @throws PortcullisError where the plan cannot be read */
export const evaluatePlan = ({ plan, tree, identity, digest, resources, rules = everyRule }: Common & { readonly plan: PlanJson; readonly tree?: SynthesisedTree }): Evaluation =>
  evaluate("plan", viewsOfPlan(plan, identity, resources, tree), rules, digest);

/** The findings that stop: failures everywhere, what is unknown only on a plan; none that a waiver covers. */
export const blockingFindings = (evaluation: Pick<Evaluation, "phase" | "findings">): readonly RuleFinding[] =>
  evaluation.findings.filter((finding) => finding.waiver === undefined && (finding.result === "fail" || evaluation.phase === "plan"));
