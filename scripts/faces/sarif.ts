import type { Result } from "sarif";
import type { SourceLine } from "../../policies/rule";
import { visible } from "./visible";

/** Worst first; what a code scanner can be told. */
export type SarifRank = "critical" | "high" | "medium" | "low";

/**
 * GitHub ranks by the rule's `security-severity`, a score of CVSS's scale
 * (https://docs.github.com/en/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning).
 */
export const securitySeverity: Readonly<Record<SarifRank, string>> = { critical: "9.5", high: "8.0", medium: "5.5", low: "2.0" };
export const sarifLevel = (rank: SarifRank): Result.level => (rank === "low" ? "note" : rank === "medium" ? "warning" : "error");

/** GitHub keeps the first 5,000 results of a run, https://docs.github.com/en/code-security/code-scanning/troubleshooting-sarif-uploads/results-exceed-limit. */
export const maximumResults = 5000;

export const sarifSchema = "https://json.schemastore.org/sarif-2.1.0.json";
export const sarifRoots = { SRCROOT: { description: { text: "The root of the repository" } } };

/** Only a path within the repository is a location; anything else would point a reader out of it. */
export const sarifPlace = (source: SourceLine | undefined, fallback: string) => {
  const inside = source !== undefined && !/^([/\\]|[a-z][a-z0-9+.-]*:)/i.test(source.file) && !source.file.split(/[/\\]/).includes("..");
  const { file, line } = inside ? source : { file: fallback, line: 1 };
  return { artifactLocation: { uri: encodedPath(file), uriBaseId: "SRCROOT" }, region: { startLine: Math.max(1, Math.trunc(line)) } };
};

/** A lone surrogate has no UTF-8, and encodeURIComponent would throw. */
const encodedPath = (file: string): string => file.replace(/\p{Cs}/gu, "\ufffd").split(/[/\\]/).map(encodeURIComponent).join("/");

/** A message of foreign text. SARIF reads `[text](target)` in plain messages as a link (SARIF 2.1.0, 3.11.6), which a space breaks. */
export const sarifText = (text: string): string => visible(text).replaceAll("](", "] (");
