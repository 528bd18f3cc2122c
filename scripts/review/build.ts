import type { Action, RuleFinding, SourceLine } from "../../policies/rule";
import { visible } from "../faces";
import type { Change, PlanJson, ResourceChange } from "../terraform/plan-json";
import { leavesOf, outputAsResource } from "./leaves";
import type { Review, ReviewedChange, StackReview } from "./model";
import { reviewModelVersion } from "./model";
import { createRedactor, redactText, type Redactor } from "./redact";
import { assess, riskRank } from "./risk";

/** What the side file of synth says of one resource, by `<type>.<name>`. */
export interface ResourceEntry {
  /** Construct path. */
  readonly path: string;
  /** The line of `new` first, then its callers; relative to the repository. */
  readonly source: readonly SourceLine[];
  readonly controls: readonly string[];
}

export interface StackIdentity {
  readonly environment: string;
  readonly stack: string;
  readonly accountId: string;
  readonly region: string;
}

export interface StackReviewInput {
  readonly plan: PlanJson;
  readonly identity: StackIdentity;
  /** @default none: construct paths and source lines are left out */
  readonly resources?: Readonly<Record<string, ResourceEntry>>;
  /** @default none */
  readonly findings?: readonly RuleFinding[];
  readonly fingerprint?: string;
}

/**
 * One action for Terraform's list of them. `forget` (a resource that Terraform lets go of without destroying it) counts as a delete:
 * what it did for the account is no longer assured.
 */
export const normaliseAction = (actions: Change["actions"]): Action => {
  const gone = actions.includes("delete") || actions.includes("forget");
  if (gone) return actions.includes("create") ? "replace" : "delete";
  return actions.find((action) => action === "create" || action === "update" || action === "read") ?? "no-op";
};

/** The review of one planned stack: every change, riskiest first, redacted. */
export const buildStackReview = ({ plan, identity, resources = {}, findings = [], fingerprint }: StackReviewInput): StackReview => {
  const redactor = createRedactor(plan);
  const byAddress = new Map<string, RuleFinding[]>();
  for (const finding of findings) byAddress.set(finding.address, [...(byAddress.get(finding.address) ?? []), finding]);

  const shown = (plan.resource_changes ?? []).filter((resource) => normaliseAction(resource.change.actions) !== "no-op" || isMoved(resource) || isImported(resource));
  const changes = [
    ...shown.map((resource) => reviewResource(resource, redactor, resources, byAddress.get(resource.address) ?? [])),
    ...Object.entries(plan.output_changes ?? {}).flatMap(([name, change]) => reviewOutput(name, change, redactor)),
    ...(plan.action_invocations ?? []).map((invocation) => reviewInvocation(invocation, redactor)),
  ].sort(byRisk);
  const managed = shown.filter(({ mode }) => mode === "managed");
  const count = (action: Action) => managed.filter(({ change }) => normaliseAction(change.actions) === action).length;

  return {
    ...identity,
    status: changes.some(({ action, type }) => action !== "read" || !type.startsWith("data.")) ? "planned" : "no-changes",
    ...(plan.complete === false ? { note: "Terraform says that this plan is not complete: it was limited to some resources, or left some for a later run." } : {}),
    ...(fingerprint === undefined ? {} : { fingerprint }),
    counts: {
      create: count("create"),
      update: count("update"),
      replace: count("replace"),
      destroy: count("delete"),
      import: managed.filter(isImported).length,
      move: managed.filter(isMoved).length,
    },
    changes,
    drift: (plan.resource_drift ?? []).flatMap((resource) => reviewDrift(resource, redactor)),
    findings: findings.map((finding) => redactFinding(finding, redactor)).sort(byFinding),
  };
};

/** A stack that could not be planned (`provisional`, `failed`), with the reason; whatever looks like a secret in it is masked. */
export const reviewWithoutPlan = (identity: StackIdentity, status: "provisional" | "failed", note: string): StackReview => ({
  ...identity,
  status,
  note: visible(redactText(note)),
  counts: { create: 0, update: 0, replace: 0, destroy: 0, import: 0, move: 0 },
  changes: [],
  drift: [],
  findings: [],
});

