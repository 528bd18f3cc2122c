import type { Finding, Severity } from "../finding";
import { childOf, readXml, textIn, type XmlElement } from "../parse/xml";
import type { Reader } from "../reader";
import { oneLine } from "../text";
import { isoOf, timeOf } from "../time";
import { UnreadableReport } from "../unreadable";
import { urlOf } from "../web-location";

/** WebInspect, "Vulnerability severity": 4 critical, 3 high, 2 medium, 1 low, 0 information and best practice. */
const severities: ReadonlyMap<string, Severity> = new Map([["4", "critical"], ["3", "high"], ["2", "medium"], ["1", "low"], ["0", "info"]]);

/** What went over the wire, cookies and all, is never taken over: only the request's method. */
const findingOf = (issue: XmlElement): Finding => {
  const url = textIn(issue, "URL");
  const rule = textIn(issue, "VulnerabilityID");
  if (!rule) throw new UnreadableReport("malformed", "an issue has no VulnerabilityID: it cannot be told which check found it");
  const request = textIn(issue, "TriggerSession") || textIn(issue, "VulnerableSession");
  return {
    tool: "webinspect",
    rule,
    kind: "web",
    severity: severities.get(textIn(issue, "Severity") ?? "") ?? "unknown",
    title: oneLine(textIn(issue, "Name") || `Check ${rule}`),
    location: { ...(url ? { url: urlOf(url) } : { resource: textIn(issue, "Host") || "the application" }), method: /^[A-Z]{3,10}(?= )/.exec(request ?? "")?.[0] },
    state: "open",
    aliases: [],
    nativeId: issue.attributes["id"],
  };
};

/** `2/22/2024 12:01:24 PM`, in the scanner's own zone, which it does not say: taken as UTC. */
const started = /^(\d{1,2})\/(\d{1,2})\/(\d{4}) (\d{1,2}):(\d\d):(\d\d) ([AP])M$/;
/** `00:04:28.6219672`, with the days before a point: `1.02:00:00`. */
const lasted = /^(?:(\d{1,3})\.)?(\d\d):(\d\d):(\d\d)(?:\.\d{1,9})?$/;

const endOf = (scan: XmlElement): string | undefined => {
  const [, month = "", day = "", year = "", hour = "", minute, second, half] = started.exec(textIn(scan, "StartTime") ?? "") ?? [];
  const ofDay = (Number(hour) % 12) + (half === "P" ? 12 : 0);
  const start = timeOf(`${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}T${String(ofDay).padStart(2, "0")}:${minute}:${second}Z`);
  const [days = 0, hours = 0, minutes = 0, seconds = 0] = (lasted.exec(textIn(scan, "Duration") ?? "")?.slice(1) ?? []).map((part) => Number(part ?? 0));
  return start && isoOf(new Date(Date.parse(start) + (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000));
};

export const webinspect: Reader = {
  format: "webinspect",
  title: "Fortify WebInspect XML",
  recognises: ({ elements }) => elements.has("/Scan/PolicyName") || elements.has("/Scan/Issues"),
  read: (source) => {
    const findings: Finding[] = [];
    let toolVersion: string | undefined;
    const take = (issue: XmlElement) => {
      // The scanner signs its requests: `X-WIPP: AscVersion=23.1.0.107`.
      toolVersion ??= /^X-WIPP: AscVersion=([\d.]{1,30})$/m.exec(textIn(issue, "VulnerableSession") ?? "")?.[1];
      findings.push(findingOf(issue));
    };
    const scan = readXml(source, { each: { "/Scan/Issues/Issue": take } });
    if (scan.name !== "Scan" || !childOf(scan, "Issues")) throw new UnreadableReport("malformed", "the report has no Scan with Issues");
    return { format: "webinspect", tool: "webinspect", toolVersion, time: endOf(scan), failures: [], contradictions: [], findings };
  },
};
