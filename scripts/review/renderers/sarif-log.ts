import { createHash } from "node:crypto";
import type { Log, ReportingDescriptor, Result } from "sarif";
import type { Risk, SourceLine } from "../../../policies/rule";
import { riskRank } from "../risk";
import { visible } from "../text";

/**
 * SARIF 2.1.0 for code scanning: each entry at the TypeScript line that declares the resource. GitHub ranks by the rule's `security-severity`
 * (https://docs.github.com/en/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning).
 */
const severity: Readonly<Record<Risk, string>> = { critical: "9.5", high: "8.0", medium: "5.5", low: "2.0" };
const level = (risk: Risk): Result.level => (risk === "low" ? "note" : risk === "medium" ? "warning" : "error");

/** GitHub keeps the first 5,000 results of a run, https://docs.github.com/en/code-security/code-scanning/troubleshooting-sarif-uploads/results-exceed-limit. */
const maximumResults = 5000;

/** What stands at one place. */
export interface SarifEntry {
  readonly rule: string;
  readonly risk: Risk;
  readonly title: string;
  readonly remedy: string;
  readonly text: string;
  readonly environment: string;
  /** Stack id. */
  readonly stack: string;
  readonly address: string;
  readonly constructPath?: string;
  readonly source?: SourceLine;
  /** Id of the waiver that covers it. */
  readonly waiver?: string;
}

export interface SarifOptions {
  /** Category of the run, ending with a slash: code scanning keeps the results of each apart. */
  readonly category: string;
  /** File that stands for a resource whose source is unknown, relative to the repository. @default main.ts */
  readonly fallbackFile?: string;
  readonly toolVersion?: string;
}

/** Entries as one SARIF log; the riskiest first, for what is too much is cut off at the end. */
export const sarifLog = (given: readonly SarifEntry[], options: SarifOptions): string => {
  const entries = [...given].sort((a, b) => riskRank(a.risk) - riskRank(b.risk));
  const kept = entries.slice(0, maximumResults);
  const rules = new Map<string, ReportingDescriptor>();
  for (const entry of kept) if (!rules.has(entry.rule)) rules.set(entry.rule, ruleOf(entry));
  const indexes = new Map([...rules.keys()].map((id, index) => [id, index]));
  const log: Log = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "Portcullis", ...(options.toolVersion === undefined ? {} : { version: options.toolVersion }), rules: [...rules.values()] } },
        columnKind: "utf16CodeUnits",
        automationDetails: { id: options.category },
        originalUriBaseIds: { SRCROOT: { description: { text: "The root of the repository" } } },
        results: kept.map((entry) => resultOf(entry, indexes.get(entry.rule) ?? 0, options)),
        ...(entries.length > kept.length ? { properties: { leftOut: entries.length - kept.length } } : {}),
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
};

const ruleOf = ({ rule, risk, title, remedy }: SarifEntry): ReportingDescriptor => ({
  id: visible(rule),
  shortDescription: { text: visible(title) },
  help: { text: visible(remedy) },
  defaultConfiguration: { level: level(risk) },
  properties: { "security-severity": severity[risk], tags: ["security"] },
});

const resultOf = (entry: SarifEntry, ruleIndex: number, options: SarifOptions): Result => ({
  ruleId: visible(entry.rule),
  ruleIndex,
  level: level(entry.risk),
  message: { text: `${visible(entry.text)} Remedy: ${visible(entry.remedy)}` },
  locations: [
    {
      physicalLocation: locationOf(entry.source, options.fallbackFile ?? "main.ts"),
      logicalLocations: [{ fullyQualifiedName: visible(entry.constructPath ?? entry.address), kind: "resource" }],
    },
  ],
  partialFingerprints: { "portcullis/v1": createHash("sha256").update(JSON.stringify([entry.rule, entry.stack, entry.address])).digest("hex") },
  ...(entry.waiver === undefined ? {} : { suppressions: [{ kind: "external" as const, status: "accepted" as const, justification: `waiver ${visible(entry.waiver)}` }] }),
  properties: {
    "security-severity": severity[entry.risk],
    risk: entry.risk,
    address: visible(entry.address),
    environment: visible(entry.environment),
    stack: visible(entry.stack),
  },
});

/** Only a path within the repository is a location; anything else would point a reader out of it. */
const locationOf = (source: SourceLine | undefined, fallback: string) => {
  const inside = source !== undefined && !/^([/\\]|[a-z][a-z0-9+.-]*:)/i.test(source.file) && !source.file.split(/[/\\]/).includes("..");
  const { file, line } = inside ? source : { file: fallback, line: 1 };
  return { artifactLocation: { uri: file.split(/[/\\]/).map(encodeURIComponent).join("/"), uriBaseId: "SRCROOT" }, region: { startLine: Math.max(1, Math.trunc(line)) } };
};
