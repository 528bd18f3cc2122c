import type { Log, Result } from "sarif";
import { maximumResults, sarifLevel, sarifPlace, sarifRoots, sarifSchema, sarifText, securitySeverity, visible, type SarifRank } from "../../faces";
import { recognisers } from "../recognisers";
import type { DataFinding } from "../types";
import { placeOf, remarksOf, remedy, type Face } from "./face";

const rankOf = (severity: string): SarifRank => (severity in securitySeverity ? (severity as SarifRank) : "low");

const resultOf = (finding: DataFinding): Result => ({
  ruleId: finding.rule,
  ruleIndex: recognisers.findIndex(({ id }) => id === finding.rule),
  level: sarifLevel(rankOf(finding.severity)),
  message: { text: sarifText(`${finding.title} in the clear: ${finding.masked} (${placeOf(finding)}; ${remarksOf(finding)})`) },
  locations: [
    {
      // An entry of an archive has no lines of its own that a reader of the repository could open.
      physicalLocation: sarifPlace(finding.place.path === undefined ? undefined : { file: finding.place.path.split("!/")[0]!, line: finding.place.path.includes("!/") ? 1 : (finding.place.line ?? 1) }, "README.md"),
      logicalLocations: [{ fullyQualifiedName: visible(placeOf(finding)) }],
    },
  ],
  partialFingerprints: { "portcullisData/v1": finding.fingerprint },
  properties: { "security-severity": securitySeverity[rankOf(finding.severity)], confidence: finding.confidence, count: finding.count },
});

/** SARIF 2.1.0, the worst first, for what is too much is cut off at the end. */
export const renderSarif: Face = (report) => {
  const ranks = Object.keys(securitySeverity);
  const sorted = [...report.findings].sort((one, other) => ranks.indexOf(rankOf(one.severity)) - ranks.indexOf(rankOf(other.severity)));
  const log: Log = {
    $schema: sarifSchema,
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: "portcullis-data",
            version: report.tool.version,
            rules: recognisers.map(({ id, title, severity }) => ({ id, shortDescription: { text: `${title} in the clear` }, help: { text: remedy }, defaultConfiguration: { level: sarifLevel(rankOf(severity)) }, properties: { "security-severity": securitySeverity[rankOf(severity)], tags: ["security", "privacy"] } })),
          },
        },
        columnKind: "utf16CodeUnits",
        automationDetails: { id: "portcullis-data/" },
        originalUriBaseIds: sarifRoots,
        invocations: [
          {
            executionSuccessful: report.skipped.every(({ kind }) => kind !== "blind"),
            endTimeUtc: report.time,
            toolExecutionNotifications: report.skipped.filter(({ kind }) => kind === "blind").slice(0, maximumResults).map(({ path, reason }) => ({ level: "warning" as const, message: { text: sarifText(`not looked at: ${path}: ${reason}`) } })),
          },
        ],
        results: sorted.slice(0, maximumResults).map(resultOf),
        ...(report.commit === undefined ? {} : { properties: { commit: report.commit, looked: report.looked.files + report.looked.entries + report.looked.tables } }),
      },
    ],
  };
  return `${JSON.stringify(log, undefined, 2)}\n`;
};
