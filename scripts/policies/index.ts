export { type Evaluation, blockingFindings, evaluatePlan, evaluateTree } from "./evaluate";
export { type ConstructSources, type Identity, type SynthesisedTree, actionOf, displayedAddress } from "./view";
