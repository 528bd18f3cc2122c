import { z } from "zod";
import type { Finding, FindingState } from "../finding";
import { readJson } from "../parse/json";
import { shaped } from "../parse/shape";
import type { Reader } from "../reader";
import { severityOfWord } from "../severity";
import { oneLine, pathOf } from "../text";
import { timeOf } from "../time";

const cvss = z.looseObject({ version: z.string(), metrics: z.looseObject({ baseScore: z.number() }) });
const match = z.looseObject({
  vulnerability: z.looseObject({ id: z.string(), severity: z.string().nullish(), cvss: z.array(cvss).nullish(), fix: z.looseObject({ versions: z.array(z.string()).nullish(), state: z.string().nullish() }).nullish() }),
  relatedVulnerabilities: z.array(z.looseObject({ id: z.string() })).nullish(),
  artifact: z.looseObject({ name: z.string(), version: z.string().nullish(), type: z.string().nullish(), locations: z.array(z.looseObject({ path: z.string() })).nullish() }),
});
const database = z.looseObject({ built: z.string().nullish(), error: z.unknown().optional(), valid: z.boolean().nullish() });
const document = z.looseObject({
  matches: z.array(z.unknown()),
  source: z.looseObject({ target: z.union([z.string(), z.looseObject({ manifestDigest: z.string().nullish() })]).nullish() }).nullish(),
  /** Since 0.88 the facts of the database lie in `status`. */
  descriptor: z.looseObject({ name: z.literal("grype"), version: z.string(), timestamp: z.string().nullish(), db: database.extend({ status: database.nullish() }).nullish() }),
});
type Match = z.infer<typeof match>;

const fixStates: Readonly<Record<string, boolean>> = { fixed: true, "not-fixed": false, "wont-fix": false };

const findingOf = ({ vulnerability: { id, severity, cvss: scores, fix }, relatedVulnerabilities, artifact: { name, version, type, locations } }: Match, state: FindingState): Finding => {
  const current = (scores ?? []).filter(({ version: scheme }) => Number(scheme) >= 3).map(({ metrics }) => metrics.baseScore);
  const path = locations?.[0]?.path;
  return {
    tool: "grype",
    rule: id,
    kind: "dependency",
    severity: severityOfWord(severity),
    title: oneLine(`${id} in ${name} ${version ?? ""}`),
    location: { path: path ? pathOf(path) : undefined, package: { name, version: version ?? undefined, ecosystem: type?.toLowerCase(), fixedIn: fix?.versions ?? [] } },
    state,
    aliases: [...new Set([id, ...(relatedVulnerabilities ?? []).map((related) => related.id)].map((alias) => alias.toUpperCase()))],
    score: current.length > 0 ? Math.max(...current) : undefined,
    isFixAvailable: fix?.state && Object.hasOwn(fixStates, fix.state) ? fixStates[fix.state] : undefined,
  };
};

export const grype: Reader = {
  format: "grype",
  title: "Grype JSON",
  recognises: ({ keys, values }) => keys.has("matches[].vulnerability") || (keys.has("matches") && values.get("descriptor.name") === "grype"),
  read: (source) => {
    const findings: Finding[] = [];
    const take = (state: FindingState) => (value: unknown, [index]: readonly number[]) => void findings.push(findingOf(shaped(match, value, `matches[${index}]`), state));
    // Ignored by a rule or a VEX document of the user's, written with --show-suppressed.
    const { source: scanned, descriptor } = shaped(document, readJson(source, { each: { "matches[]": take("open"), "ignoredMatches[]": take("suppressed") } }));
    const db = descriptor.db?.status ?? descriptor.db;
    return {
      format: "grype",
      tool: "grype",
      toolVersion: descriptor.version,
      rulesTime: timeOf(db?.built),
      // Grype lists no package that it found clean: without a match the record beside the report must say what was looked at.
      looked: new Set(findings.map(({ location }) => `${location.package?.name}@${location.package?.version} ${location.path}`)).size || undefined,
      lookedAt: "packages",
      digest: (typeof scanned?.target === "object" ? scanned.target?.manifestDigest : undefined) || undefined,
      time: timeOf(descriptor.timestamp),
      failures: db && (Boolean(db.error) || db.valid === false) ? ["the vulnerability database is not valid"] : [],
      contradictions: [],
      findings,
    };
  },
};
