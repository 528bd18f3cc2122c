import type { Log, ReportingDescriptor, Result } from "sarif";
import { sha256 } from "../../sha256";
import type { Risk, SourceLine } from "../../../policies/rule";
import { maximumResults, sarifLevel, sarifPlace, sarifRoots, sarifSchema, sarifText, securitySeverity, visible } from "../../faces";
import { riskRank } from "../risk";

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

/** Entries as one SARIF 2.1.0 log, each at the TypeScript line that declares the resource; the riskiest first, for what is too much is cut off at the end. */
export const sarifLog = (given: readonly SarifEntry[], options: SarifOptions): string => {
  const entries = [...given].sort((a, b) => riskRank(a.risk) - riskRank(b.risk));
  const kept = entries.slice(0, maximumResults);
  const rules = new Map<string, ReportingDescriptor>();
  for (const entry of kept) if (!rules.has(entry.rule)) rules.set(entry.rule, ruleOf(entry));
  const indexes = new Map([...rules.keys()].map((id, index) => [id, index]));
  const log: Log = {
    $schema: sarifSchema,
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "Portcullis", ...(options.toolVersion === undefined ? {} : { version: options.toolVersion }), rules: [...rules.values()] } },
        columnKind: "utf16CodeUnits",
        automationDetails: { id: options.category },
        originalUriBaseIds: sarifRoots,
        results: kept.map((entry) => resultOf(entry, indexes.get(entry.rule) ?? 0, options)),
        ...(entries.length > kept.length ? { properties: { leftOut: entries.length - kept.length } } : {}),
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
};

const ruleOf = ({ rule, risk, title, remedy }: SarifEntry): ReportingDescriptor => ({
  id: visible(rule),
  shortDescription: { text: sarifText(title) },
  help: { text: sarifText(remedy) },
  defaultConfiguration: { level: sarifLevel(risk) },
  properties: { "security-severity": securitySeverity[risk], tags: ["security"] },
});

const resultOf = (entry: SarifEntry, ruleIndex: number, options: SarifOptions): Result => ({
  ruleId: visible(entry.rule),
  ruleIndex,
  level: sarifLevel(entry.risk),
  message: { text: sarifText(`${entry.text} Remedy: ${entry.remedy}`) },
  locations: [
    {
      physicalLocation: sarifPlace(entry.source, options.fallbackFile ?? "main.ts"),
      logicalLocations: [{ fullyQualifiedName: visible(entry.constructPath ?? entry.address), kind: "resource" }],
    },
  ],
  partialFingerprints: { "portcullis/v1": sha256(JSON.stringify([entry.rule, entry.stack, entry.address])) },
  ...(entry.waiver === undefined ? {} : { suppressions: [{ kind: "external" as const, status: "accepted" as const, justification: `waiver ${visible(entry.waiver)}` }] }),
  properties: {
    "security-severity": securitySeverity[entry.risk],
    risk: entry.risk,
    address: visible(entry.address),
    environment: visible(entry.environment),
    stack: visible(entry.stack),
  },
});
