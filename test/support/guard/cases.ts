import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import type { Outcome } from "./evaluate";

/** A case as cfn-guard's `test` reads it. */
export interface GuardCase {
  readonly name: string;
  readonly input: unknown;
  readonly expectations: { readonly rules: Readonly<Record<string, Outcome>> };
}

export const guardFolder = join(__dirname, "../../../policies/guard");
export const guardNames: readonly string[] = readdirSync(guardFolder)
  .filter((file) => file.endsWith(".guard"))
  .map((file) => file.replace(".guard", ""));
export const guardFile = (name: string): string => join(guardFolder, `${name}.guard`);
export const caseFile = (name: string): string => join(guardFolder, "tests", `${name}.yaml`);
export const guardCases = (name: string): readonly GuardCase[] => parse(readFileSync(caseFile(name), "utf8")) as GuardCase[];
