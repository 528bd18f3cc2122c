import type { Environment } from "../../../../environments";
import type { AccountReader } from "../../../../scripts/doctor/account/capability";
import { AwsRefusal, type Caller } from "../../../../scripts/doctor/account/call";
import { castle } from "../../../support/stacks";

/** What an account answers, by `<service> <operation or path>`; what is not there is refused. */
export type Answers = Readonly<Record<string, unknown>>;

interface World {
  /** Answers in every region, or by region. */
  readonly answers: Answers | ((region: string) => Answers);
  readonly governedRegions?: readonly string[];
  readonly ownership?: Partial<Environment["ownership"]>;
  /** `<type> <id>` in a state of the environment, in every region. */
  readonly held?: readonly string[];
  /** Bucket name → whose. @default absent */
  readonly buckets?: Readonly<Record<string, "here" | "elsewhere">>;
}

export const accountId = "100000000001";

/** An account that answers from a list, without a network. */
export const accountWith = ({ answers, governedRegions = [], ownership, held = [], buckets = {} }: World): AccountReader => {
  const environment = castle({ governedRegions: [...governedRegions], ownership: ownership as never }).environments[0]!;
  const caller = (region: string): Caller => {
    const known = typeof answers === "function" ? answers(region) : answers;
    const answer = async (name: string): Promise<never> => {
      if (!(name in known)) throw new AwsRefusal("UnexpectedCall", name, 500);
      const found = known[name];
      if (found instanceof Error) throw found;
      return found as never;
    };
    return {
      region,
      json: (service, target) => answer(`${service} ${target.split(".").at(-1)}`),
      rest: (service, _method, path) => answer(`${service} ${path}`),
      query: (service, _version, { Action }) => answer(`${service} ${Action}`),
      bucket: async (name) => buckets[name] ?? "absent",
    };
  };
  return {
    environment,
    regions: [environment.homeRegion, ...environment.governedRegions],
    logArchiveBucket: `castle-dev-log-archive-${accountId}`,
    in: caller,
    holds: (type, id) => held.includes(`${type} ${id}`),
  };
};

export const refusal = (name: string, message = ""): Error => new AwsRefusal(name, message, 400);
