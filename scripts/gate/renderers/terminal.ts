import { plainTable, plural, shorten, visible, wrap } from "../../faces";
import { placeText } from "../place";
import type { JudgedFinding, Reason, Verdict } from "../verdict";
import type { Face } from "./face";
import { addressIn, countTable, findingsThat, outcomeText, reportCells, reportHeads, subjectFacts, toolsOf, totalsText } from "./wording";

const columns = 80;
/** More than these nobody reads in a terminal; the other faces have them all. */
const maximumReasons = 50;
const maximumFindings = 50;

/** For a terminal of 80 columns and for a build's log, where colours are noise: outcome first, then what to do. */
export const renderTerminal: Face = (verdict) =>
  [
    ...write(outcomeText(verdict)),
    ...write(totalsText(verdict)),
    "",
    ...subjectFacts(verdict).flatMap(([label, text]) => write(`${label.padEnd(11)}  ${text}`)),
    ...reasonLines("Why, and what to do", verdict.reasons),
    ...reasonLines("Warnings", verdict.warnings),
    ...blockingLines(findingsThat(verdict, "blocks")),
    ...countLines(verdict),
    ...reportLines(verdict),
    "",
  ].join("\n");

const write = (text: string, indent = 0): readonly string[] => wrap(visible(text), columns, indent);

/** A name without end would push all others out. */
const cell = (text: string): string => shorten(visible(text), 400);

const more = (all: number, shown: number, one: string): readonly string[] => (all > shown ? write(`and ${plural(all - shown, `more ${one}`)}: see the HTML page or the JSON verdict`, 2) : []);

const reasonLines = (title: string, reasons: readonly Reason[]): readonly string[] =>
  reasons.length === 0
    ? []
    : [
        "",
        title,
        ...reasons.slice(0, maximumReasons).flatMap(({ id, problem, where, remedy }, index) => [...write(`${index + 1}. ${problem} [${id}]`, 2), ...write(where, 5), ...write(`→ ${remedy}`, 5)]),
        ...more(reasons.length, maximumReasons, "reason"),
      ];

const blockingLines = (findings: readonly JudgedFinding[]): readonly string[] =>
  findings.length === 0
    ? []
    : [
        "",
        `Blocking findings, worst first (${findings.length.toLocaleString("en-US")})`,
        plainTable(
          [
            { head: "severity", width: 10 },
            { head: "finding", width: 36 },
            { head: "where", width: 34 },
          ],
          findings.slice(0, maximumFindings).map((finding) => [finding.severity, cell(`${finding.rule} ${finding.title}`), cell(`${placeText(finding.location)} (${toolsOf(finding).join(", ")})`)]),
          { wraps: true },
        ),
        ...more(findings.length, maximumFindings, "finding"),
        "",
        "What a waiver of these would name, in the same order",
        // Never broken into lines: they are copied.
        ...findings.slice(0, maximumFindings).flatMap((finding) => [`  ${finding.fingerprint}`, ...addressIn(finding).map((address) => `    ${visible(address)}`)]),
      ];

const countLines = (verdict: Verdict): readonly string[] => {
  const { heads, rows } = countTable(verdict);
  return rows.length === 0 ? [] : ["", plainTable(heads.map((head, index) => ({ head, width: index === 0 ? 10 : 14, align: index === 0 ? ("left" as const) : ("right" as const) })), rows)];
};

const reportLines = ({ reports }: Verdict): readonly string[] =>
  reports.length === 0
    ? ["", "No report was given."]
    : ["", plainTable(reportHeads.map((head, index) => ({ head, width: [20, 17, 8, 14, 10, 11][index]!, align: index === 2 || index === 4 ? ("right" as const) : ("left" as const) })), reports.map((report) => reportCells(report).map(cell)), { wraps: true })];
