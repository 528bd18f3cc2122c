/** Sensitive data in the clear: recognisers of text, and the walk through files that feeds them. */
export { Collector } from "./collector";
export { defaultLimits, scanDatabase, type SampleLimits } from "./databases";
export { dataFaces, lookedText, placeOf, protectedText, remedy } from "./faces";
export { recognise } from "./recognise";
export { recogniseProtected } from "./protection";
export { recogniseRecord, type Field, type FieldMatches, type RowContext } from "./record";
export { recognisers } from "./recognisers";
export { reportOf, scanFiles } from "./scan";
export type { Confidence, DataContext, DataFinding, DataMatch, DataReport, FoundValue, Looked, Place, ProtectedMatch, Skipped } from "./types";
