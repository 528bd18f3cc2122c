import { createHash } from "node:crypto";
import canonicalize from "canonicalize";
import type { Change, PlanJson, ResourceChange } from "../terraform/plan-json";

/** A keyed hash of a message: KMS `GenerateMac` under the environment's key, which never leaves KMS. */
export type MacFunction = (message: Uint8Array) => Promise<Uint8Array>;

/** Version of the algorithm; another algorithm gets another number, and fingerprints of two versions are never compared. */
const version = "v1";

/**
 * Fingerprint of what a plan will change: the same for every plan of one change (another checkout, parallelism, time, order), another
 * one as soon as an address, an action, a replacement, a value or a secret differs. Sensitive values enter only through the MAC, so that nobody
 * can try values against a fingerprint.
 *
 * In: managed resource changes that are not no-op, those that are moved or imported, output changes, invoked actions. Out, as noise: data reads,
 * drift, prior state, planned values, configuration, relevant attributes, timestamp, versions.
 *
 * @param mac called at most once, with the SHA-256 of the canonical list of sensitive leaves; not called where the plan has none.
 * @returns `v1:` and 64 hex digits.
 */
export const fingerprint = async (plan: PlanJson, mac: MacFunction): Promise<string> => {
  const resources = (plan.resource_changes ?? []).filter(isChange).map(resourcePart);
  const outputs = Object.entries(plan.output_changes ?? {})
    .filter(([, change]) => !isNoOp(change))
    .map(([name, change]): Part => splitOff({ kind: "output", address: name, actions: change.actions }, change));
  // By content: the order in which Terraform wrote the changes is chance.
  const parts = [...resources, ...outputs].sort((a, b) => (a.text < b.text ? -1 : a.text > b.text ? 1 : 0));
  const secrets = parts.flatMap((part) => part.secrets);
  const invocations = (plan.action_invocations ?? []).map((invocation) => canonical(invocation)).sort();
  const keyed = secrets.length === 0 ? null : Buffer.from(await mac(sha256(canonical(secrets)).digest())).toString("hex");
  // The canonical form of {changes, invocations, secrets}, put together from parts that are canonical already.
  const members = [`"changes":[${parts.map((part) => part.text).join(",")}]`, ...(invocations.length === 0 ? [] : [`"invocations":${canonical(invocations)}`]), `"secrets":${canonical(keyed)}`];
  return `${version}:${sha256(`{${members.join(",")}}`).digest("hex")}`;
};

/** A change in canonical form with its sensitive values taken out, and the list of them. */
interface Part {
  readonly text: string;
  readonly secrets: readonly unknown[];
}

const isNoOp = ({ actions }: Change): boolean => actions.every((action) => action === "no-op");
const isChange = ({ mode, change, previous_address: previous, address }: ResourceChange): boolean =>
  mode === "managed" && (!isNoOp(change) || (previous !== undefined && previous !== null && previous !== address) || Boolean(change.importing));

const resourcePart = (resource: ResourceChange): Part =>
  splitOff(
    {
      kind: "resource",
      address: resource.address,
      deposed: resource.deposed,
      previous_address: resource.previous_address,
      importing: resource.change.importing,
      actions: resource.change.actions,
      action_reason: resource.action_reason,
      replace_paths: (resource.change.replace_paths ?? []).map((path) => canonical(path)).sort(),
    },
    resource.change,
  );

const splitOff = (head: { readonly address: string } & Readonly<Record<string, unknown>>, change: Change): Part => {
  // Terraform before 0.15 writes no marks: then every value counts as sensitive.
  const marks = change.after_sensitive === undefined && change.before_sensitive === undefined ? true : change.after_sensitive;
  const secrets: unknown[] = [];
  const after = withoutSecrets(change.after, marks, (path, value) => secrets.push([head.address, head["deposed"] ?? null, path, value]), []);
  return { text: canonical({ ...head, after, after_unknown: change.after_unknown, after_sensitive: change.after_sensitive }), secrets };
};

type Path = readonly (string | number)[];

const withoutSecrets = (value: unknown, mark: unknown, found: (path: Path, value: unknown) => void, path: Path): unknown => {
  if (mark === true) {
    if (value !== null && value !== undefined) found(path, value);
    return null;
  }
  if (typeof value !== "object" || value === null || typeof mark !== "object" || mark === null) return value;
  const markOf = (key: string | number): unknown => (Object.hasOwn(mark, key) ? (mark as Record<string | number, unknown>)[key] : undefined);
  if (Array.isArray(value)) return value.map((member, index) => withoutSecrets(member, markOf(index), found, [...path, index]));
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, member]) => [key, withoutSecrets(member, markOf(key), found, [...path, key])]),
  );
};

const canonical = (value: unknown): string => canonicalize(value) ?? "null";
const sha256 = (text: string) => createHash("sha256").update(text, "utf8");