/** The review of several stacks, in the order given. */
export const buildReview = (parts: Omit<Review, "version">): Review => ({ version: reviewModelVersion, ...parts });

const isMoved = ({ previous_address: previous, address }: ResourceChange): boolean => previous !== undefined && previous !== null && previous !== address;
const isImported = ({ change }: ResourceChange): boolean => change.importing !== undefined && change.importing !== null;

const reviewResource = (
  resource: ResourceChange,
  redactor: Redactor,
  resources: Readonly<Record<string, ResourceEntry>>,
  findings: readonly RuleFinding[],
): ReviewedChange => {
  const { change, type, deposed } = resource;
  const action = normaliseAction(change.actions);
  const leaves = leavesOf(change);
  const key = `${type}.${resource.name}`;
  const entry = resource.module_address === undefined && Object.hasOwn(resources, key) ? resources[key] : undefined;
  const [source] = entry?.source ?? [];
  return {
    address: redactor.text(resource.address),
    ...(isMoved(resource) ? { previousAddress: redactor.text(resource.previous_address ?? "") } : {}),
    importing: isImported(resource),
    ...(deposed === undefined || deposed === null ? {} : { deposed: redactor.text(deposed) }),
    type: resource.mode === "data" ? `data.${type}` : type,
    action,
    actions: change.actions,
    ...(entry === undefined ? {} : { constructPath: entry.path }),
    ...(source === undefined ? {} : { source }),
    controls: entry?.controls ?? [],
    ...(resource.action_reason === undefined ? {} : { reason: redactor.text(resource.action_reason) }),
    ...assess({ type, action, deposed, leaves }, findings),
    attributes: redactor.attributes(leaves, change.replace_paths ?? []),
  };
};

const reviewOutput = (name: string, change: Change, redactor: Redactor): readonly ReviewedChange[] => {
  const action = normaliseAction(change.actions);
  if (action === "no-op") return [];
  const attributes = redactor.attributes(leavesOf(outputAsResource(change)));
  return [{ address: redactor.text(`output.${name}`), importing: false, type: "output", action, actions: change.actions, controls: [], risk: "low", attributes }];
};

/** An imperative action changes the world and no attribute: shown as an update, so that no plan that has one reads as empty. */
const reviewInvocation = ({ address, type }: { readonly address: string; readonly type: string }, redactor: Redactor): ReviewedChange => {
  const invoked = { type: `action.${redactor.text(type)}`, action: "update" as const, leaves: [] };
  return { address: redactor.text(address), importing: false, type: invoked.type, action: invoked.action, actions: ["invoke"], controls: [], ...assess(invoked, []), attributes: [] };
};

/** Drift without noise: what only turns null into an empty value, or the other way round, has not changed. */
const reviewDrift = (resource: ResourceChange, redactor: Redactor): StackReview["drift"] => {
  const action = normaliseAction(resource.change.actions);
  const real = action === "delete" || isMoved(resource) || leavesOf(resource.change).some(({ before, after, unknown }) => unknown || !(isBlank(before) && isBlank(after)));
  return real && action !== "no-op" ? [{ address: redactor.text(resource.address), action }] : [];
};
const isBlank = (value: unknown): boolean => value === undefined || value === null || value === "";

const redactFinding = (finding: RuleFinding, redactor: Redactor): RuleFinding => ({
  ...finding,
  address: redactor.text(finding.address),
  reason: redactor.text(finding.reason),
  remedy: redactor.text(finding.remedy),
});

const actionOrder: readonly Action[] = ["delete", "replace", "update", "create", "no-op", "read"];
const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const byRisk = (a: ReviewedChange, b: ReviewedChange): number =>
  riskRank(a.risk) - riskRank(b.risk) || actionOrder.indexOf(a.action) - actionOrder.indexOf(b.action) || byText(a.address, b.address) || byText(a.deposed ?? "", b.deposed ?? "");
const byFinding = (a: RuleFinding, b: RuleFinding): number =>
  Number(a.waiver !== undefined) - Number(b.waiver !== undefined) || riskRank(a.risk) - riskRank(b.risk) || byText(a.address, b.address) || byText(a.rule, b.rule);

