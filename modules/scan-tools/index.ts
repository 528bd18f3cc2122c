export { reportFormats } from "./formats";
export { artifactPrelude, evidencePrefix, looksAtArtifact, prelude, scanBuildspec, type PortcullisPackage } from "./frame";
export { recordCommand, type RecordFacts } from "./record";
export { committedFiles } from "./source";
export { languages, scanStages, type Language, type ReportKind, type ScanPlace, type ScanStage, type ScanTool, type ToolReport, type ToolSetting } from "./tool";
export { scanTools } from "./tools";
