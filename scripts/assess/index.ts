/** An assessor's questions, answered with evidence. */
export { assess, type Assessment } from "./assess";
export { renderMarkdown, renderTerminal } from "./faces";
export { readSources, type RecordedStack, type SourceFiles, type Sources } from "./sources";
