/** YAML and JSON that people write: read strictly, with the line of everything that is wrong. */
export { Document, DocumentError, type DocumentFault, type TextFile } from "./document";
export { judgeDocument, readDocument, type Judged } from "./judge";
