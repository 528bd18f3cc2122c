import type { Download } from "../build-project";

/** The stages in which tools look, in the order of a pipeline. The last one looks at what runs in the first environment. */
export const scanStages = ["secrets", "static-analysis", "dependencies", "infrastructure", "malware", "containers", "dynamic-analysis"] as const;
export type ScanStage = (typeof scanStages)[number];

/** Languages that are built and whose packages are looked at. */
export const languages = ["node", "python", "java", "go"] as const;
export type Language = (typeof languages)[number];

/** Kinds of findings, as the gate's manifest names them. */
export type ReportKind = "code" | "dependency" | "secret" | "infrastructure" | "container" | "web" | "malware";

/** A report that a tool writes into `$REPORTS`, and what the gate demands of it. */
export interface ToolReport {
  /** Base name, one of its kind in a pipeline: `gitleaks.json`. */
  readonly file: string;
  /** Format by which the gate reads it: one of `reportFormats`. */
  readonly format: string;
  /** The tool as its reports, and so the gate's manifest, name it, in lower case. */
  readonly tool: string;
  readonly kind: ReportKind;
  /** What it is bound to: the commit, or the digest of the artifact that goes out. @default commit */
  readonly subject?: "commit" | "digest";
  readonly minimumVersion?: string;
  /** Least number of rules that must have been loaded. @default 1 */
  readonly minimumRules?: number;
  /** Least number of things that must have been looked at. @default 1 */
  readonly minimumLooked?: number;
}

/** What a tool is told about where it looks. */
export interface ScanPlace {
  readonly pipeline: string;
  readonly languages: readonly Language[];
  /** Address of the application in the first environment, for dynamic analysis: `https://orders.dev.example.org`. @default none */
  readonly address?: string;
  /** Values of the tool's own `settings`, complete and checked. */
  readonly settings: Readonly<Record<string, string>>;
}

/** What a person configures of a licensed tool. */
export interface ToolSetting {
  readonly description: string;
  /** What the value must look like; it becomes a word of a command, quoted. */
  readonly pattern: RegExp;
  /** @default must be given */
  readonly default?: string;
}

/**
 * One tool as a build of CodeBuild runs it; one file each in `tools/`. Its scripts are bash and run in the root of the source, with
 * - `$TOOLS`: a private folder for what is fetched, first on the PATH; `$REPORTS`: where its reports go; `$COMMIT`: what is checked out;
 * - in the stages malware and containers `$DELIVERABLE`: the one file that the build made, `image.tar` of `docker save` or `application.zip`; `$DIGEST`: its digest;
 * - `portcullis` on the PATH, and of the build image: node, npm, python3, pip, java, git, jq, curl, docker's client.
 */
export interface ScanTool {
  /** As props and settings name it: `semgrep`. */
  readonly name: string;
  /** What it does, for people, in a few words. */
  readonly title: string;
  readonly stage: ScanStage;
  /** Licensed tools are switched on by configuration; all others always look. */
  readonly isLicensed: boolean;
  /** Version that is fetched, exactly; where a setting `version` names it, the one that these commands were written for. */
  readonly version: string;
  /** Where its options and exit codes are documented. */
  readonly source: string;
  /** Languages it looks at; it is left out of a pipeline that has none of them. @default all */
  readonly languages?: readonly Language[];
  /** What of a build it can look at, in the stages malware and containers. @default both */
  readonly deliverables?: readonly ("image" | "archive")[];
  /** True where it looks only if asked for by name: a second profile of another tool. @default false */
  readonly isOptional?: boolean;
  readonly reports: readonly ToolReport[];
  readonly downloads: readonly Download[];
  /** Hosts that it must reach besides those of its downloads: a private build without a way out cannot run it. @default none */
  readonly reaches?: readonly string[];
  /** Environment variable → key in the tool's secret, a JSON document of Secrets Manager. @default none */
  readonly secrets?: Readonly<Record<string, string>>;
  /** Variables of `secrets` that the vendor's program takes as an argument and in no other way: its definition says who could read them. @default none */
  readonly secretArguments?: readonly string[];
  /** Name of a setting → what it is. @default none */
  readonly settings?: Readonly<Record<string, ToolSetting>>;
  /** Longest build, in minutes. @default 30 */
  readonly timeoutMinutes?: number;
  /** Keys of the bucket of tools that its installation reads: its role may read these and no other. @default none */
  readonly bucketKeys?: (place: ScanPlace) => readonly string[];
  /** Unpacks and installs, after the downloads are checked. */
  readonly install: (place: ScanPlace) => readonly string[];
  /** Looks, and writes each report and the record of its run (`recordCommand`). */
  readonly scan: (place: ScanPlace) => readonly string[];
}
