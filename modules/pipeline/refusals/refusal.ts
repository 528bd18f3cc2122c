import type { ScanTool } from "../../scan-tools";
import type { Application, Platform } from "../application";

/** Something of the props that no pipeline follows from. */
export interface Refusal {
  /** Where in the props: `application.address`, `platform.path`. */
  readonly key: string;
  readonly problem: string;
  readonly remedy: string;
}

/** What is judged: the props of one pipeline, and the tools that there are. */
export interface Question {
  readonly application: Application;
  readonly platform: Platform;
  readonly tools: readonly ScanTool[];
}

/** Everything that is wrong with the props of one pipeline. */
export class PipelineRefused extends Error {
  public readonly refusals: readonly Refusal[];

  constructor(application: string, refusals: readonly Refusal[]) {
    super(`The pipeline of ${application} is refused:\n${refusals.map(({ key, problem, remedy }) => `- ${key}: ${problem} ${remedy}`).join("\n")}`);
    this.name = "PipelineRefused";
    this.refusals = refusals;
  }
}

export const refuseIf = (isWrong: boolean, key: string, problem: string, remedy: string): readonly Refusal[] => (isWrong ? [{ key, problem, remedy }] : []);

/** Refuses a value that becomes a word of a command or a part of an ARN, and does not look like what it is. */
export const refuseUnlike = (pattern: RegExp, key: string, value: string, what: string): readonly Refusal[] =>
  refuseIf(!pattern.test(value), key, `${JSON.stringify(value)} is not ${what}.`, `Write one that matches ${String(pattern)}.`);

const folder = /^[A-Za-z0-9_][A-Za-z0-9._/-]*$/;

/** A folder below the root of the checkout. */
export const refuseFolder = (key: string, value: string): readonly Refusal[] =>
  refuseIf(!folder.test(value) || value.split("/").includes(".."), key, `${JSON.stringify(value)} is no folder below the root of the source.`, "Write it from the root, with forward slashes, such as deploy/terraform.");
