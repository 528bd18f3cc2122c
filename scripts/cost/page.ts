import { usage } from "./charges";
import type { Estimate, Line } from "./estimate";
import { hoursOfMonth, prices, pricesOf, type PriceName } from "./prices";

const usd = (amount: number): string => `$${amount.toFixed(2)}`;

const table = (head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] => [`| ${head.join(" | ")} |`, `|${head.map(() => "---").join("|")}|`, ...rows.map((row) => `| ${row.join(" | ")} |`)];

const rowOf = ({ stack, price, kind, quantity, unitPrice, monthly }: Line): readonly string[] => [stack, `${prices[price].unit}${kind === "assumed" ? " (assumed)" : ""}`, String(quantity), usd(unitPrice), usd(monthly)];

const section = ({ environment, lines, fixed, assumed, byUse }: Estimate): readonly string[] => [
  `## ${environment}`,
  "",
  ...table(["stack", "what", "how many", "each", "a month"], lines.map(rowOf)),
  "",
  `Fixed: **${usd(fixed)}** a month. By the assumptions below: ${usd(assumed)} more.`,
  "",
  "By use, not summed:",
  "",
  ...byUse.map((type) => `- \`${type}\`: by ${usage[type]}`),
  "",
];

const pricesUsed = (estimates: readonly Estimate[]): readonly PriceName[] => (Object.keys(prices) as PriceName[]).filter((name) => estimates.some(({ lines }) => lines.some(({ price }) => price === name)));

/** docs/cost.md. */
export const costPage = (estimates: readonly Estimate[]): string =>
  [
    "# What the environments cost",
    "",
    "Generated from the synthesised stacks by `npm run docs:cost`; do not edit. What is there whatever happens, in US dollars a month,",
    `at list prices of ${pricesOf} (look again before you budget), without tax, discounts and free tiers. A month has ${hoursOfMonth} hours.`,
    "",
    ...table(
      ["environment", "fixed", "assumed", "sum"],
      estimates.map(({ environment, fixed, assumed }) => [environment, usd(fixed), usd(assumed), usd(fixed + assumed)]),
    ),
    "",
    ...estimates.flatMap(section),
    "## Assumptions",
    "",
    "- A rule of AWS Config is evaluated 100 times a month: few resources change in these accounts. A rule in a conformance pack counts as one.",
    "- Each metric filter publishes its metric in every month.",
    "- A key costs another dollar a month after its first and after its second yearly rotation; this is left out, as are requests.",
    "",
    "## Prices",
    "",
    ...table(
      ["what", "region: each a month", "looked up", "source"],
      pricesUsed(estimates).map((name) => [
        prices[name].unit,
        Object.entries(prices[name].monthly)
          .map(([region, each]) => `${region}: ${usd(each)}`)
          .join(", "),
        pricesOf,
        `<${prices[name].source}>`,
      ]),
    ),
    "",
  ].join("\n");
