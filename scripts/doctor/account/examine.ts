import { names, organisation, regionsOf, type Environment } from "../../../environments";
import { explainAwsError, StsSessions, type Sessions } from "../../aws";
import { PortcullisError } from "../../errors";
import { stateStore } from "../../promotion";
import type { Session } from "../../terraform/types";
import { callerOf } from "./call";
import { capabilities } from "./capabilities";
import type { AccountReader, Capability, CapabilityKey } from "./capability";
import type { Declaration } from "./declaration";
import { readHoldings } from "./holdings";
import { judge, type Judgement } from "./judge";

/** A capability that could not be read, and why. */
export interface Unreadable {
  readonly capability: CapabilityKey;
  readonly mode: Declaration["mode"];
  readonly problem: string;
}

/** What doctor says of an account. */
export interface Examination {
  readonly environment: string;
  /** File that declares the modes. */
  readonly file: string;
  readonly accountId: string;
  readonly regions: readonly string[];
  /** Who asked: the plan role, or the person where the account is not bootstrapped yet. */
  readonly callerArn: string;
  readonly judgements: readonly Judgement[];
  readonly unreadable: readonly Unreadable[];
}

/** An account is looked at before it is bootstrapped, too: then as the person who is signed in to it. */
const sessionsIn = async (sessions: Sessions, environment: Environment): Promise<(region: string) => Promise<Session>> => {
  try {
    await sessions.session(environment, "plan");
    return (region) => sessions.session(environment, "plan", region);
  } catch (error) {
    if (!(error instanceof PortcullisError) || error.fault.id !== "no-session") throw error;
    await sessions.session(environment, "caller").catch(() => {
      throw error;
    });
    return (region) => sessions.session(environment, "caller", region);
  }
};

const declarationOf = ({ ownership }: Environment, key: CapabilityKey): Declaration => {
  const { mode, ...fields } = ownership[key];
  return { mode, fields };
};

const problemOf = (error: unknown): string => {
  if (error instanceof PortcullisError) return error.fault.problem;
  const { name, message } = error as Error;
  return [name, message].filter(Boolean).join(": ");
};

const examineOne = async (capability: Capability, account: AccountReader, session: Session): Promise<Judgement | Unreadable> => {
  const declared = declarationOf(account.environment, capability.key);
  try {
    return judge(capability, declared, await capability.read(account), account.regions);
  } catch (error) {
    return { capability: capability.key, mode: declared.mode, problem: problemOf(explainAwsError(error, session, capability.title)) };
  }
};

/**
 * Reads an environment's account and holds its ownership against it. Changes nothing.
 * @param awsEnvironment environment variables to find credentials, or the emulator, by
 * @throws PortcullisError where there is no session in the account
 */
export const examineAccount = async (environment: Environment, awsEnvironment: NodeJS.ProcessEnv): Promise<Examination> => {
  const regions = regionsOf(environment);
  const sessionIn = await sessionsIn(new StsSessions(awsEnvironment), environment);
  const sessions = new Map(await Promise.all(regions.map(async (region) => [region, await sessionIn(region)] as const)));
  const home = sessions.get(environment.homeRegion)!;
  const holdings = await readHoldings(stateStore(environment, home), environment);
  const account: AccountReader = {
    environment,
    regions,
    logArchiveBucket: names(organisation, environment).logArchiveBucket,
    in: (region) => callerOf(sessions.get(region)!),
    holds: holdings.holds,
  };
  const examined = await Promise.all(capabilities.map((capability) => examineOne(capability, account, home)));
  return {
    environment: environment.name,
    file: `environments/${environment.name}.ts`,
    accountId: environment.accountId,
    regions,
    callerArn: home.callerArn,
    judgements: examined.filter((each) => "fits" in each),
    unreadable: examined.filter((each) => "problem" in each),
  };
};
