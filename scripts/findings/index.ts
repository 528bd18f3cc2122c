export { addressOf } from "./address";
export { findingKinds, severities, type Finding, type FindingKind, type FindingState, type Location, type Package, type Severity } from "./finding";
export { readReport, readerOf } from "./read-report";
export type { Reader } from "./reader";
export { readers } from "./readers";
export type { Report } from "./report";
export { severityOfScore, severityOfWord, worse } from "./severity";
export { hashOf, openFile, sourceOfBytes, sourceOfFile, type Source } from "./source";
export { UnreadableReport, type UnreadableKind } from "./unreadable";
