import { markdownCell, markdownText } from "../../faces";
import { lookedText, placeOf, protectedText, remarksOf, type Face } from "./face";

/** Kinds of what was not looked at, in the order in which they matter. */
const headings = { blind: "Not looked at", protected: "Encrypted, not looked into" } as const;
/** Lines of a list, at most: comments have a limit. */
const mostLines = 100;

export const renderMarkdown: Face = ({ findings, looked, skipped, protected: kinds, rules }) => {
  const lists = (Object.keys(headings) as (keyof typeof headings)[]).flatMap((kind) => {
    const these = skipped.filter((each) => each.kind === kind);
    return these.length === 0 ? [] : ["", `### ${headings[kind]}`, "", ...these.slice(0, mostLines).map(({ path, reason }) => `- ${markdownCell(path)}: ${markdownText(reason)}`), ...(these.length > mostLines ? [`- and ${these.length - mostLines} more`] : [])];
  });
  const table = findings.slice(0, mostLines).map((finding) => `| ${finding.severity} | ${finding.title} | ${markdownCell(placeOf(finding))} | ${markdownCell(finding.masked)} | ${remarksOf(finding)} |`);
  return [
    "## Health and personal data in the clear",
    "",
    `Looked at ${lookedText(looked)} with ${rules.length} recognisers. Recognised as protected: ${protectedText(kinds)}.`,
    "",
    ...(findings.length === 0 ? ["Nothing was found in the clear."] : ["| severity | what | where | shown | values |", "|---|---|---|---|---|", ...table, ...(findings.length > mostLines ? ["", `And ${findings.length - mostLines} more.`] : [])]),
    ...lists,
    "",
  ].join("\n");
};
