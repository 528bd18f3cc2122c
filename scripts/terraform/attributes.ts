import type { PlanJson } from "./plan-json";

/** A tree in Terraform's JSON syntax, as cdktf writes it. */
export interface DeclaredTree {
  readonly provider?: { readonly aws?: readonly { readonly default_tags?: readonly { readonly tags?: unknown }[] }[] };
  readonly resource?: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;
}

/** `${aws_iam_role.r.name}` and nothing else. */
const wholeReference = /^\$\{([a-z0-9_]+\.[A-Za-z0-9_-]+)\.([a-z0-9_]+)\}$/;

/** Address without `["key"]` or `[0]`. */
export const withoutIndex = (address: string): string => address.replace(/\[[^\]]*\]$/, "");

export const isDeclared = (tree: DeclaredTree, address: string): boolean => declaredResource(tree, address) !== undefined;

/**
 * An attribute of a resource as text: the planned value where the plan knows it, else what the tree declares, references
 * followed by the ids of the resources that they name.
 */
export function readAttribute(sources: { readonly plan?: PlanJson; readonly tree: DeclaredTree; readonly ids: ReadonlyMap<string, string> }, address: string, name: string, depth = 0): string | undefined {
  const planned = sources.plan?.resource_changes?.find((change) => change.address === address)?.change.after;
  const known = text((planned as Readonly<Record<string, unknown>> | null | undefined)?.[name]);
  if (known !== undefined) return known;
  const value = text(declaredResource(sources.tree, address)?.[name]);
  if (value === undefined) return attributeFromId(sources.ids.get(address), name);
  const reference = wholeReference.exec(value);
  if (!reference) return value.includes("${") ? undefined : value;
  // A tree has no circles, but what is read here was not checked by Terraform yet.
  return depth < 8 ? readAttribute(sources, reference[1]!, reference[2]!, depth + 1) : undefined;
}

/** `id` always is the state id; `arn` is where the id has that form. */
function attributeFromId(id: string | undefined, name: string): string | undefined {
  if (name === "id") return id;
  return name === "arn" && id?.startsWith("arn:") ? id : undefined;
}

/** What the tree says of a resource; undefined where it does not declare it. */
export function declaredResource(tree: DeclaredTree, address: string): Readonly<Record<string, unknown>> | undefined {
  const [type = "", name = ""] = withoutIndex(address).split(".");
  return tree.resource?.[type]?.[name];
}

const text = (value: unknown): string | undefined =>
  typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? String(value) : undefined;
