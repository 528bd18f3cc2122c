export { coverageOf, type Coverage, type CoveredType, type UnusedType } from "./coverage";
export { coverageDocument } from "./document";
export { readSources } from "./sources";
export { validatedOnly } from "./validated-only";
