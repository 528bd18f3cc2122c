/** Plans in, one redacted review out, rendered in any of its faces. */
export { parsePlan } from "./parse-plan";
export { parseStoredReview } from "./stored-review";
export { createRedactor, redactChange, redactOutput, redactText, type Redactor } from "./redact";
export { fingerprint, type MacFunction } from "./fingerprint";
export { buildReview, buildStackReview, normaliseAction, reviewWithoutPlan, type ResourceEntry, type StackIdentity, type StackReviewInput } from "./build";
export { sarifLog, type SarifEntry } from "./renderers/sarif-log";
export { render, reviewFormats, reviewMarker, type RenderOptions, type ReviewFormat } from "./renderers";
export { reviewModelVersion, type AttributeChange, type Review, type ReviewedChange, type StackReview } from "./model";
