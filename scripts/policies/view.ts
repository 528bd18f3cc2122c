import { descend, hasReference, isRecord } from "../../policies/attributes";
import type { Action, Attribute, ResourceView, SourceLine } from "../../policies/rule";
import { toolError } from "../errors";
import type { PlanJson, ResourceChange } from "../terraform/plan-json";
import { plannedAttribute, plannedReferences } from "./plan-values";
import { referencesInValue, withoutIndex } from "./references";

/** What a rule is told about the stack that it judges. */
export interface Identity {
  readonly environment: string;
  readonly stage: string;
  readonly classification: string;
  /** Stack id, `<environment>-<stack>[-<region>]`. */
  readonly stack: string;
}

/** The part of cdk.tf.json that rules read. */
export interface SynthesisedTree {
  readonly resource?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** Where constructs come from, by `<type>.<name>`: the side file's `resources` of a stack. */
export type ConstructSources = Readonly<Record<string, { readonly path?: string; readonly source?: readonly SourceLine[] }>>;

/** The views of a stack, and which of them will exist after the change. */
export interface Views {
  readonly all: readonly ResourceView[];
  readonly remaining: readonly ResourceView[];
}

const where = (address: string, body: unknown, sources: ConstructSources): Pick<ResourceView, "constructPath" | "source"> => {
  const known = sources[withoutIndex(address)];
  const path = known?.path ?? descend(body, "//.metadata.path");
  return { constructPath: typeof path === "string" ? path : undefined, source: known?.source?.[0] };
};

const parseText = (text: unknown): unknown => {
  if (typeof text !== "string") return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
};

const parsed = (attribute: Attribute): Attribute => {
  if (attribute.kind === "absent" || attribute.kind === "unknown") return attribute;
  if (attribute.kind === "known" && attribute.value === "") return { kind: "absent" };
  const document = parseText(attribute.kind === "known" ? attribute.value : attribute.template);
  if (document === undefined) return { kind: "unknown" };
  return attribute.kind === "known" ? { kind: "known", value: document } : { kind: "template", template: document };
};

const remember = <Value>(read: (path: string) => Value): ((path: string) => Value) => {
  const seen = new Map<string, Value>();
  return (path) => {
    if (!seen.has(path)) seen.set(path, read(path));
    return seen.get(path) as Value;
  };
};

const declaredAttribute = (body: unknown, path: string): Attribute => {
  const keys = path.split(".");
  // A block that is itself a reference, or one of several, cannot be looked into.
  for (let depth = 1; depth < keys.length; depth += 1) {
    const block = descend(body, keys.slice(0, depth).join("."));
    if (typeof block === "string" || (Array.isArray(block) && block.length > 1)) return { kind: "unknown" };
  }
  const value = descend(body, path);
  if (value === undefined || value === null) return { kind: "absent" };
  return hasReference(value) ? { kind: "template", template: value } : { kind: "known", value };
};

const unreadable = (what: string) =>
  toolError({ id: "guardrails-unreadable", problem: `${what} cannot be read by the guardrails.`, remedy: "Synthesise again; if it stays, this is a defect of Portcullis: please report it." });

/** Views of what is declared. Data sources are not judged. @throws PortcullisError where the tree is not one. */
export const viewsOfTree = (tree: SynthesisedTree, identity: Identity, sources: ConstructSources = {}): Views => {
  if (!isRecord(tree)) throw unreadable("The synthesised tree");
  const { environment, stage, classification } = identity;
  const all = Object.entries(tree.resource ?? {}).flatMap(([type, byName]) =>
    Object.entries(byName).map(([name, body]): ResourceView => {
      if (!isRecord(body)) throw unreadable(`${type}.${name}`);
      const at = remember((path) => declaredAttribute(body, path));
      return {
        address: `${type}.${name}`,
        type,
        action: "create",
        environment,
        stage,
        classification,
        ...where(`${type}.${name}`, body, sources),
        at,
        before: () => ({ kind: "absent" }),
        json: remember((path) => parsed(at(path))),
        references: remember((path) => [...new Set(referencesInValue(descend(body, path)))]),
      };
    }),
  );
  return { all, remaining: all };
};

/** Terraform's actions as one word; `forget` counts as delete: nobody looks after the resource any more. */
export const actionOf = (actions: readonly string[]): Action => {
  const removes = actions.includes("delete") || actions.includes("forget");
  if (removes) return actions.includes("create") ? "replace" : "delete";
  return (["create", "update", "read"] as const).find((action) => actions.includes(action)) ?? "no-op";
};

/** The address as Terraform prints it; a deposed object is what a replacement left behind, and stands beside its successor. */
export const displayedAddress = (change: ResourceChange): string => (change.deposed ? `${change.address} (deposed ${change.deposed})` : change.address);

/**
 * Views of what a plan does to managed resources, those without a change included. A deletion is seen as it was before.
 * The configuration of child modules is not read, so what is unknown in them stays unknown.
 */
export const viewsOfPlan = (plan: PlanJson, identity: Identity, sources: ConstructSources = {}, tree: SynthesisedTree = {}): Views => {
  if (!isRecord(plan) || typeof plan.format_version !== "string") throw unreadable("The plan");
  const { environment, stage, classification } = identity;
  const configured = new Map((plan.configuration?.root_module?.resources ?? []).map((resource) => [resource.address, resource.expressions ?? {}]));
  const all = (plan.resource_changes ?? [])
    .filter((change) => change.mode === "managed")
    .map((resource): ResourceView => {
      const { change } = resource;
      const action = actionOf(change.actions);
      const gone = action === "delete";
      const expressions = configured.get(withoutIndex(resource.address));
      const values = { after: gone ? change.before : change.after, afterUnknown: gone ? {} : change.after_unknown, expressions };
      const at = remember((path) => plannedAttribute(values, path));
      return {
        address: displayedAddress(resource),
        type: resource.type,
        action,
        environment,
        stage,
        classification,
        ...where(resource.address, tree.resource?.[resource.type]?.[resource.name], sources),
        at,
        before: (path) => plannedAttribute({ after: change.before, afterUnknown: {}, expressions: undefined }, path),
        json: remember((path) => parsed(at(path))),
        references: remember((path) => plannedReferences(expressions, path)),
      };
    });
  return { all, remaining: all.filter((view) => view.action !== "delete") };
};
