import { environments, stackId, type Environment } from "../../environments";
import { blockedError, usageError } from "../errors";
import { readCheckout, revisionOf, type Checkout } from "../git";
import { S3Store } from "../stores";
import type { ApplyResult } from "../terraform";
import { applyBundle } from "./apply-bundle";
import { openBundle, type Bundle } from "./bundle";
import { withEnvironmentLock } from "./environment-lock";
import { namesOf, openLedger, stateStore, type Operation } from "./operation";
import { requireNoneUnfinished } from "./recovery";

interface Access {
  readonly environmentOf: (name: string) => Environment;
  readonly readLocal: (path: string) => Promise<Uint8Array>;
}

/** Applies bundles one after another, in the order given; each must be known to the ledger as planned and passed. */
export const applyBundles = async (operation: Operation, paths: readonly string[], access: Access): Promise<readonly ({ readonly stack: string } & ApplyResult)[]> => {
  const checkout = await readCheckout(operation.root);
  const results: ({ stack: string } & ApplyResult)[] = [];
  for (const path of paths) {
    const bundle = openBundle(await read(operation, path, access), path);
    const environment = access.environmentOf(bundle.meta.environment);
    refuseBootstrap(bundle, environment, path);
    const session = await operation.sessions.session(environment, "apply", bundle.meta.region);
    const ledger = openLedger(operation, environment, session);
    const passed = new Set((await ledger.read()).filter((entry) => entry.event === "planned" && entry.evidence.verdict === "pass").map((entry) => String(entry.evidence.bundle)));
    const record = (event: "apply-started" | "applied" | "apply-failed", evidence: Readonly<Record<string, string | number | boolean>>) =>
      ledger.append({ actor: session.callerArn, environment: environment.name, release: bundle.meta.release, stack: bundle.meta.stack, event, evidence: { bundle: bundle.hash, digest: bundle.meta.digest, ...evidence } });
    const applyOne = async (): Promise<ApplyResult> => {
      await requireNoneUnfinished(operation, bundle.meta);
      try {
        const result = await applyBundle(operation, environment, bundle, {
          name: path,
          commit: commitOf(bundle, checkout),
          passed,
          onChecked: () => record("apply-started", {}),
        });
        await record("applied", { ...result.counts });
        return result;
      } catch (error) {
        if ((error as { fault?: { id: string } }).fault?.id !== "bundle-refused") await record("apply-failed", {}).catch(() => undefined);
        throw error;
      }
    };
    const result = await withEnvironmentLock(
      stateStore(environment, session),
      { environment: environment.name, actor: session.callerArn, release: bundle.meta.release, clock: operation.clock },
      applyOne,
    );
    results.push({ stack: bundle.meta.stack, ...result });
  }
  return results;
};

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
