import type { Environment, Ownership } from "../../../environments";
import type { Caller } from "./call";

export type CapabilityKey = keyof Ownership;

/** What a mode is written with in `environments/<name>.ts`; undefined where the account does not tell. */
export type Fields = Readonly<Record<string, unknown>>;

/** One thing in the account that is, or does the work of, a capability. */
export interface Found {
  /** Region that it was found in. */
  readonly region: string;
  /** For people: `trail org-trail, an organisation trail of account 900000000009`. */
  readonly what: string;
  /** portcullis: a state of this environment holds it. account: somebody else made it here. organisation: it is run from another account. */
  readonly keeper: "portcullis" | "account" | "organisation";
  /**
   * What happens where Portcullis makes its own beside it. fails: AWS allows one. contends: two decide over
   * one thing and undo each other. doubles: it is recorded and paid for twice. untouched: nothing, but the thing
   * stays as it is. harmless: it is something else.
   */
  readonly besideOwn: "fails" | "contends" | "doubles" | "untouched" | "harmless";
  /** What adopting it is written with. @default it cannot be imported */
  readonly adopt?: Fields;
  /** What leaving it to its team is written with. @default it does not do the work of the capability */
  readonly external?: Fields;
}

/** An account as the capabilities read it. */
export interface AccountReader {
  readonly environment: Environment;
  /** Home region first. */
  readonly regions: readonly string[];
  readonly logArchiveBucket: string;
  in(region: string): Caller;
  /** Whether a state of this environment holds a resource, by id, ARN or name. @param region one region's stacks only */
  holds(type: string, id: string, region?: string): boolean;
}

/** One capability of environments/settings/ownership.ts. A new one is a file in capabilities/ and a line in its index. */
export interface Capability {
  readonly key: CapabilityKey;
  /** For people, with its article. */
  readonly title: string;
  /** region: there is one in each region. account: once an account. */
  readonly scope: "account" | "region";
  /** false: what an organisation runs for its members leaves no trace in them. @default true */
  readonly isSeenFromMembers?: boolean;
  /** How a declaration to adopt names what stands in several regions. @default one set of fields for all of them */
  readonly adoption?: {
    /** What is declared for one region. */
    in(declared: Fields, region: string, homeRegion: string): Fields;
    /** What to write for all that was found, where each can be imported. */
    ofAll(found: readonly Found[], homeRegion: string): Fields;
  };
  read(account: AccountReader): Promise<readonly Found[]>;
}

/**
 * What a capability reads of the one thing that a region has: ours stands beside nothing, an organisation's is left to it, and what
 * somebody made in the account is imported or left to them.
 * @param by whether a state of this environment holds it, and whether it is run from another account
 */
export const keptBy = (by: { readonly portcullis: boolean; readonly organisation: boolean }, { adopt = {}, ...thing }: Pick<Found, "region" | "what" | "besideOwn" | "adopt">): Found => {
  if (by.portcullis) return { ...thing, keeper: "portcullis", besideOwn: "harmless", adopt };
  if (by.organisation) return { ...thing, keeper: "organisation", external: {} };
  return { ...thing, keeper: "account", adopt, external: {} };
};

/**
 * Adoption of what stands once in each region: one field names the home region's, a second one has those of further regions.
 * @param home name of the one, @param further name of the other: `{ vpcId, furtherVpcIds: { "eu-north-1": "vpc-2" } }`
 */
export const regionByRegion = (home: string, further: string): NonNullable<Capability["adoption"]> => ({
  in: (declared, region, homeRegion) => ({ [home]: (region === homeRegion ? declared[home] : ((declared[further] ?? {}) as Fields)[region]) ?? "none" }),
  ofAll: (found, homeRegion) => {
    const { [homeRegion]: atHome, ...others } = Object.fromEntries(found.map(({ region, adopt }) => [region, adopt?.[home]]));
    return { ...(atHome === undefined ? {} : { [home]: atHome }), ...(Object.keys(others).length === 0 ? {} : { [further]: others }) };
  },
});

/** Reads the same in every region. */
export const inEachRegion = async (account: AccountReader, read: (caller: Caller) => Promise<readonly Found[]>): Promise<readonly Found[]> =>
  (await Promise.all(account.regions.map((region) => read(account.in(region))))).flat();

/** Whether a refusal says that a service is not switched on, which is an answer. */
export const unless = async <Result>(isAnswer: (error: Error) => boolean, asked: Promise<Result>): Promise<Result | undefined> =>
  asked.catch((error: Error) => {
    if (isAnswer(error)) return undefined;
    throw error;
  });
