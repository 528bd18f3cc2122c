import { html, htmlPage, plural } from "../../faces";
import type { Severity } from "../../findings";
import { placeText } from "../place";
import type { Input, JudgedFinding, Reason, Standing, Verdict } from "../verdict";
import type { Face } from "./face";
import { gateStyle, showId } from "./html-style";
import { addressIn, countTable, findingsThat, outcomeText, presentSeverities, remarksOn, reportCells, reportHeads, standings, standingWords, subjectFacts, toolsOf, totalsText } from "./wording";

/** One page with everything, filtered by the boxes of its style alone: without a script, and without CSS nothing is hidden. */
export const renderHtml: Face = (verdict) =>
  htmlPage({
    title: outcomeText(verdict),
    style: gateStyle,
    body: `${boxes(verdict)}<header>
<h1 class="outcome ${verdict.outcome}">${html(outcomeText(verdict))}</h1>
<p class="total">${html(totalsText(verdict))}</p>
${navigation(verdict)}
</header>
<main>
${reasonSection("reasons", "Why, and what to do", verdict.reasons)}
${reasonSection("warnings", "Warnings", verdict.warnings)}
${countSection(verdict)}
${standings.map((standing) => findingSection(standing, findingsThat(verdict, standing))).join("")}
${reportSection(verdict)}
${subjectSection(verdict)}
</main>
<footer class="faint"><p>Values that were found are never shown. The verdict's hash is the SHA-256 of its canonical JSON (RFC 8785) without the field <code>sha256</code>.</p></footer>`,
  });

/** Before everything else, so that the style of what follows can depend on them; their labels stand in the header. */
const boxes = (verdict: Verdict): string =>
  presentSeverities(verdict)
    .map((severity) => `<input class="box" type="checkbox" id="${showId(severity)}" checked>\n`)
    .join("");

const navigation = (verdict: Verdict): string => {
  const labels = presentSeverities(verdict).map((severity) => `<label class="filter ${severity}" for="${showId(severity)}">${severity}</label>`);
  const links = standings.filter((standing) => verdict.findings.some((finding) => finding.standing === standing)).map((standing) => `<a href="#${standing}">${standingWords[standing]}</a>`);
  return `<nav>${labels.length === 0 ? "" : `<p class="filters">Show ${labels.join(" ")}</p>`}<p>${[...(verdict.reasons.length === 0 ? [] : ['<a href="#reasons">reasons</a>']), ...links, '<a href="#reports">reports</a>'].join(" · ")}</p></nav>`;
};

const reasonSection = (id: string, title: string, reasons: readonly Reason[]): string =>
  reasons.length === 0 ? "" : `<section id="${id}"><h2>${title}</h2><ol>${reasons.map((reason) => `<li><p><b>${html(reason.problem)}</b> <code>${html(reason.id)}</code></p><p><code>${html(reason.where)}</code></p><p>${html(reason.remedy)}</p></li>`).join("\n")}</ol></section>`;

const table = (heads: readonly string[], rows: readonly (readonly string[])[], isNumber: (column: number) => boolean): string => {
  const attribute = (column: number) => (isNumber(column) ? ' class="count"' : "");
  return `<div class="table"><table><thead><tr>${heads.map((head, column) => `<th scope="col"${attribute(column)}>${html(head)}</th>`).join("")}</tr></thead><tbody>
${rows.map((cells) => `<tr>${cells.map((text, column) => `<td${attribute(column)}>${html(text)}</td>`).join("")}</tr>`).join("\n")}
</tbody></table></div>`;
};

const countSection = (verdict: Verdict): string => {
  const { heads, rows } = countTable(verdict);
  return rows.length === 0 ? "" : `<section>${table(heads, rows, (column) => column > 0)}</section>`;
};

/** What blocks is open, all else folded. */
const findingSection = (standing: Standing, findings: readonly JudgedFinding[]): string => {
  if (findings.length === 0) return "";
  const blocks = findings.map(findingBlock).join("\n");
  const title = plural(findings.length, `${standingWords[standing]} finding`);
  return standing === "blocks" ? `<section id="${standing}"><h2>${title}</h2>\n${blocks}</section>\n` : `<section id="${standing}"><details><summary>${title}</summary>\n${blocks}</details></section>\n`;
};

/** `unknown` and `info` wear the colours of what they rank with. */
const colourOf = (severity: Severity): string => (severity === "unknown" ? "critical" : severity === "info" ? "low" : severity);

const findingBlock = (finding: JudgedFinding): string => {
  const { severity, rule, title, why, note, waiver, fingerprint, location, witnesses } = finding;
  const seen = witnesses.map((witness) => `<li>${html(witness.tool)}: <code>${html(witness.rule)}</code> in <code>${html(witness.report)}</code></li>`).join("");
  const remarks = [...remarksOn(finding), ...(waiver === undefined ? [] : [`waiver ${waiver}`]), ...(note === undefined ? [] : [`the tool notes: ${note}`])];
  return `<div class="finding ${colourOf(severity)} is-${severity}" id="${html(fingerprint)}"><p><span class="risk ${colourOf(severity)}">${severity}</span> <code>${html(rule)}</code> ${html(title)}</p>
<p><code>${html(placeText(location))}</code></p>
${addressIn(finding).map((address) => `<p class="faint">address <code>${html(address)}</code></p>\n`).join("")}<p>${html(why)}</p>
${remarks.length === 0 ? "" : `<p class="faint">${remarks.map(html).join(" · ")}</p>\n`}<details><summary class="faint">${html(toolsOf(finding).join(", "))} · <code>${html(fingerprint)}</code></summary><ul>${seen}</ul></details></div>`;
};

const reportSection = ({ reports }: Verdict): string =>
  `<section id="reports"><h2>${plural(reports.length, "report")}</h2>${reports.length === 0 ? "<p>No report was given.</p>" : table(reportHeads, reports.map(reportCells), (column) => column === 2 || column === 4)}</section>`;

const inputRow = ({ role, name, sha256 }: Input): readonly string[] => [role, name, sha256];

const subjectSection = (verdict: Verdict): string =>
  `<section id="subject"><h2>What was judged</h2><dl>${subjectFacts(verdict).map(([label, text]) => `<dt>${label}</dt><dd><code>${html(text)}</code></dd>`).join("")}</dl>
<details><summary>${plural(verdict.inputs.length, "input")} by hash</summary>${table(["role", "file", "SHA-256"], verdict.inputs.map(inputRow), () => false)}</details></section>`;
