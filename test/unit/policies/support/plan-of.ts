import { hasReference, isRecord } from "../../../../policies/attributes";
import type { PlanJson, ResourceChange } from "../../../../scripts/terraform/plan-json";

/**
 * The plan that Terraform makes of a tree in an empty account: single blocks become lists of one, what refers to a
 * resource is unknown, and the configuration carries the templates. A recorded plan of Terraform holds this to the truth.
 */

export type Tree = { resource: Record<string, Record<string, Record<string, unknown>>> };

const maps = new Set(["tags", "destination_options", "configuration"]);

interface Planned {
  readonly after: unknown;
  readonly unknown: unknown;
  readonly expression: unknown;
}

const leaf = (value: unknown): Planned =>
  hasReference(value)
    ? { after: undefined, unknown: true, expression: { constant_value: value, references: [...JSON.stringify(value).matchAll(/aws_\w+\.[\w-]+/g)].map(([address]) => address) } }
    : { after: value, unknown: undefined, expression: { constant_value: value } };

const block = (body: Record<string, unknown>): Planned => {
  const parts = Object.entries(body).filter(([key]) => key !== "//").map(([key, value]) => [key, attribute(key, value)] as const);
  const pick = (of: keyof Planned) => Object.fromEntries(parts.filter(([, part]) => part[of] !== undefined).map(([key, part]) => [key, part[of]]));
  return { after: pick("after"), unknown: pick("unknown"), expression: pick("expression") };
};

const attribute = (key: string, value: unknown): Planned => {
  const blocks = isRecord(value) ? [value] : Array.isArray(value) && value.length > 0 && value.every(isRecord) ? value : undefined;
  if (blocks === undefined || maps.has(key)) return leaf(value);
  const planned = blocks.map((item) => block(item as Record<string, unknown>));
  return { after: planned.map(({ after }) => after), unknown: planned.map(({ unknown }) => unknown), expression: planned.map(({ expression }) => expression) };
};

export const planOf = (tree: Tree): PlanJson & { readonly resource_changes: readonly ResourceChange[] } => {
  const resources = Object.entries(tree.resource).flatMap(([type, byName]) => Object.entries(byName).map(([name, body]) => ({ type, name, address: `${type}.${name}`, planned: block(body) })));
  return {
    format_version: "1.2",
    applyable: true,
    complete: true,
    errored: false,
    resource_changes: resources.map(({ type, name, address, planned }) => ({
      address,
      mode: "managed",
      type,
      name,
      change: { actions: ["create"], before: null, after: planned.after, after_unknown: { id: true, arn: true, ...(planned.unknown as object) } },
    })),
    configuration: { root_module: { resources: resources.map(({ type, name, address, planned }) => ({ address, mode: "managed", type, name, expressions: planned.expression as Record<string, unknown> })) } },
  };
};

const account = "111111111111";
/** ARNs of types whose rules look into them; the others need only differ. */
const arns: Readonly<Record<string, (name: string, body: Record<string, unknown>) => string>> = {
  aws_s3_bucket: (_, { bucket }) => `arn:aws:s3:::${String(bucket)}`,
  aws_iam_role: (name) => `arn:aws:iam::${account}:role/${name}`,
  aws_iam_policy: (_, { name }) => `arn:aws:iam::${account}:policy/${String(name)}`,
  aws_iam_openid_connect_provider: () => `arn:aws:iam::${account}:oidc-provider/token.actions.githubusercontent.com`,
};
const computed = (type: string, name: string, body: Record<string, unknown>): Record<string, unknown> => ({
  id: type === "aws_s3_bucket" ? body.bucket : `${type}-${name}-id`,
  arn: arns[type]?.(name, body) ?? `arn:aws:${type}:::${name}`,
});

/** The plan of a tree that stands already: everything is known and nothing changes. */
export const settledPlanOf = (tree: Tree): PlanJson => {
  const settled = JSON.parse(
    JSON.stringify(tree).replace(/\$\{(aws_\w+)\.([\w-]+)\.(\w+)\}/g, (_, type: string, name: string, key: string) => {
      const body = tree.resource[type]?.[name] ?? {};
      return String({ ...computed(type, name, body), ...body }[key] ?? `${type}-${name}-${key}`);
    }),
  ) as Tree;
  const plan = planOf(settled);
  return {
    ...plan,
    resource_changes: plan.resource_changes.map((change) => {
      const after = change.change.after as Record<string, unknown>;
      const known = { ...computed(change.type, change.name, after), ...after };
      return { ...change, change: { actions: ["no-op"], before: known, after: known, after_unknown: {} } };
    }),
    configuration: planOf(tree).configuration,
  };
};
