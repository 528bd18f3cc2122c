import type { Environment } from "../../environments";
import { freeEnvironmentLock, type KnownHolder } from "./environment-lock";
import { openLedger, readState, stateStore, type Operation } from "./operation";

/**
 * Frees the environment for the next promotion where the one that holds it is gone with its machine. The ledger says who
 * took the lock away, and from whom.
 * @returns the holder it was taken from; undefined where nobody holds it
 * @throws PortcullisError (failed) `environment-locked`, `not-bootstrapped`; (usage) `not-confirmed`
 */
export const unlock = async (operation: Operation, environment: Environment, confirm: (holder: KnownHolder) => Promise<boolean>): Promise<KnownHolder | undefined> => {
  const session = await operation.sessions.session(environment, "apply");
  await readState(environment, session, "any");
  const record = ({ actor = "?", release, since = "?", host = "?" }: KnownHolder) =>
    openLedger(operation, environment, session).append({ actor: session.callerArn, environment: environment.name, release, event: "unlocked", evidence: { holder: actor, since, host } });
  return freeEnvironmentLock(stateStore(environment, session), environment, confirm, record);
};
