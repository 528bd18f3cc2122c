/**
 * What the builders of statements return. cdktf types the `statement` of a WAF rule as `any` and writes it as it is, so
 * that a misspelt or camelCase key compiles and only Terraform refuses it. Therefore a rule takes a `Statement`, which
 * nothing but these builders can make: the brand is a symbol that is not exported.
 */

/** A block as Terraform reads it: snake_case keys. */
export type Block = { readonly [key: string]: BlockValue };
type BlockValue = string | number | boolean | Block | readonly (string | number)[] | readonly Block[];

/** What is wrong with a statement, for people. */
export interface StatementFault {
  readonly problem: string;
  readonly remedy: string;
}

const brand = Symbol("statement");

/** A statement of a Web ACL rule. */
export interface Statement {
  /** group: rules of their own, with their own actions. match: a condition that may be combined. rate: a count of requests. */
  readonly [brand]: "group" | "match" | "rate";
  /** As it goes into `statement`. */
  readonly block: Block;
  /** Web ACL capacity units, as an upper bound: nothing shared, no optimisation counted. */
  readonly capacity: number;
  /** Levels of and, or, not that it is made of: 0 for a condition. */
  readonly depth: number;
  /** What AWS would refuse; reported by the Web ACL that uses it. */
  readonly faults: readonly StatementFault[];
}

/** A condition, which may stand inside and, or, not and as a scope-down statement. */
export interface MatchStatement extends Statement {
  readonly [brand]: "match";
}
/** A group of rules, whose actions a Web ACL overrides. */
export interface GroupStatement extends Statement {
  readonly [brand]: "group";
}
/** A rate; it stands alone. */
export interface RateStatement extends Statement {
  readonly [brand]: "rate";
}

type Parts = Pick<Statement, "block" | "capacity"> & Partial<Pick<Statement, "depth" | "faults">>;

const complete = (parts: Parts) => ({ depth: 0, faults: [], ...parts });

export const match = (parts: Parts): MatchStatement => ({ ...complete(parts), [brand]: "match" });
export const group = (parts: Parts): GroupStatement => ({ ...complete(parts), [brand]: "group" });
export const rate = (parts: Parts): RateStatement => ({ ...complete(parts), [brand]: "rate" });

export const isGroup = (statement: Statement): boolean => statement[brand] === "group";

const snakeCase = (key: string): string => key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

const blockValue = (value: unknown): BlockValue => {
  if (Array.isArray(value)) return value.map(blockValue) as readonly Block[];
  return typeof value === "object" && value !== null ? toBlock(value) : (value as BlockValue);
};

/** camelCase properties as a block; properties that are undefined are left out. */
export const toBlock = (properties: object): Block =>
  Object.fromEntries(
    Object.entries(properties)
      .filter(([, value]) => value !== undefined)
      .map(([key, value]) => [snakeCase(key), blockValue(value)]),
  );

/**
 * Text that Terraform is to take as it is: in `.tf.json` every string is a template, so that the pattern of Log4Shell,
 * `${jndi:`, would be an expression (Terraform, "JSON Configuration Syntax", "Expression Mapping").
 */
export const literal = (text: string): string => text.replace(/[$%](?=\{)/g, (sign) => sign + sign);

/** The fault where a condition holds, as a list. */
export const faultIf = (condition: boolean, fault: StatementFault): readonly StatementFault[] => (condition ? [fault] : []);
