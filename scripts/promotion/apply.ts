import { join } from "node:path";
import { environments, stackId, type Environment } from "../../environments";
import { blockedError, usageError } from "../errors";
import { readCheckout, requireClean, revisionOf, type Checkout } from "../git";
import { S3Store } from "../stores";
import { digestOf, withSynthesis, type Tree } from "../synthesis";
import type { ApplyResult, PlanJson, Session } from "../terraform";
import { loadWaivers } from "../waivers";
import { applyBundle } from "./apply-bundle";
import { openBundle, treeOf, type Bundle } from "./bundle";
import { withEnvironmentLock } from "./environment-lock";
import { judgePlan } from "./judge";
import { namesOf, openLedger, organisationStore, stateStore, type Operation } from "./operation";
import { isNoted } from "./plan-note";
import { requireNoneUnfinished } from "./recovery";
import { releaseOf } from "./release";
import type { LedgerEntry, LedgerEvent, Release } from "./types";
import { upstreamOf } from "./upstream";

interface Access {
  readonly environmentOf: (name: string) => Environment;
  readonly readLocal: (path: string) => Promise<Uint8Array>;
}

/**
 * Applies bundles one after another, in the order given, once all of them could be opened. Each must have been planned here, for the release that this
 * checkout synthesises, and passes the gates once more: a waiver may have expired since, another release been verified.
 * @throws PortcullisError (blocked) `bundle-altered`, `bundle-refused`, `gate-blocked`
 */
export const applyBundles = async (operation: Operation, paths: readonly string[], access: Access): Promise<readonly AppliedBundle[]> => {
  const checkout = await readCheckout(operation.root);
  const bundles: { readonly path: string; readonly bundle: Bundle; readonly environment: Environment }[] = [];
  for (const path of paths) {
    const bundle = openBundle(await read(operation, path, access), path);
    const environment = access.environmentOf(bundle.meta.environment);
    refuseBootstrap(bundle, environment, path);
    bundles.push({ path, bundle, environment });
  }
  return withSynthesis(operation.root, operation.environment, async (tree) => {
    const applied: AppliedBundle[] = [];
    for (const { path, bundle, environment } of bundles) applied.push({ stack: bundle.meta.stack, ...(await applyOne(operation, environment, bundle, { path, checkout, tree })) });
    return applied;
  });
};

export type AppliedBundle = { readonly stack: string } & ApplyResult;

interface From {
  readonly path: string;
  readonly checkout: Checkout;
  readonly tree: Tree;
}

const applyOne = async (operation: Operation, environment: Environment, bundle: Bundle, from: From): Promise<ApplyResult> => {
  const { meta } = bundle;
  const session = await operation.sessions.session(environment, "apply", meta.region);
  if (!session.endpoint) requireClean(from.checkout);
  const ledger = openLedger(operation, environment, session);
  const record = (event: LedgerEvent, evidence: LedgerEntry["evidence"] = {}) =>
    ledger.append({ actor: session.callerArn, environment: environment.name, release: meta.release, stack: meta.stack, event, evidence: { bundle: bundle.hash, digest: meta.digest, ...evidence } });
  const work = async (): Promise<ApplyResult> => {
    await requireNoneUnfinished(operation, meta);
    let isBegun = false;
    try {
      const result = await applyBundle(operation, environment, bundle, {
        name: from.path,
        commit: commitOf(bundle, from.checkout),
        known: new Set((await isNoted(organisationStore(session), bundle.hash)) ? [bundle.hash] : []),
        judge: async (plan) => {
          const release = releaseOf(revisionOf(from.checkout), from.tree);
          if (release.id !== meta.release) throw refused(from.path, `the bundle's release is ${meta.release}, this checkout synthesises ${release.id}`);
          await requirePass(operation, environment, session, bundle, plan, { release, checkout: from.checkout, tree: from.tree });
        },
        onChecked: async () => {
          await record("passed", { fingerprint: meta.fingerprint });
          await record("apply-started");
          isBegun = true;
        },
      });
      await record("applied", { ...result.counts });
      return result;
    } catch (error) {
      if (isBegun) await record("apply-failed").catch(() => undefined);
      throw error;
    }
  };
  return withEnvironmentLock(stateStore(environment, session), { environment: environment.name, actor: session.callerArn, release: meta.release, clock: operation.clock }, work);
};

