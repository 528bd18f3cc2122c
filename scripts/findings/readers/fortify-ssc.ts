import { z } from "zod";
import type { Finding, FindingKind, FindingState } from "../finding";
import { readJson } from "../parse/json";
import { shaped } from "../parse/shape";
import type { Reader } from "../reader";
import { severityOfWord } from "../severity";
import { oneLine, pathOf } from "../text";
import { timeOf } from "../time";

const text = z.string().nullish();
const flag = z.boolean().nullish();
const issue = z.looseObject({
  id: z.number().nullish(),
  issueInstanceId: text,
  issueName: z.string(),
  primaryRuleGuid: text,
  friority: text,
  engineType: text,
  fullFileName: text,
  lineNumber: z.number().nullish(),
  primaryLocation: z.union([z.string(), z.looseObject({ fullFileName: text, line: z.number().nullish() })]).nullish(),
  suppressed: flag,
  removed: flag,
  hidden: flag,
  foundDate: text,
  primaryTag: text,
});
type Issue = z.infer<typeof issue>;

/** Fortify Software Security Center, REST API: `GET /api/v1/projectVersions/{id}/issues`. */
const document = z.looseObject({ data: z.array(z.unknown()), count: z.number().nullish(), responseCode: z.number().nullish() });

/** `removed` is what the last scan no longer found. A hidden one is only out of sight. */
const stateOf = ({ removed, suppressed }: Issue): FindingState => {
  if (removed === true) return "fixed";
  return suppressed === true ? "suppressed" : "open";
};

/** SCA is the Static Code Analyzer here, not composition analysis. */
const kinds: Readonly<Record<string, FindingKind>> = { SCA: "code", WEBINSPECT: "web", SONATYPE: "dependency", DEBRICKED: "dependency" };

const locationOf = ({ fullFileName, lineNumber, primaryLocation }: Issue): Finding["location"] => {
  const primary = typeof primaryLocation === "string" ? { fullFileName: primaryLocation } : primaryLocation;
  const path = fullFileName || primary?.fullFileName;
  return path ? { path: pathOf(path), line: (lineNumber ?? primary?.line) || undefined } : { resource: "the application version" };
};

const findingOf = (each: Issue): Finding => {
  const { id, issueInstanceId, issueName, primaryRuleGuid, friority, engineType, hidden, foundDate, primaryTag } = each;
  const notes = [primaryTag ? `analysis: ${primaryTag}` : "", hidden === true ? "hidden by a filter" : ""].filter(Boolean);
  return {
    tool: "fortify",
    rule: primaryRuleGuid || issueName,
    kind: kinds[engineType?.toUpperCase() ?? "SCA"] ?? "code",
    severity: severityOfWord(friority),
    title: oneLine(issueName),
    location: locationOf(each),
    state: stateOf(each),
    aliases: [],
    nativeId: issueInstanceId ?? id?.toString(),
    firstSeen: timeOf(foundDate),
    note: notes.length > 0 ? oneLine(notes.join("; ")) : undefined,
  };
};

export const fortifySsc: Reader = {
  format: "fortify-ssc",
  title: "Fortify Software Security Center issues (REST JSON)",
  recognises: ({ keys }) => keys.has("data[].friority") || (keys.has("data") && keys.has("count") && keys.has("responseCode")),
  read: (source) => {
    const issues: Issue[] = [];
    const each = { "data[]": (value: unknown, [index]: readonly number[]) => void issues.push(shaped(issue, value, `data[${index}]`)) };
    const { count, responseCode } = shaped(document, readJson(source, { each }));
    const total = count ?? issues.length;
    return {
      format: "fortify-ssc",
      tool: "fortify",
      failures: (responseCode ?? 200) === 200 ? [] : [`the server answered with ${responseCode}`],
      contradictions: total === issues.length ? [] : [`count says ${total} issues, the list has ${issues.length}: all pages belong into one report (ask with limit=-1)`],
      findings: issues.map(findingOf),
    };
  },
};
