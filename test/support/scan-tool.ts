import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { buildspecText, type Buildspec } from "../../modules/build-project";
import { scanBuildspec, type ScanTool } from "../../modules/scan-tools";
import { pinnedTo, placeOf, runScan } from "./delivery/scan";
import type { BuildOptions, BuildResult } from "./delivery/build";
import { temporaryFolder } from "./temporary-folder";

/** CodeBuild's limit of an inline buildspec, in characters: aws/aws-cdk, pull request 14974. */
const longestBuildspec = 25_600;

export const buildOf = (tool: ScanTool): Buildspec => scanBuildspec(tool, placeOf(), { version: "1.2.3", sha256: "a".repeat(64) }, "arn:aws:secretsmanager:eu-central-1:111111111111:secret:tool");

/** What every definition owes: commands that bash reads, room in the buildspec, a version that is fetched and demanded, checksums, and a record of each report. */
export const expectSound = (tool: ScanTool): void => {
  const { install, build, finish = [] } = buildOf(tool);
  for (const phase of [install, build, finish]) expect(spawnSync("bash", ["-n"], { input: phase.join("\n"), encoding: "utf8" })).toMatchObject({ status: 0, stderr: "" });
  expect(buildspecText(buildOf(tool)).length).toBeLessThan(longestBuildspec);
  expect(tool.version).toMatch(/^\d+(\.\d+)*$/);
  for (const { url, sha256 } of tool.downloads) {
    expect(url).toContain(tool.version);
    expect(sha256).toMatch(/^[0-9a-f]{64}$/);
  }
  for (const { file, minimumVersion } of tool.reports) {
    expect(build.filter((command) => command.startsWith(`portcullis gate record "$REPORTS/${file}"`))).toHaveLength(1);
    expect(tool.version.startsWith(minimumVersion ?? "none")).toBe(true);
  }
};

/** Words of the record that a tool's build writes, by option; what is left out the report says itself. */
export const recordOf = (tool: ScanTool): Readonly<Record<string, string>> => {
  const command = buildOf(tool).build.find((each) => each.startsWith("portcullis gate record"))!;
  return Object.fromEntries([...command.matchAll(/--([a-z-]+) ("(?:\$\([^)]*\)|[^"])*"|\S+)/g)].map(([, name, word]) => [name!, word!]));
};

/** A program in bash, for `standIns` and `pythonPackages`. */
export const programOf = (script: string): string => {
  const file = join(temporaryFolder(), "bin", "program");
  mkdirSync(join(file, ".."));
  writeFileSync(file, `#!/bin/bash\nset -euo pipefail\n${script}`, { mode: 0o755 });
  return file;
};

/** The report and the record that a build handed over. */
export const handedOver = ({ evidence }: BuildResult, file: string): { readonly report: unknown; readonly record: unknown } => {
  const content = (name: string): unknown => JSON.parse(Object.entries(evidence).find(([key]) => key.endsWith(`/${name}`))![1].toString());
  return { report: content(file), record: content(`${file}.record.json`) };
};

export const buildWith = (tool: ScanTool, source: string, options: Partial<BuildOptions>): Promise<BuildResult> => runScan(pinnedTo(tool, options.downloads ?? {}), { source, ...options });
