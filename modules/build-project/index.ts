export { buildspecText, type Buildspec, type TestReport, type TestReportFormat } from "./buildspec";
export { download, keepingExitCode, quoted, type Download } from "./shell";
