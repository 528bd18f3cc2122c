import type { ScanStage } from "../scan-tools";

/** Names of the stages that look at the source, at what was built, and at what runs; the guardrail `pipeline-gated` knows them by heart. */
export const scanStageNames: Readonly<Record<ScanStage, string>> = {
  secrets: "Secrets",
  "static-analysis": "StaticAnalysis",
  dependencies: "Dependencies",
  infrastructure: "Infrastructure",
  malware: "Malware",
  containers: "Containers",
  "dynamic-analysis": "DynamicAnalysis",
};

export const beforeBuild: readonly ScanStage[] = ["secrets", "static-analysis", "dependencies", "infrastructure"];
export const afterBuild: readonly ScanStage[] = ["malware", "containers"];
