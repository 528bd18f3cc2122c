import { z } from "zod";
import { sha256 } from "../../sha256";
import type { Finding } from "../finding";
import { readJson } from "../parse/json";
import { shaped } from "../parse/shape";
import type { Reader } from "../reader";
import { cweOf, oneLine, pathOf } from "../text";
import { severityOfLevel } from "./veracode-shared";

const part = z.union([z.string(), z.number()]).nullish();
const flaw = z.looseObject({
  severity: z.number().nullish(),
  issue_type_id: z.string().nullish(),
  issue_type: z.string().nullish(),
  cwe_id: z.union([z.string(), z.number()]).nullish(),
  flaw_match: z.looseObject({ procedure_hash: part, prototype_hash: part, flaw_hash: part, flaw_hash_count: part, cause_hash: part }).nullish(),
  files: z.looseObject({ source_file: z.looseObject({ file: z.string().nullish(), line: z.number().nullish() }).nullish() }).nullish(),
});
type Flaw = z.infer<typeof flaw>;

/** Veracode, "Pipeline Scan results": `results.json` has all flaws, `filtered_results.json` those that a policy or baseline left. */
const document = z.looseObject({
  scan_status: z.string(),
  message: z.string().nullish(),
  modules: z.array(z.string()).nullish(),
  modules_count: z.number().nullish(),
  findings: z.array(z.unknown()),
  pipeline_scan: z.string().nullish(),
  project_name: z.string().nullish(),
  commit_hash: z.string().nullish(),
});

/**
 * What is the same of a flaw from scan to scan, as far as the reports show: no page of the vendor describes these fields. `issue_id` is none: it is numbered from 1000 in each scan, and by
 * it the next scan's first flaw would be lifted with this one's. Of several alike in one procedure only the line tells which is which.
 */
const identityOf = ({ flaw_match: match, cwe_id, files }: Flaw): string | undefined => {
  if (!match?.flaw_hash || Number(match.flaw_hash_count ?? 1) !== 1) return undefined;
  const parts = [cweOf(cwe_id), files?.source_file?.file, match.procedure_hash, match.prototype_hash, match.flaw_hash, match.cause_hash];
  return sha256(JSON.stringify(parts)).slice(0, 32);
};

const findingOf = (each: Flaw, application: string): Finding => {
  const { severity, issue_type_id, issue_type, cwe_id, files } = each;
  const cwe = cweOf(cwe_id);
  const file = files?.source_file?.file;
  return {
    tool: "veracode",
    rule: cwe ?? issue_type_id ?? "unnamed",
    kind: "code",
    severity: severityOfLevel(severity),
    title: oneLine(issue_type ?? cwe ?? "A flaw without a name"),
    location: file ? { path: pathOf(file), line: files?.source_file?.line || undefined } : { resource: application },
    state: "open",
    aliases: cwe === undefined ? [] : [cwe],
    nativeId: identityOf(each),
  };
};

/** An id that two findings bear is the identity of neither: by it, one of them would pass for a copy of the other. */
const withoutSharedIds = (findings: readonly Finding[]): readonly Finding[] => {
  const seen = new Set<string>();
  const shared = new Set<string>();
  for (const { nativeId } of findings) {
    if (nativeId === undefined) continue;
    if (seen.has(nativeId)) shared.add(nativeId);
    seen.add(nativeId);
  }
  return findings.map((finding) => (finding.nativeId !== undefined && shared.has(finding.nativeId) ? { ...finding, nativeId: undefined } : finding));
};

export const veracodePipeline: Reader = {
  format: "veracode-pipeline",
  title: "Veracode Pipeline Scan JSON",
  recognises: ({ keys }) => keys.has("scan_id") && keys.has("scan_status"),
  read: (source) => {
    const flaws: Flaw[] = [];
    const each = { "findings[]": (value: unknown, [index]: readonly number[]) => void flaws.push(shaped(flaw, value, `findings[${index}]`)) };
    const { scan_status, message, modules, modules_count, pipeline_scan, project_name, commit_hash } = shaped(document, readJson(source, { each }));
    const looked = modules?.length ?? modules_count ?? undefined;
    const application = project_name || modules?.join(", ") || "the application";
    return {
      format: "veracode-pipeline",
      tool: "veracode",
      toolVersion: pipeline_scan ?? undefined,
      looked,
      lookedAt: "modules",
      commit: commit_hash ?? undefined,
      failures: scan_status === "SUCCESS" ? [] : [`the scan ended with the status ${oneLine(scan_status, 40)}${message ? `: ${oneLine(message)}` : ""}`],
      contradictions: looked === (modules_count ?? looked) ? [] : [`modules_count says ${modules_count} modules, the list has ${looked}`],
      findings: withoutSharedIds(flaws.map((each) => findingOf(each, application))),
    };
  },
};
