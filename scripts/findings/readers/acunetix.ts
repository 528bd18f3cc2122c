import type { Finding } from "../finding";
import { childOf, childrenOf, readXml, textIn, type XmlElement } from "../parse/xml";
import type { Reader } from "../reader";
import { severityOfWord } from "../severity";
import { cweOf, oneLine } from "../text";
import { timeOfDayMonthYear } from "../written-time";
import { UnreadableReport } from "../unreadable";
import { parameterOf, urlOf } from "../web-location";

const isTrue = (text: string | undefined): boolean => /^(?:true|1)$/i.test(text ?? "");

const startOf = (scan: XmlElement): string => childOf(scan, "Crawler")?.attributes.StartUrl || textIn(scan, "StartURL") || "";

/** `Affects` is a path, or words such as "Web Server". */
const urlOfItem = (start: string, affects: string): string => urlOf(affects.startsWith("/") ? `${/^(?:[a-z][a-z\d+.-]*:\/\/)?[^/?#]*/i.exec(start)?.[0] ?? ""}${affects}` : start);

const scoreOf = (item: XmlElement): number | undefined => {
  const text = textIn(childOf(item, "CVSS3"), "Score");
  return text ? Number(text) : undefined;
};

const findingOf = (start: string, item: XmlElement): Finding => {
  const name = textIn(item, "Name");
  if (!name) throw new UnreadableReport("malformed", "a ReportItem has no Name");
  return {
    tool: "acunetix",
    rule: textIn(item, "ModuleName") || name,
    kind: "web",
    // Acunetix has no critical before version 15; the word is read all the same.
    severity: severityOfWord(textIn(item, "Severity")),
    title: oneLine(name),
    location: { url: urlOfItem(start, textIn(item, "Affects") ?? ""), parameter: parameterOf(textIn(item, "Parameter")) },
    state: isTrue(textIn(item, "IsFalsePositive")) ? "suppressed" : "open",
    aliases: [...childrenOf(childOf(item, "CWEList"), "CWE").flatMap(({ text }) => cweOf(text) ?? []), ...childrenOf(childOf(item, "CVEList"), "CVE").map(({ text }) => text.toUpperCase())],
    score: scoreOf(item),
  };
};

/** A scan that was stopped, or of a site that did not answer, has looked at a part of it. */
const failuresOf = (scan: XmlElement): readonly string[] => [
  ...(isTrue(textIn(scan, "Aborted")) ? ["the scan was aborted"] : []),
  ...(/^false$/i.test(textIn(scan, "Responsive") ?? "") ? ["the site did not respond"] : []),
  ...(textIn(scan, "FinishTime") ? [] : ["the scan has no time at which it finished"]),
];

const itemsOf = (scan: XmlElement): readonly XmlElement[] => {
  const items = childOf(scan, "ReportItems");
  if (!items) throw new UnreadableReport("malformed", "a Scan has no ReportItems");
  return childrenOf(items, "ReportItem");
};

/** Undefined where a scan lists no files of its crawler: older versions leave them out. */
const lookedIn = (scans: readonly XmlElement[]): number | undefined => {
  const files = scans.map((scan) => childOf(childOf(scan, "Crawler"), "SiteFiles")?.children.length);
  return files.includes(undefined) ? undefined : files.reduce<number>((sum, count) => sum + (count ?? 0), 0);
};

export const acunetix: Reader = {
  format: "acunetix",
  title: "Acunetix XML",
  recognises: ({ elements }) => elements.has("/ScanGroup"),
  read: (source) => {
    const root = readXml(source);
    if (root.name !== "ScanGroup") throw new UnreadableReport("unknown-format", "the root element is not ScanGroup");
    const scans = childrenOf(root, "Scan");
    return {
      format: "acunetix",
      tool: "acunetix",
      looked: lookedIn(scans),
      lookedAt: "URLs",
      // Of several scans the oldest tells how old the report is.
      time: scans.flatMap((scan) => timeOfDayMonthYear(textIn(scan, "FinishTime")) ?? []).sort()[0],
      failures: scans.flatMap(failuresOf),
      contradictions: [],
      findings: scans.flatMap((scan) => itemsOf(scan).map((item) => findingOf(startOf(scan), item))),
    };
  },
};
