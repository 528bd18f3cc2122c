/**
 * Evaluates the part of Guard that policies/guard uses, so that its cases run where the program cfn-guard is not: rules with
 * `when`, clauses joined by "and", paths with `[*]` and filters, `some`, the comparisons, `in`, `exists` and `empty`. What is outside this part
 * is refused, never guessed at. test/contract/guard runs the same cases with cfn-guard where that is to be had.
 */

export type Outcome = "PASS" | "FAIL" | "SKIP";

type Operator = "==" | "!=" | "<=" | ">=" | "in" | "exists" | "empty" | "!empty";

type Step = { readonly key: string } | { readonly every: true } | { readonly filter: readonly Clause[] };
interface Clause {
  readonly some: boolean;
  readonly path: readonly Step[];
  readonly operator: Operator;
  readonly operand?: unknown;
}
interface GuardRule {
  readonly name: string;
  readonly when: readonly Clause[];
  readonly clauses: readonly Clause[];
}

const tokenPattern = /\s+|#[^\n]*|"[^"]*"|\d+|[A-Za-z_][A-Za-z0-9_]*|==|!=|<=|>=|[[\]{}.,*!]/y;

const tokensOf = (text: string): readonly string[] => {
  const tokens: string[] = [];
  tokenPattern.lastIndex = 0;
  while (tokenPattern.lastIndex < text.length) {
    const at = tokenPattern.lastIndex;
    const match = tokenPattern.exec(text);
    if (match === null) throw new Error(`Not understood: ${text.slice(at, at + 30)}`);
    if (!/^\s|^#/.test(match[0])) tokens.push(match[0]);
  }
  return tokens;
};

class Parser {
  private position = 0;

  constructor(private readonly tokens: readonly string[]) {}

  public rules(): readonly GuardRule[] {
    const rules: GuardRule[] = [];
    while (this.peek() !== undefined) rules.push(this.rule());
    return rules;
  }

  private rule(): GuardRule {
    this.take("rule");
    const name = this.next();
    const when = this.peek() === "when" ? (this.take("when"), this.clausesUntil("{")) : [];
    this.take("{");
    const clauses = this.clausesUntil("}");
    this.take("}");
    return { name, when, clauses };
  }

  private clausesUntil(end: string): readonly Clause[] {
    const clauses: Clause[] = [];
    while (this.peek() !== end) clauses.push(this.clause());
    return clauses;
  }

  private clause(): Clause {
    const some = this.peek() === "some" && Boolean(this.next());
    const path = this.path();
    const operator = this.operator();
    return { some, path, operator, ...(["exists", "empty", "!empty"].includes(operator) ? {} : { operand: this.literal() }) };
  }

  private path(): readonly Step[] {
    const steps: Step[] = [this.key()];
    for (;;) {
      if (this.peek() === ".") {
        this.next();
        steps.push(this.key());
      } else if (this.peek() === "[") {
        this.next();
        if (this.peek() === "*") {
          this.next();
          steps.push({ every: true });
        } else steps.push({ filter: this.clausesUntil("]") });
        this.take("]");
      } else return steps;
    }
  }

  private key(): Step {
    const key = this.next();
    if (!/^[A-Za-z_]/.test(key)) throw new Error(`A name is expected, not ${key}`);
    return { key };
  }

  private operator(): Operator {
    const token = this.next();
    if (token === "!") return this.take("empty"), "!empty";
    if (!["==", "!=", "<=", ">=", "in", "exists", "empty"].includes(token)) throw new Error(`An operator is expected, not ${token}`);
    return token as Operator;
  }

  private literal(): unknown {
    const token = this.next();
    if (token !== "[") return JSON.parse(token) as unknown;
    const members: unknown[] = [];
    while (this.peek() !== "]") {
      members.push(JSON.parse(this.next()));
      if (this.peek() === ",") this.next();
    }
    this.take("]");
    return members;
  }

  private peek(): string | undefined {
    return this.tokens[this.position];
  }

  private next(): string {
    const token = this.tokens[this.position++];
    if (token === undefined) throw new Error("The text ends too early");
    return token;
  }

  private take(expected: string): void {
    const token = this.next();
    if (token !== expected) throw new Error(`${expected} is expected, not ${token}`);
  }
}

const missing = Symbol("missing");

/** All that a path leads to; `missing` where it breaks off. */
const resolve = (value: unknown, [step, ...rest]: readonly Step[]): readonly unknown[] => {
  if (step === undefined) return [value];
  if ("key" in step) {
    const next = typeof value === "object" && value !== null && step.key in value ? (value as Record<string, unknown>)[step.key] : missing;
    return next === missing ? [missing] : resolve(next, rest);
  }
  if (!Array.isArray(value)) return [missing];
  const members = "every" in step ? value : value.filter((member) => step.filter.every((clause) => holds(member, clause)));
  return members.flatMap((member) => resolve(member, rest));
};

const compare = (found: unknown, operator: Operator, operand: unknown): boolean => {
  switch (operator) {
    case "exists":
      return found !== missing;
    case "==":
      return found === operand;
    case "!=":
      return found !== missing && found !== operand;
    case "<=":
      return typeof found === "number" && found <= (operand as number);
    case ">=":
      return typeof found === "number" && found >= (operand as number);
    case "in":
      return (operand as readonly unknown[]).includes(found);
    default:
      throw new Error(`${operator} compares nothing`);
  }
};

const holds = (value: unknown, { some, path, operator, operand }: Clause): boolean => {
  const found = resolve(value, path);
  if (operator === "empty" || operator === "!empty") {
    if (found.includes(missing)) return operator === "empty";
    return (found.length === 0) === (operator === "empty");
  }
  if (some) return found.some((one) => compare(one, operator, operand));
  return found.length > 0 && found.every((one) => compare(one, operator, operand));
};

/** The outcome of each rule of a text for one configuration item. */
export const evaluateGuard = (text: string, item: unknown): Readonly<Record<string, Outcome>> =>
  Object.fromEntries(
    new Parser(tokensOf(text)).rules().map(({ name, when, clauses }): [string, Outcome] => {
      if (!when.every((clause) => holds(item, clause))) return [name, "SKIP"];
      return [name, clauses.every((clause) => holds(item, clause)) ? "PASS" : "FAIL"];
    }),
  );
