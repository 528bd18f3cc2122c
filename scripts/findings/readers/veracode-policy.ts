import { z } from "zod";
import type { Finding, FindingKind, FindingState } from "../finding";
import { readJson } from "../parse/json";
import { shaped } from "../parse/shape";
import type { Reader } from "../reader";
import { cweOf, oneLine, pathOf } from "../text";
import { timeOf } from "../time";
import { parameterOf, urlOf } from "../web-location";
import { packageNameOf, severityOfLevel } from "./veracode-shared";

const text = z.string().nullish();
const details = z.looseObject({
  severity: z.number().nullish(),
  cwe: z.looseObject({ id: z.number(), name: text }).nullish(),
  file_path: text,
  file_line_number: z.number().nullish(),
  module: text,
  url: text,
  vulnerable_parameter: text,
  component_filename: text,
  version: text,
  language: text,
  component_path: z.array(z.looseObject({ path: text })).nullish(),
  cve: z.looseObject({ name: z.string(), cvss: z.number().nullish(), cvss3: z.looseObject({ score: z.number().nullish() }).nullish() }).nullish(),
});
const entry = z.looseObject({
  issue_id: z.number().nullish(),
  scan_type: z.enum(["STATIC", "DYNAMIC", "MANUAL", "SCA"]),
  context_guid: text,
  violates_policy: z.boolean().nullish(),
  finding_status: z.looseObject({ first_found_date: text, last_seen_date: text, status: z.string(), resolution: text, resolution_status: text, mitigation_review_status: text }),
  finding_details: details,
});
type Entry = z.infer<typeof entry>;
type Details = Entry["finding_details"];

/** Veracode, "Findings REST API": one page of `GET /appsec/v2/applications/{guid}/findings`; without findings there is no `_embedded`. */
const document = z.looseObject({
  _embedded: z.looseObject({ findings: z.array(z.unknown()) }).nullish(),
  page: z.looseObject({ total_elements: z.number() }),
});

/** Who only proposes a mitigation has not been heard yet, and one of two reviews that is not approved is enough to go on counting. */
const stateOf = ({ status, resolution, resolution_status, mitigation_review_status }: Entry["finding_status"]): FindingState => {
  const reviews = [resolution_status, mitigation_review_status].filter((review) => review && review !== "NONE");
  const isProposed = Boolean(resolution) && resolution !== "UNRESOLVED" && resolution !== "FIXED";
  if (isProposed && reviews.length > 0 && reviews.every((review) => review === "APPROVED")) return "mitigated";
  // Closed by a word that nobody approved is not closed by a scan that no longer finds it.
  return status === "CLOSED" && !isProposed ? "fixed" : "open";
};

const kinds: Readonly<Record<Entry["scan_type"], FindingKind>> = { STATIC: "code", DYNAMIC: "web", MANUAL: "web", SCA: "dependency" };

const locationOf = ({ file_path, file_line_number, module, url, vulnerable_parameter, component_filename, version, language, component_path }: Details, application: string): Finding["location"] => {
  if (component_filename) {
    const path = component_path?.[0]?.path;
    return { path: path ? pathOf(path) : undefined, package: { name: packageNameOf(component_filename, version), version: version ?? undefined, ecosystem: language?.toLowerCase() } };
  }
  if (url) return { url: urlOf(url), parameter: parameterOf(vulnerable_parameter) };
  return file_path ? { path: pathOf(file_path), line: file_line_number || undefined } : { resource: module || application };
};

const findingOf = ({ issue_id, scan_type, context_guid, violates_policy, finding_status, finding_details }: Entry): Finding => {
  const { severity, cwe, cve } = finding_details;
  const weakness = cweOf(cwe?.id);
  const { resolution, resolution_status } = finding_status;
  const notes = [violates_policy === true ? "violates the Veracode policy" : "", resolution && resolution !== "UNRESOLVED" ? `${resolution}, ${resolution_status ?? "not reviewed"}` : ""].filter(Boolean);
  return {
    tool: "veracode",
    rule: cve?.name ?? weakness ?? "unnamed",
    kind: kinds[scan_type],
    severity: severityOfLevel(severity),
    title: oneLine((cve && [cve.name, finding_details.component_filename].filter(Boolean).join(" in ")) ?? cwe?.name ?? "A flaw without a name"),
    location: locationOf(finding_details, context_guid || "the application"),
    state: stateOf(finding_status),
    aliases: [cve?.name.toUpperCase(), weakness].filter((alias) => alias !== undefined),
    nativeId: issue_id?.toString(),
    score: cve?.cvss3?.score ?? cve?.cvss ?? undefined,
    firstSeen: timeOf(finding_status.first_found_date),
    note: notes.length > 0 ? oneLine(notes.join("; ")) : undefined,
  };
};

export const veracodePolicy: Reader = {
  format: "veracode-policy",
  title: "Veracode policy or sandbox findings (REST JSON)",
  recognises: ({ keys }) => keys.has("_embedded.findings"),
  read: (source) => {
    const entries: Entry[] = [];
    const each = { "_embedded.findings[]": (value: unknown, [index]: readonly number[]) => void entries.push(shaped(entry, value, `_embedded.findings[${index}]`)) };
    const { page } = shaped(document, readJson(source, { each }));
    const isWhole = page.total_elements === entries.length;
    return {
      format: "veracode-policy",
      tool: "veracode",
      // The newest scan that saw one of them; one that saw none leaves no trace here.
      time: entries.flatMap(({ finding_status }) => timeOf(finding_status.last_seen_date) ?? []).sort().at(-1),
      failures: [],
      contradictions: isWhole ? [] : [`page.total_elements says ${page.total_elements} findings, the list has ${entries.length}: all pages belong into one report (ask for a larger size)`],
      findings: entries.map(findingOf),
    };
  },
};
