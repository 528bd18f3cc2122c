import { availableParallelism, freemem } from "node:os";
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { environments, names, organisation, stateKey, type Environment } from "../../environments";
import { kmsMac, StsSessions, type Sessions } from "../aws";
import type { Clock } from "../clock";
import { toolError } from "../errors";
import { FolderStore, S3Store, type Store } from "../stores";
import { sha256 } from "../sha256";
import {
  defaultConcurrency,
  findProviderSource,
  findTerraform,
  TerraformRunner,
  writeCliConfig,
  type ProgressListener,
  type Session,
  type TerraformBinary,
} from "../terraform";
import { Ledger } from "./ledger";

/** Everything that planning, applying and promoting share in one run of the command. */
export interface Operation {
  readonly root: string;
  readonly clock: Clock;
  readonly environment: NodeJS.ProcessEnv;
  readonly sessions: Sessions;
  readonly terraform: TerraformBinary;
  readonly cliConfigFile: string;
  readonly listener: ProgressListener;
  /** Aborted by Ctrl-C: Terraform is asked to stop once and waited for. */
  readonly signal: AbortSignal;
  /** Terraform processes side by side: one a core, as memory allows. */
  readonly concurrency: number;
  /** Terraform processes that live side by side, also those that only wait for AWS: as memory allows. */
  readonly liveConcurrency: number;
  /** Terraform processes at work side by side, planning or applying; one whose provider only waits does not count. @default no limit */
  readonly workConcurrency: number;
}

/**
 * What a checkout keeps between runs: journals, unfinished bootstraps, bundles. Apart for AWS and for the emulator: when an
 * emulator is started anew its accounts are empty, and what was kept of them means nothing any more.
 */
export const workFolder = (operation: Pick<Operation, "root" | "environment">): string => join(operation.root, ".portcullis", operation.environment.AWS_ENDPOINT_URL ? "on-emulator" : "on-aws");

/** Forgets what was kept of the accounts of an emulator that is gone. */
export const forgetEmulatorAccounts = (root: string): Promise<void> => rm(join(root, ".portcullis", "on-emulator"), { recursive: true, force: true });

export const openOperation = async (options: {
  readonly root: string;
  readonly clock: Clock;
  readonly environment: NodeJS.ProcessEnv;
  readonly listener: ProgressListener;
  readonly signal: AbortSignal;
  readonly parallelism?: number;
}): Promise<Operation> => {
  const terraform = await findTerraform(options.environment);
  await mkdir(workFolder(options), { recursive: true, mode: 0o700 });
  // In a container the second is what its limit leaves, and whoever takes more has a provider killed in the middle of an apply.
  const freeMemoryBytes = Math.min(freemem(), process.availableMemory());
  const cliConfigFile = await writeCliConfig(findProviderSource(options.environment), workFolder(options));
  return {
    ...options,
    terraform,
    cliConfigFile,
    sessions: new StsSessions(options.environment, options.clock),
    concurrency: options.parallelism ?? defaultConcurrency({ cores: availableParallelism(), freeMemoryBytes }),
    liveConcurrency: defaultConcurrency({ cores: Number.POSITIVE_INFINITY, freeMemoryBytes }),
    workConcurrency: options.parallelism ?? Number.POSITIVE_INFINITY,
  };
};

export const runnerFor = (operation: Operation, session: Session, stack: string): TerraformRunner =>
  new TerraformRunner({
    binary: operation.terraform,
    cliConfigFile: operation.cliConfigFile,
    session,
    stack,
    listener: operation.listener,
    environment: operation.environment,
    signal: operation.signal,
  });

export const environmentNamed = (name: string): Environment => environments.find((environment) => environment.name === name)!;

export const namesOf = (environment: Environment) => names(organisation, environment);

/** The key of fingerprints lies in the home region, whatever region is planned. */
export const fingerprintMac = (environment: Environment, session: Session) => kmsMac({ ...session, region: environment.homeRegion }, namesOf(environment).fingerprintKeyAlias);

