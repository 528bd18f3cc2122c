/** What the synthesised stacks cost a month, and docs/cost.md. */
export { estimate, type Estimate, type Line, type PricedStack } from "./estimate";
export { costPage } from "./page";
export { pricedStacks } from "./stacks";
