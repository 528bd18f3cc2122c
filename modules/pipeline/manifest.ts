import type { ScanTool, ToolReport } from "../scan-tools";

/** What the gate demands of one report; in the gate's own spelling (docs/gate.md, "The manifest"). */
export interface ManifestRequirement {
  readonly tool: string;
  readonly file: string;
  readonly formats: readonly string[];
  readonly kind?: string;
  readonly subject?: "commit" | "digest";
  readonly minimumVersion?: string;
  readonly minimumRules?: number;
  readonly minimumLooked?: number;
  readonly minimumCoverage?: number;
}

export interface GateManifest {
  readonly version: 1;
  readonly pipeline: string;
  readonly requires: readonly ManifestRequirement[];
}

/** A report and where it lies among the reports of an execution. */
export interface PlacedReport {
  /** Folder of whoever wrote it: the tool's name, or `build`. */
  readonly folder: string;
  readonly requirement: ManifestRequirement;
}

const requirementOf = ({ file, format, tool, kind, subject, minimumVersion, minimumRules = 1, minimumLooked = 1 }: ToolReport): ManifestRequirement => ({
  tool,
  file,
  formats: [format],
  kind,
  ...(subject === undefined ? {} : { subject }),
  ...(minimumVersion === undefined ? {} : { minimumVersion }),
  minimumRules,
  minimumLooked,
});

export const reportsOfTools = (tools: readonly ScanTool[]): readonly PlacedReport[] => tools.flatMap(({ name, reports }) => reports.map((report) => ({ folder: name, requirement: requirementOf(report) })));

/** What a gate of this pipeline demands: every report that was made before it, and no other. */
export const manifestOf = (pipeline: string, reports: readonly PlacedReport[]): GateManifest => ({ version: 1, pipeline, requires: reports.map(({ requirement }) => requirement) });
