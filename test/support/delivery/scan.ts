import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { buildspecText } from "../../../modules/build-project";
import { scanBuildspec, type ScanPlace, type ScanTool } from "../../../modules/scan-tools";
import type { Verdict } from "../../../scripts/gate/verdict";
import { temporaryFolder } from "../temporary-folder";
import { runBuild, type BuildOptions, type BuildResult } from "./build";
import { packedPortcullis } from "./package";
import { git } from "./source";

/** Names of one execution, as every project of a pipeline is told them. */
export const pipeline = "castle-prod-orders";
export const execution = "11111111-2222-4333-8444-555555555555";
export const variablesOf = (more: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> => ({
  PIPELINE: pipeline,
  EXECUTION: execution,
  EVIDENCE_BUCKET: "castle-prod-evidence",
  TOOLS_BUCKET: "castle-prod-tools",
  ...more,
});

export const placeOf = (changed: Partial<ScanPlace> = {}): ScanPlace => ({ pipeline, languages: ["node"], address: "https://orders.dev.example.org", settings: {}, ...changed });

const sha256 = (bytes: string | Buffer): string => createHash("sha256").update(bytes).digest("hex");

/**
 * The same tool with made files for its downloads, pinned at what those files are: the real ones are megabytes of a vendor's. That a wrong
 * checksum stops the build is shown by a file that differs from its pin.
 */
export const pinnedTo = (tool: ScanTool, files: Readonly<Record<string, string | Buffer>>): ScanTool => ({
  ...tool,
  downloads: tool.downloads.map((download) => ({ ...download, sha256: files[download.url] === undefined ? download.sha256 : sha256(files[download.url]!) })),
});

export interface ScanOptions extends Partial<BuildOptions> {
  readonly source: string;
  readonly place?: Partial<ScanPlace>;
  /** ARN of the tool's secret. @default none */
  readonly secret?: string;
}

/** Runs the whole build of one tool. */
export const runScan = (tool: ScanTool, { place, secret, ...options }: ScanOptions): Promise<BuildResult> =>
  runBuild(buildspecText(scanBuildspec(tool, placeOf(place), packedPortcullis(), secret)), { environment: variablesOf(), ...options });

export interface Judged {
  readonly exitCode: number;
  /** `none` where the gate came to no verdict. */
  readonly outcome: "pass" | "block" | "none";
  /** Reasons that block, by the names of docs/gate.md. */
  readonly reasons: readonly string[];
  readonly stderr: string;
}

let unpacked: string | undefined;
const command = (): string => {
  if (unpacked !== undefined) return unpacked;
  const folder = temporaryFolder();
  const { status } = spawnSync("tar", ["--extract", "--gzip", "--file", "-", "--directory", folder], { input: packedPortcullis().bytes });
  if (status !== 0) throw new Error("the package cannot be unpacked");
  unpacked = join(folder, "package", "portcullis");
  return unpacked;
};

/**
 * Asks the gate of the packed command about what a build handed over, with a manifest that demands that one tool, as the gates of a pipeline do.
 * @param options.digest of the artifact, where the tool looks at one
 */
export const judge = (tool: ScanTool, { evidence }: Pick<BuildResult, "evidence">, { source, environment = "dev", digest }: { readonly source: string; readonly environment?: string; readonly digest?: string }): Judged => {
  const folder = temporaryFolder();
  const prefix = `${pipeline}/executions/${execution}/reports/`;
  for (const [key, bytes] of Object.entries(evidence).filter(([name]) => name.startsWith(prefix))) {
    const file = join(folder, "reports", key.slice(prefix.length));
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, bytes);
  }
  mkdirSync(join(folder, "reports"), { recursive: true });
  const requires = tool.reports.map(({ tool: name, file, format, kind, subject, minimumVersion, minimumRules, minimumLooked }) => ({ tool: name, file, formats: [format], kind, subject, minimumVersion, minimumRules, minimumLooked }));
  writeFileSync(join(folder, "manifest.json"), JSON.stringify({ version: 1, pipeline, requires }));
  const policies = join(dirname(command()), "policies");
  const words = [
    ...["gate", "reports", "--manifest", "manifest.json", "--policy", join(policies, "gate", "policy.yaml"), "--waivers", join(policies, "waivers.yaml")],
    ...["--environment", environment, "--classification", "internal", "--event", "promotion", "--commit", git(source, "rev-parse", "HEAD"), "--format", "json"],
    ...(digest === undefined ? [] : ["--digest", digest]),
    ...tool.reports.filter(({ file }) => evidence[`${prefix}${tool.name}/${file}`] !== undefined).flatMap(({ file, format }) => ["--as", `${format}=${join("reports", tool.name, file)}`]),
  ];
  const { status, stdout, stderr } = spawnSync(process.execPath, [command(), ...words], { cwd: folder, encoding: "utf8", env: { PATH: process.env["PATH"], HOME: folder } });
  const verdict: Partial<Verdict> = stdout === "" ? {} : JSON.parse(stdout);
  return { exitCode: status ?? 255, outcome: verdict.outcome ?? "none", reasons: (verdict.reasons ?? []).map(({ id }) => id), stderr };
};
