/** Findings of a verdict in AWS Security Hub: what to send, within AWS's limits, and nothing lost. */
export { idPrefixOf, productArnOf, toAsff, type Destination } from "./asff";
export { batchesOf, limits } from "./batches";
export { changesOf, type Changes } from "./changes";
export { openSecurityHub, type Refusal, type SecurityHub, type Wait } from "./hub";
export { importVerdict, type ImportReport } from "./import";
export { byteLength, fitting } from "./text";
