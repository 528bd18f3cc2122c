import { z } from "zod";
import type { Finding, FindingState } from "../finding";
import { readJson } from "../parse/json";
import { shaped } from "../parse/shape";
import type { Reader } from "../reader";
import { severityOfScore } from "../severity";
import { cweOf, oneLine } from "../text";
import { timeOf } from "../time";

const text = z.string().nullish();
const issue = z.looseObject({
  id: z.string(),
  created_date: text,
  issue_status: z.string(),
  issue_type: z.string(),
  ignored: z.boolean().nullish(),
  severity: z.number().nullish(),
  project_name: text,
  library: z.looseObject({ id: text, name: text, version: text }).nullish(),
  vulnerability: z.looseObject({ id: text, title: text, cve: text, cwe_id: text }).nullish(),
});
type Issue = z.infer<typeof issue>;

/** Veracode, "SCA Agent API": `GET /srcclr/v3/workspaces/{id}/issues`. Findings of an upload come by `veracode-policy`. */
const document = z.looseObject({
  _embedded: z.looseObject({ issues: z.array(z.unknown()) }),
  page: z.looseObject({ total_elements: z.number() }).nullish(),
});

/** Anybody in the workspace may ignore an issue, without approval: it counts. */
const stateOf = ({ issue_status, ignored }: Issue): FindingState => {
  if (issue_status === "fixed") return "fixed";
  return ignored === true ? "suppressed" : "open";
};

/** `maven:org.apache.calcite.avatica:avatica-core:1.11.0:` says more than the library's display name. */
const packageOf = ({ library, project_name }: Issue): Finding["location"] => {
  if (!library) return { resource: project_name || "the project" };
  const version = library.version ?? undefined;
  const [ecosystem, ...coordinates] = library.id?.split(":") ?? [];
  const name = coordinates.filter((coordinate) => coordinate !== "" && coordinate !== version).join(":");
  return { package: ecosystem && name ? { name, version, ecosystem: ecosystem.toLowerCase() } : { name: library.name || "a library", version } };
};

/** The API leaves out the prefix: `2022-36364`. */
const cveOf = (cve: string | null | undefined): string | undefined => (cve && /^(?:CVE-)?\d{4}-\d{4,}$/i.test(cve) ? `CVE-${cve.replace(/^CVE-/i, "")}` : undefined);

const findingOf = (each: Issue): Finding => {
  const { id, created_date, issue_type, severity, vulnerability } = each;
  const cve = cveOf(vulnerability?.cve);
  const weakness = cweOf(vulnerability?.cwe_id);
  return {
    tool: "veracode",
    rule: cve ?? (vulnerability?.id ? `SRCCLR-SID-${vulnerability.id}` : issue_type),
    kind: issue_type === "license" ? "licence" : "dependency",
    severity: severityOfScore(severity ?? undefined),
    title: oneLine(vulnerability?.title ?? `An issue of the type ${issue_type}`),
    location: packageOf(each),
    state: stateOf(each),
    aliases: [cve, weakness].filter((alias) => alias !== undefined),
    nativeId: id,
    score: severity ?? undefined,
    firstSeen: timeOf(created_date),
    note: each.ignored === true ? "ignored in Veracode SCA" : undefined,
  };
};

export const veracodeSca: Reader = {
  format: "veracode-sca",
  title: "Veracode SCA agent issues (REST JSON)",
  recognises: ({ keys }) => keys.has("_embedded.issues"),
  read: (source) => {
    const issues: Issue[] = [];
    const each = { "_embedded.issues[]": (value: unknown, [index]: readonly number[]) => void issues.push(shaped(issue, value, `_embedded.issues[${index}]`)) };
    const { page } = shaped(document, readJson(source, { each }));
    const total = page?.total_elements ?? issues.length;
    return {
      format: "veracode-sca",
      tool: "veracode",
      failures: [],
      contradictions: total === issues.length ? [] : [`page.total_elements says ${total} issues, the list has ${issues.length}: all pages belong into one report (ask for a larger size)`],
      findings: issues.map(findingOf),
    };
  },
};
