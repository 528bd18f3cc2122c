/** What the faces of reviews, checks and verdicts share: escaping for each sink, wrapping, the page, parts of SARIF. */
export { html, markdownCell, markdownCode, markdownFence, markdownText } from "./escape";
export { htmlPage, type HtmlPage } from "./html-page";
export { maximumResults, sarifLevel, sarifPlace, sarifRoots, sarifSchema, sarifText, securitySeverity, type SarifRank } from "./sarif";
export { plainTable, rowsOfLines, type Column } from "./table";
export { shorten, visible, visibleJson, visibleJsonPieces } from "./visible";
export { plural } from "./words";
export { wrap } from "./wrap";
export { xml, xmlAttributes } from "./xml";
