import type { Finding, Severity } from "../finding";
import { childOf, childrenOf, readXml, textIn, type XmlElement } from "../parse/xml";
import type { Reader } from "../reader";
import { severityOfWord } from "../severity";
import { oneLine, pathOf } from "../text";
import { timeOf } from "../time";
import { UnreadableReport } from "../unreadable";
import { engineMessages } from "./fortify-priority";

const findingOf = (issue: XmlElement): Finding => {
  const category = textIn(issue, "Category") || "An issue without a category";
  const primary = childOf(issue, "Primary");
  const path = textIn(primary, "FilePath") || textIn(primary, "FileName");
  const tags = childrenOf(issue, "Tag").map((tag) => `${textIn(tag, "Name")?.toLowerCase()}: ${textIn(tag, "Value")}`);
  return {
    tool: "fortify",
    rule: issue.attributes["ruleID"] || category,
    kind: "code",
    // Not the folder: that is where a filter set put it.
    severity: severityOfWord(textIn(issue, "Friority")),
    title: oneLine(category),
    location: path ? { path: pathOf(path), line: Number(textIn(primary, "LineStart")) || undefined } : { resource: "the code base" },
    state: "open",
    aliases: [],
    nativeId: issue.attributes["iid"],
    note: tags.length > 0 ? oneLine(tags.join("; ")) : undefined,
  };
};

interface Listing {
  readonly axis: string;
  readonly groups: readonly { readonly title: string; readonly count: number; readonly issues: readonly XmlElement[] }[];
}

const listingsOf = (root: XmlElement): readonly Listing[] =>
  sectionsOf(root).flatMap((section) =>
    childrenOf(section, "IssueListing").flatMap((listing) =>
      childrenOf(listing, "Chart").map((chart) => ({
        axis: textIn(chart, "Axis") ?? "",
        groups: childrenOf(chart, "GroupingSection").map((group) => ({ title: textIn(group, "groupTitle") ?? "", count: Number(group.attributes["count"]), issues: childrenOf(group, "Issue") })),
      })),
    ),
  );

const sectionsOf = (root: XmlElement): readonly XmlElement[] => childrenOf(root, "ReportSection").flatMap((section) => childrenOf(section, "SubSection"));

/** An issue may stand in several listings; where they say different things of it, each counts. */
const findingsOf = (listings: readonly Listing[]): readonly Finding[] => {
  const findings = listings.flatMap(({ groups }) => groups.flatMap(({ issues }) => issues.map(findingOf)));
  const distinct = new Map(findings.map((finding, index) => [finding.nativeId === undefined ? String(index) : JSON.stringify(finding), finding]));
  return [...distinct.values()];
};

/** A report is made from a template, whose listings may have a limit or a filter: then there is more than it shows. */
const contradictionsOf = (listings: readonly Listing[], findings: readonly Finding[], total: number | undefined): readonly string[] => {
  const listed = (severity: Severity): number => findings.filter((finding) => finding.severity === severity).length;
  const byPriority = listings
    .filter(({ axis }) => axis === "Fortify Priority Order")
    .flatMap(({ groups }) => groups.map(({ title, count }) => ({ title, count, listed: listed(severityOfWord(title)) })))
    .filter((each) => each.count !== each.listed)
    .map((each) => `the summary counts ${each.count} issues of the priority ${oneLine(each.title, 20)}, the list has ${each.listed}`);
  const all = total === undefined || total === findings.length ? [] : [`the report says that the scan found ${total} issues, the list has ${findings.length}: take a template without limit and filter`];
  return [...all, ...byPriority];
};

/** `On May 7, 2019, a source code review was performed`: the day is all that the template says. */
const dayOf = (text: string): string | undefined => {
  const [, month, day, year] = /\bOn ([A-Z][a-z]{2}) (\d{1,2}), (\d{4}), a source code review\b/.exec(text) ?? [];
  const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
  const number = months.indexOf(month ?? "") + 1;
  return number === 0 ? undefined : timeOf(`${year}-${String(number).padStart(2, "0")}-${day!.padStart(2, "0")}`);
};

const numberIn = (text: string, pattern: RegExp): number | undefined => {
  const written = pattern.exec(text)?.[1];
  return written === undefined ? undefined : Number(written.replaceAll(",", ""));
};

export const fortifyReport: Reader = {
  format: "fortify-report",
  title: "Fortify Security Report (XML)",
  recognises: ({ elements }) => elements.has("/ReportDefinition"),
  read: (source) => {
    const root = readXml(source);
    if (root.name !== "ReportDefinition") throw new UnreadableReport("unknown-format", "the report is no Fortify report");
    const texts = new Map(sectionsOf(root).map((section) => [textIn(section, "Title") ?? "", textIn(section, "Text") ?? ""]));
    const textOf = (title: string): string => texts.get(title) ?? "";
    const listings = listingsOf(root);
    const findings = findingsOf(listings);
    const warnings = [...textOf("Warnings").matchAll(/^\[(\d{1,6})\] (.*)$/gm)].map(([, code, text]) => ({ code: code!, text: text! }));
    return {
      format: "fortify-report",
      tool: "fortify",
      toolVersion: /SCA Engine version: (\S{1,40})/.exec(textOf("Scan Information"))?.[1],
      rules: texts.has("Rulepacks") ? [...textOf("Rulepacks").matchAll(/^ID:/gm)].length : undefined,
      looked: numberIn(textOf("Code Base Summary"), /Number of Files: ([\d,]{1,20})/),
      lookedAt: "files",
      time: dayOf(textOf("Issues Overview")),
      failures: engineMessages(warnings),
      contradictions: contradictionsOf(listings, findings, numberIn(textOf("Overall number of results"), /The scan found ([\d,]{1,20}) issues/)),
      findings,
    };
  },
};
