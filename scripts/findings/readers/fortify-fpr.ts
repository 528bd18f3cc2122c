import { childOf, childrenOf, readXml, textIn, type XmlElement } from "../parse/xml";
import { readZip } from "../parse/zip";
import type { Reader } from "../reader";
import { sourceOfBytes } from "../source";
import { oneLine } from "../text";
import { UnreadableReport } from "../unreadable";
import { readFvdl, type Decision } from "./fortify-fvdl";

/** Fortify's built-in tag "Analysis": what an auditor thinks of an issue. "Not an Issue" hides nothing. */
const analysisTag = "87f2364f-dcd4-49e6-861d-f8d3f351686b";

const commentsOf = (issue: XmlElement): readonly string[] =>
  childrenOf(childOf(issue, "ThreadedComments"), "Comment").map((comment) => [textIn(comment, "Username"), textIn(comment, "Content")].filter(Boolean).join(": "));

const decisionOf = (issue: XmlElement): Decision => {
  const analysis = childrenOf(issue, "Tag").find(({ attributes }) => attributes["id"]?.toLowerCase() === analysisTag);
  const value = textIn(analysis, "Value");
  const said = [...(value ? [`analysis: ${value}`] : []), ...commentsOf(issue)].join("; ");
  return { isSuppressed: issue.attributes["suppressed"] === "true", note: said === "" ? undefined : oneLine(said) };
};

/** An FPR straight from the scan has no audit.xml: nobody decided anything yet. */
const decisionsOf = (audit: Uint8Array | undefined): ReadonlyMap<string, Decision> => {
  const decisions = new Map<string, Decision>();
  if (audit === undefined) return decisions;
  const take = (issue: XmlElement) => {
    const id = issue.attributes["instanceId"];
    if (!id) throw new UnreadableReport("malformed", "an issue of audit.xml has no instanceId");
    if (decisions.has(id)) throw new UnreadableReport("malformed", "audit.xml decides twice about one issue");
    decisions.set(id, decisionOf(issue));
  };
  const root = readXml(sourceOfBytes("audit.xml", audit), { each: { "/Audit/IssueList/Issue": take } });
  if (root.name !== "Audit") throw new UnreadableReport("malformed", "audit.xml is no audit");
  return decisions;
};

/** The signature in audit.fvdl.mac is not checked: its key is Fortify's. */
export const fortifyFpr: Reader = {
  format: "fortify-fpr",
  title: "Fortify project results (FPR)",
  recognises: ({ syntax }) => syntax === "zip",
  read: (source) => {
    const { "audit.fvdl": fvdl, "audit.xml": audit } = readZip(source, (name) => name === "audit.fvdl" || name === "audit.xml");
    if (fvdl === undefined) throw new UnreadableReport("malformed", "the archive holds no audit.fvdl: it is no FPR of a static scan");
    const decisions = decisionsOf(audit);
    const report = readFvdl(sourceOfBytes("audit.fvdl", fvdl), "fortify-fpr", decisions);
    const found = new Set(report.findings.map(({ nativeId }) => nativeId));
    const lost = [...decisions.keys()].filter((id) => !found.has(id)).length;
    const contradiction = `audit.xml decides about ${lost} issue${lost === 1 ? "" : "s"} that audit.fvdl does not have`;
    return { ...report, contradictions: lost > 0 ? [...report.contradictions, contradiction] : report.contradictions };
  },
};
