import { stringify } from "yaml";

/** Format in which a report group of CodeBuild reads test results. */
export type TestReportFormat = "JUNITXML" | "COBERTURAXML";

export interface TestReport {
  /** Files, from `folder`. */
  readonly files: readonly string[];
  readonly folder: string;
  readonly format: TestReportFormat;
}

/** Language of which the build image holds several versions. */
export type Runtime = "nodejs" | "python" | "java" | "golang";

/**
 * What a build does, in phases; each is one script of bash that stops at the first command that fails, pipes included. A phase sees
 * what the phases before it exported.
 */
export interface Buildspec {
  /** Environment variable → `<ARN or name of the secret>:<JSON key>` of Secrets Manager: CodeBuild masks its value in logs. @default none */
  readonly secrets?: Readonly<Record<string, string>>;
  /** Environment variables whose values later actions of the pipeline may use, by the namespace of this one's. @default none */
  readonly exportedVariables?: readonly string[];
  /**
   * Runtimes besides Node.js 22, which `portcullis` needs: the image's own default is an older one (CodeBuild User Guide, "Available runtimes").
   * @default none
   */
  readonly runtimes?: Readonly<Partial<Record<Runtime, string>>>;
  /**
   * One build for each value, side by side, which sees it in the variable (CodeBuild User Guide, "Batch build buildspec reference": build-matrix).
   * @default one build
   */
  readonly batch?: { readonly variable: string; readonly values: readonly string[] };
  /** Fetches what the build needs, and compares it with its checksum. */
  readonly install: readonly string[];
  readonly build: readonly string[];
  /** Runs after a build that succeeded. @default nothing */
  readonly finish?: readonly string[];
  /** Report group (name or ARN) → results of tests. @default none */
  readonly reports?: Readonly<Record<string, TestReport>>;
  /** Files, from `folder`, that are handed on. @default none */
  readonly artifacts?: { readonly folder: string; readonly files: readonly string[] };
}

/** A failing command ends the phase, and an unset variable is a failure. */
const strict = "set -euo pipefail";

const phase = (commands: readonly string[]) => ({ "on-failure": "ABORT", commands: [[strict, ...commands].join("\n")] });

/**
 * The buildspec as CodeBuild reads it (CodeBuild User Guide, "Build specification reference"). Every phase aborts the build where it fails:
 * by default CodeBuild runs the phase after `build` also where `build` has failed.
 */
export const buildspecText = ({ secrets, exportedVariables = [], runtimes, batch, install, build, finish = [], reports, artifacts }: Buildspec): string =>
  stringify(
    {
      version: 0.2,
      // The shell in which CodeBuild runs the phases; nothing is started here.
      // eslint-disable-next-line no-restricted-syntax
      env: { shell: "bash", ...(secrets === undefined || Object.keys(secrets).length === 0 ? {} : { "secrets-manager": secrets }), ...(exportedVariables.length === 0 ? {} : { "exported-variables": exportedVariables }) },
      // One that fails stops none of the others: each says what is wrong with its own part.
      ...(batch === undefined ? {} : { batch: { "fast-fail": false, "build-matrix": { dynamic: { env: { variables: { [batch.variable]: batch.values } } } } } }),
      phases: { install: { "runtime-versions": { nodejs: "22", ...runtimes }, ...phase(install) }, build: phase(build), ...(finish.length === 0 ? {} : { post_build: phase(finish) }) },
      ...(reports === undefined ? {} : { reports: Object.fromEntries(Object.entries(reports).map(([group, { files, folder, format }]) => [group, { files, "base-directory": folder, "file-format": format }])) }),
      ...(artifacts === undefined ? {} : { artifacts: { files: artifacts.files, "base-directory": artifacts.folder } }),
    },
    { lineWidth: 0 },
  );