/** The gates, on what Terraform itself shows of the plan. */
const requirePass = async (
  operation: Operation,
  environment: Environment,
  session: Session,
  bundle: Bundle,
  plan: PlanJson,
  by: { readonly release: Release; readonly checkout: Checkout; readonly tree: Tree },
): Promise<void> => {
  const { meta } = bundle;
  const files = treeOf(bundle.files);
  const { review, verdict } = await judgePlan(operation, environment, session, {
    release: by.release,
    waivers: await loadWaivers(join(operation.root, "policies", "waivers.yaml")),
    upstream: await upstreamOf(operation, environment, session),
    author: by.checkout.author,
    stack: { id: meta.stack, region: meta.region, digest: meta.digest },
    resources: by.tree.notes[meta.stack]?.resources ?? {},
    plan,
    declared: JSON.parse(Buffer.from(files.get("cdk.tf.json") ?? []).toString("utf8")) as Record<string, unknown>,
    planned: digestOf(files),
    planEmpty: false,
    ownAttemptCreated: [],
  });
  if (review.fingerprint !== meta.fingerprint) throw refused(meta.stack, "plan.tfplan holds another change than the one whose fingerprint the bundle names");
  if (verdict.result === "pass") return;
  throw blockedError({
    id: "gate-blocked",
    problem: `the gate stopped the bundle of ${meta.stack}; nothing was applied`,
    where: verdict.reasons[0]?.address ?? meta.stack,
    details: verdict.reasons.map((reason) => `- ${reason.text}`),
    remedy: verdict.reasons[0]?.remedy ?? "Plan again.",
  });
};

const refused = (where: string, problem: string) =>
  blockedError({ id: "bundle-refused", problem, where, remedy: "Plan again here and have the new plan reviewed." });

/** A bundle of uncommitted changes is only ever accepted by the checkout that still has them. */
const commitOf = (bundle: Bundle, checkout: Checkout): string => (bundle.meta.endpoint === "emulator" ? revisionOf(checkout) : checkout.commit);

/** What an environment stands on is changed by a person with rights in the account, never by the apply role. */
const refuseBootstrap = (bundle: Bundle, environment: Environment, path: string): void => {
  if (bundle.meta.stack !== stackId(environment, "bootstrap")) return;
  throw blockedError({
    id: "bundle-refused",
    problem: `the bundle's stack is ${bundle.meta.stack}, which is only ever applied as the caller`,
    where: path,
    remedy: `A person with rights in account ${environment.accountId} runs \`./portcullis bootstrap ${environment.name}\` on this commit.`,
  });
};

const read = async (operation: Operation, path: string, access: Access): Promise<Uint8Array> => {
  const remote = /^s3:\/\/([a-z0-9.-]+)\/(.+)$/.exec(path);
  if (!remote) return access.readLocal(path);
  const [, bucket, key] = remote as unknown as [string, string, string];
  const environment = environments.find((candidate) => bucket === namesOf(candidate).bundleBucket);
  if (!environment)
    throw usageError({ id: "bundle-unreadable", problem: `${bucket} is no bundle bucket of an environment`, where: path, remedy: "Pass the address as `plan` printed it." });
  const session = await operation.sessions.session(environment, "apply");
  const bytes = await new S3Store(bucket, session, environment.homeRegion).get(key);
  if (!bytes) throw usageError({ id: "bundle-unreadable", problem: "there is no such bundle", where: path, remedy: "Bundles are removed after 30 days. Plan again." });
  return bytes;
};