const ledgerEnvironment = () => environmentNamed(organisation.ledgerEnvironment);

/** The bucket of ledger, releases and redacted reviews, seen with the session of the environment that is worked on. */
export const organisationStore = (session: Session): Store => {
  const owner = ledgerEnvironment();
  return new S3Store(namesOf(owner).ledgerBucket, session, owner.homeRegion);
};

export const stateStore = (environment: Environment, session: Session): Store => new S3Store(namesOf(environment).stateBucket, session, environment.homeRegion);

/** Bundles hold secrets: in the environment's own encrypted bucket, or in a private folder when everything is on this machine. */
export const bundleStore = (operation: Operation, environment: Environment, session: Session): Store =>
  session.endpoint ? new FolderStore(join(workFolder(operation), "bundles")) : new S3Store(namesOf(environment).bundleBucket, session, environment.homeRegion);

export const openLedger = (operation: Operation, environment: Environment, session: Session): Ledger =>
  new Ledger(organisationStore(session), operation.clock, [stateStore(environment, session)]);

/** Terraform's state of a stack, as it stands in the bucket. */
export interface State {
  readonly lineage: string;
  readonly serial: number;
  readonly outputs: Readonly<Record<string, { readonly value: unknown; readonly sensitive?: boolean }>>;
  readonly resources: readonly {
    readonly mode: string;
    readonly type: string;
    readonly name: string;
    readonly instances: readonly { readonly attributes: Readonly<Record<string, unknown>> }[];
  }[];
}

/** A state, and the SHA-256 of its bytes, by which a later run knows it again. */
export interface KnownState {
  readonly state: State;
  readonly hash: string;
}

/** @throws PortcullisError (failed) `not-bootstrapped` where the state bucket does not exist */
export const readKnownState = async (environment: Environment, session: Session, stackId: string): Promise<KnownState | undefined> => {
  const bytes = await explained(environment, stateStore(environment, session).get(stateKey(stackId)));
  return bytes && { state: JSON.parse(Buffer.from(bytes).toString("utf8")) as State, hash: sha256(bytes) };
};

/** @throws PortcullisError (failed) `not-bootstrapped` where the state bucket does not exist */
export const readState = async (environment: Environment, session: Session, stackId: string): Promise<State | undefined> => (await readKnownState(environment, session, stackId))?.state;

/** True while some Terraform works on the stack, or one that was killed has left its lock. */
export const isStateLocked = async (environment: Environment, session: Session, stackId: string): Promise<boolean> =>
  (await explained(environment, stateStore(environment, session).get(`${stateKey(stackId)}.tflock`))) !== undefined;

/** Keys of every state in the environment. @throws PortcullisError (failed) `not-bootstrapped` where the state bucket does not exist */
export const stateKeys = async (environment: Environment, session: Session): Promise<readonly string[]> =>
  (await explained(environment, stateStore(environment, session).list(`${environment.name}-`))).filter((key) => key.endsWith(".tfstate"));

const explained = <Result>(environment: Environment, answer: Promise<Result>): Promise<Result> =>
  answer.catch((error: Error) => {
    throw error.name === "NoSuchBucket" ? notBootstrapped(environment) : error;
  });

const notBootstrapped = (environment: Environment) =>
  toolError({
    id: "not-bootstrapped",
    problem: `account ${environment.accountId} of environment ${environment.name} has no state bucket yet`,
    where: namesOf(environment).stateBucket,
    remedy: `Run \`./portcullis bootstrap ${environment.name}\` first${environment.name === organisation.ledgerEnvironment ? "" : ` (the ledger's account, ${organisation.ledgerEnvironment}, before the others)`}.`,
  });

/** Outputs of a stack that are no secret: what stands where. */
export const factsOf = (state: State | undefined): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(state?.outputs ?? {}).flatMap(([name, output]) => (output.sensitive || typeof output.value !== "string" ? [] : [[name, output.value]])));
