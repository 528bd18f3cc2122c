import { usageError } from "../errors";
import { charges, usage, type Declared } from "./charges";
import { free } from "./free";
import { prices, type Price, type PriceName } from "./prices";

/** A stack with what it declares: `resources` is the `resource` of its cdk.tf.json. */
export interface PricedStack {
  readonly id: string;
  readonly environment: string;
  readonly region: string;
  readonly resources: Readonly<Record<string, Readonly<Record<string, Declared>>>>;
}

/** What one price makes in one stack. */
export interface Line {
  readonly stack: string;
  readonly kind: "fixed" | "assumed";
  readonly price: PriceName;
  readonly quantity: number;
  /** US dollars a month. */
  readonly unitPrice: number;
  readonly monthly: number;
}

export interface Estimate {
  readonly environment: string;
  readonly lines: readonly Line[];
  /** US dollars a month, whatever happens. */
  readonly fixed: number;
  /** US dollars a month more, by the numbers that the page states. */
  readonly assumed: number;
  /** Types that are declared and cost by use, sorted. */
  readonly byUse: readonly string[];
}

/** @throws PortcullisError (usage) `price-missing` for a region without a price */
const unitPrice = (name: PriceName, region: string): number => {
  const { monthly, unit }: Price = prices[name];
  const usd = monthly[region];
  if (usd !== undefined) return usd;
  throw usageError({
    id: "price-missing",
    problem: `there is no price of a ${unit} in ${region}`,
    where: `scripts/cost/prices.ts, ${name}`,
    remedy: `Look it up and add it: ${prices[name].source}`,
  });
};

/** @throws PortcullisError (usage) `price-missing` for a type that nobody has looked up */
const requireKnown = (type: string, stack: string): void => {
  if (type in charges || type in usage || free.has(type)) return;
  throw usageError({
    id: "price-missing",
    problem: `nobody has looked up what ${type} costs`,
    where: `stack ${stack}`,
    remedy: "Say it in scripts/cost: charges.ts where it costs by being there or by use, free.ts where it costs nothing.",
  });
};

const linesOf = (stack: PricedStack): readonly Line[] => {
  const quantities = new Map<string, Pick<Line, "kind" | "price" | "quantity">>();
  for (const [type, resources] of Object.entries(stack.resources)) {
    requireKnown(type, stack.id);
    for (const { kind, price, quantity = () => 1 } of charges[type] ?? []) {
      const sum = Object.values(resources).reduce((total, resource) => total + quantity(resource), quantities.get(price)?.quantity ?? 0);
      if (sum > 0) quantities.set(price, { kind, price, quantity: sum });
    }
  }
  return [...quantities.values()].map(({ kind, price, quantity }) => {
    const usd = unitPrice(price, stack.region);
    return { stack: stack.id, kind, price, quantity, unitPrice: usd, monthly: quantity * usd };
  });
};

const sum = (lines: readonly Line[], kind: Line["kind"]): number => lines.filter((line) => line.kind === kind).reduce((total, { monthly }) => total + monthly, 0);

/** Pure: what the stacks of each environment cost a month, environments in the order in which they come. */
export const estimate = (stacks: readonly PricedStack[]): readonly Estimate[] =>
  [...new Set(stacks.map(({ environment }) => environment))].map((environment) => {
    const own = stacks.filter((stack) => stack.environment === environment);
    const lines = own.flatMap(linesOf);
    const byUse = [...new Set(own.flatMap(({ resources }) => Object.keys(resources)))].filter((type) => type in usage).sort();
    return { environment, lines, fixed: sum(lines, "fixed"), assumed: sum(lines, "assumed"), byUse };
  });
