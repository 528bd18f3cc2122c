import { z } from "zod";
import type { ControlId } from "../core";

/** What every rule of AWS Config has, whoever wrote it. */
export interface Rule {
  /** Name in the account. */
  readonly name: string;
  /** Controls whose violations it finds. */
  readonly controls: readonly ControlId[];
  /** Whether it looks at encryption at rest or in transit: it belongs to the pack of that name. */
  readonly encryption: boolean;
  /**
   * account: what it looks at is there once an account, as IAM is, so it is evaluated in the home region alone; more would
   * cost again and find the same. region: evaluated in every region.
   */
  readonly reach: "account" | "region";
  /** What it may be told. Every parameter has a default. */
  readonly parameters: z.ZodObject;
}

/** A rule that AWS wrote (AWS Config Developer Guide, "List of AWS Config Managed Rules"). */
export interface ManagedRule extends Rule {
  /** As AWS writes it: `S3_BUCKET_SSL_REQUESTS_ONLY`. The rule's name is the same in lower case with hyphens. */
  readonly identifier: string;
  /**
   * When it is evaluated, and paid for: at each change of a resource it looks at, or once a day for all of them
   * (0.001 USD an evaluation, AWS Config pricing).
   */
  readonly trigger: "change" | "periodic";
}

/** Values of a rule's parameters, as AWS Config takes them. */
export type RuleParameters = Readonly<Record<string, string>>;

interface Facts {
  readonly controls?: readonly ControlId[];
  readonly encryption?: boolean;
  readonly reach?: ManagedRule["reach"];
  readonly trigger: ManagedRule["trigger"];
  readonly parameters?: z.ZodRawShape;
}

/** An entry of the catalogue. */
export const managedRule = (identifier: string, facts: Facts): ManagedRule => ({
  identifier,
  name: identifier.toLowerCase().replaceAll("_", "-"),
  controls: facts.controls ?? [],
  encryption: facts.encryption ?? false,
  reach: facts.reach ?? "region",
  trigger: facts.trigger,
  parameters: z.strictObject(facts.parameters ?? {}),
});

export const cis = (...ids: readonly string[]): readonly ControlId[] => ids.map((id): ControlId => `cis-aws-7.0:${id}`);
export const hipaa = (...ids: readonly string[]): readonly ControlId[] => ids.map((id): ControlId => `hipaa:${id}`);

/** Types of parameters. All travel as text. */
export const wholeNumber = (by: number, least = 1) => z.number().int().min(least).default(by);
/** A limit that a control sets: it may be told a stricter one, never a laxer. */
export const atMost = (by: number) => z.number().int().min(1).max(by).default(by);
export const yesOrNo = (by: boolean) => z.boolean().default(by);
export const text = (by: string) => z.string().min(1).default(by);

/** A parameter that the rule does not have, or whose value is of a wrong type. */
export interface ParameterFault {
  readonly parameter: string;
  readonly problem: string;
  /** Names of the parameters that the rule has. */
  readonly known: readonly string[];
}

export type Parsed = { readonly values: RuleParameters } | { readonly fault: ParameterFault };

/** The catalogue's parameters with what differs laid over. */
export const parseParameters = (rule: Pick<Rule, "parameters">, given: Readonly<Record<string, unknown>> = {}): Parsed => {
  const parsed = rule.parameters.safeParse(given);
  if (parsed.success) return { values: Object.fromEntries(Object.entries(parsed.data).map(([name, value]) => [name, String(value)])) };
  const issue = parsed.error.issues[0]!;
  const unknown = issue.code === "unrecognized_keys" ? issue.keys[0] : undefined;
  return {
    fault: {
      parameter: unknown ?? String(issue.path[0]),
      problem: unknown === undefined ? issue.message : "the rule has no such parameter",
      known: Object.keys(rule.parameters.shape),
    },
  };
};
