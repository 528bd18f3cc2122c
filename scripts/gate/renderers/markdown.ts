import { markdownCell, markdownCode, markdownText, plural, shorten } from "../../faces";
import type { Severity } from "../../findings";
import { placeText } from "../place";
import type { JudgedFinding, Reason, Standing, Verdict } from "../verdict";
import type { Face } from "./face";
import { addressIn, countTable, findingsThat, outcomeText, remarksOn, reportCells, reportHeads, standings, standingWords, subjectFacts, toolsOf, totalsText } from "./wording";

/** Hidden in the comment, so that the next verdict finds it and takes its place. */
export const gateMarker = "<!-- portcullis-gate -->";

/** GitHub takes 65,536 characters for a comment; what is left is for who puts words before or after. */
const maximumLength = 60_000;
/** What one piece of foreign text may take, so that one long title does not push all others out. */
const maximumText = 400;
const maximumReasons = 40;
const maximumReports = 60;
const lights: Readonly<Record<Severity, string>> = { critical: "🔴", unknown: "🔴", high: "🟠", medium: "🟡", low: "⚪", info: "⚪" };

/**
 * A comment on a pull request: blocked or passed first, why and what to do, counts, then findings by rank. Where it would be too long the least
 * of them lose their details first and then their line, and are counted.
 */
export const renderMarkdown: Face = (verdict) => {
  const sections = standings.map((standing): Section => ({ standing, findings: findingsThat(verdict, standing) })).filter(({ findings }) => findings.length > 0);
  const head = [gateMarker, `## ${verdict.outcome === "block" ? "⛔" : "✅"} ${sentence(outcomeText(verdict))}`, "", sentence(totalsText(verdict))].join("\n");
  const foot = [reportTable(verdict), factTable(verdict)];
  const compose = (choice: Choice) =>
    [head, reasonList("Why, and what to do", verdict.reasons), reasonList("Warnings", verdict.warnings), countLines(verdict), ...sections.map((section) => sectionText(section, choice)), ...foot].filter((text) => text !== "").join("\n\n") + "\n";
  const frame = compose(() => undefined);
  return compose(spend(sections.flatMap(({ findings }) => findings), maximumLength - frame.length));
};

interface Section {
  readonly standing: Standing;
  readonly findings: readonly JudgedFinding[];
}

/** The text of a finding; undefined where there is no room for it. */
type Choice = (finding: JudgedFinding) => string | undefined;

/** Of the room for findings, what lines may take, so that the worst keep their details however many there are. */
const shareOfLines = 0.75;

/** A line for as many as fit, in the order given; then what is left goes to their details, in the same order. */
const spend = (findings: readonly JudgedFinding[], budget: number): Choice => {
  const chosen = new Map<JudgedFinding, string>();
  let left = budget;
  for (const finding of findings) {
    const line = shortText(finding);
    if (line.length + 1 > left - budget * (1 - shareOfLines)) break;
    chosen.set(finding, line);
    left -= line.length + 1;
  }
  for (const [finding, line] of chosen) {
    const details = longText(finding);
    const cost = details.length - line.length;
    if (cost > left) break;
    chosen.set(finding, details);
    left -= cost;
  }
  return (finding) => chosen.get(finding);
};

const sentence = (text: string): string => markdownText(shorten(text, maximumText));
const code = (text: string): string => markdownCode(shorten(text, maximumText));
const cell = (text: string): string => markdownCell(shorten(text, maximumText));

const shortText = (finding: JudgedFinding): string => `- ${lights[finding.severity]} **${finding.severity}** ${code(finding.rule)} ${sentence(finding.title)} ${code(placeText(finding.location))}`;

const longText = (finding: JudgedFinding): string =>
  [shortText(finding), `${sentence(finding.why)} Found by ${toolsOf(finding).map(code).join(", ")}.`, [...(finding.waiver === undefined ? [] : [`waiver ${code(finding.waiver)}`]), ...remarksOn(finding).map(sentence), code(finding.fingerprint), ...addressIn(finding).map((address) => `address ${code(address)}`)].join(" · ")].join("\n  ");

/** What blocks is open, all else folded. */
const sectionText = ({ standing, findings }: Section, choice: Choice): string => {
  const texts = findings.map(choice).filter((text) => text !== undefined);
  const left = findings.length - texts.length;
  const lines = [...texts, ...(left === 0 ? [] : ["", `**${plural(left, "finding")} left out here for length**, none worse than those above: see the HTML page or the JSON verdict.`])];
  const title = plural(findings.length, `${standingWords[standing]} finding`);
  return standing === "blocks" ? [`### ${title}`, "", ...lines].join("\n") : [`<details><summary>${title}</summary>`, "", ...lines, "", "</details>"].join("\n");
};

const reasonList = (title: string, reasons: readonly Reason[]): string => {
  if (reasons.length === 0) return "";
  const shown = reasons.slice(0, maximumReasons).map(({ id, problem, where, remedy }) => `- **${sentence(problem)}** ${code(where)} (${code(id)})\n  ${sentence(remedy)}`);
  return [`### ${title}`, "", ...shown, ...(reasons.length > shown.length ? [`- and ${plural(reasons.length - shown.length, "more reason")}: see the HTML page or the JSON verdict`] : [])].join("\n");
};

const table = (heads: readonly string[], rows: readonly (readonly string[])[]): string => [heads, heads.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");

const countLines = (verdict: Verdict): string => {
  const { heads, rows } = countTable(verdict);
  return rows.length === 0 ? "" : table(heads, rows);
};

const folded = (title: string, content: string): string => ["<details><summary>" + title + "</summary>", "", content, "", "</details>"].join("\n");

const reportTable = ({ reports }: Verdict): string => {
  if (reports.length === 0) return "**No report was given.**";
  const shown = [...reports].sort((a, b) => Number(a.isAccepted) - Number(b.isAccepted)).slice(0, maximumReports);
  const rest = reports.length - shown.length;
  return folded(plural(reports.length, "report"), [table(reportHeads, shown.map((report) => reportCells(report).map(cell))), ...(rest === 0 ? [] : [`\nand ${plural(rest, "more report")}`])].join("\n"));
};

const factTable = (verdict: Verdict): string => folded("What was judged", table(["", ""], subjectFacts(verdict).map(([label, text]) => [label, cell(text)])));
