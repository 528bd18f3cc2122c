export { assertionsFolder, assertionsIn, readAssertions, type Assertions } from "./assertions";
export { claimedByOption } from "./claimed-by-option";
export { controlsDocument } from "./document";
export { selectFramework, statuses, traceControls, type Evidence, type Standing, type Status, type TracedControl, type TracedFramework } from "./trace";
