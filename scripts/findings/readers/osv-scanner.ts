import { z } from "zod";
import type { Finding, Severity } from "../finding";
import { readJson } from "../parse/json";
import { shaped } from "../parse/shape";
import type { Reader } from "../reader";
import { severityOfScore, severityOfWord, worse } from "../severity";
import { oneLine, pathOf } from "../text";

const event = z.looseObject({ fixed: z.string().nullish() });
const affected = z.looseObject({ package: z.looseObject({ name: z.string() }).nullish(), ranges: z.array(z.looseObject({ type: z.string().nullish(), events: z.array(event).nullish() })).nullish() });
/** Open Source Vulnerability format, 1.6 and newer: `database_specific` is what each database makes of it. */
const vulnerability = z.looseObject({
  id: z.string(),
  aliases: z.array(z.string()).nullish(),
  summary: z.string().nullish(),
  affected: z.array(affected).nullish(),
  database_specific: z.looseObject({ severity: z.unknown().optional(), cwe_ids: z.array(z.string()).nullish().catch(undefined) }).nullish(),
});
const group = z.looseObject({ ids: z.array(z.string()), aliases: z.array(z.string()).nullish(), max_severity: z.string().nullish() });
const scannedPackage = z.looseObject({
  package: z.looseObject({ name: z.string(), version: z.string().nullish(), ecosystem: z.string().nullish(), commit: z.string().nullish() }),
  vulnerabilities: z.array(vulnerability).nullish(),
  groups: z.array(group).nullish(),
});
const document = z.looseObject({ results: z.array(z.looseObject({ source: z.looseObject({ path: z.string(), type: z.string().nullish() }), packages: z.array(scannedPackage) })).nullable() });
type Group = z.infer<typeof group>;
type ScannedPackage = z.infer<typeof scannedPackage>;
type Vulnerability = z.infer<typeof vulnerability>;

/** A malicious package (OpenSSF, malicious-packages) has no score: whoever installed it is compromised. */
const isMalicious = (ids: readonly string[]): boolean => ids.some((id) => /^MAL-/i.test(id));

/** A number and nothing else: JavaScript takes a blank for 0, the mildest there is. */
const scoreOf = ({ max_severity: score }: Group): number | undefined => (/^\d{1,2}(?:\.\d{1,9})?$/.test(score ?? "") ? Number(score) : undefined);

/** The score is the worst of the group already. Without it the words count that GitHub's database has. */
const severityOf = (group: Group, members: readonly Vulnerability[]): Severity => {
  if (isMalicious([...group.ids, ...(group.aliases ?? [])])) return "critical";
  const score = scoreOf(group);
  if (score !== undefined) return severityOfScore(score);
  const words = members.map(({ database_specific: own }) => severityOfWord(typeof own?.severity === "string" ? own.severity : undefined)).filter((severity) => severity !== "unknown");
  return words.length > 0 ? words.reduce<Severity>(worse, "info") : "unknown";
};

/** Undefined where no entry says which versions of this very package are affected. */
const fixesOf = (name: string, members: readonly Vulnerability[]): readonly string[] | undefined => {
  const ranges = members
    .flatMap((member) => member.affected ?? [])
    .filter((entry) => entry.package?.name.toLowerCase() === name.toLowerCase())
    .flatMap((entry) => entry.ranges ?? [])
    .filter(({ type }) => type !== "GIT");
  return ranges.length === 0 ? undefined : [...new Set(ranges.flatMap(({ events }) => (events ?? []).flatMap(({ fixed }) => fixed ?? [])))];
};

/** Vulnerabilities that no group names are groups of their own: none gets lost. */
const groupsOf = ({ groups, vulnerabilities }: ScannedPackage): readonly Group[] => {
  const grouped = new Set((groups ?? []).flatMap(({ ids }) => ids));
  return [...(groups ?? []), ...(vulnerabilities ?? []).filter(({ id }) => !grouped.has(id)).map(({ id, aliases }) => ({ ids: [id], aliases }))];
};

/** One finding a group: its ids are names of one vulnerability. */
const findingsIn = (path: string, scanned: ScannedPackage): readonly Finding[] => {
  const { name, version, ecosystem, commit } = scanned.package;
  return groupsOf(scanned).map((group) => {
    const members = (scanned.vulnerabilities ?? []).filter(({ id }) => group.ids.includes(id));
    const fixes = fixesOf(name, members);
    const rule = group.ids[0] ?? "";
    const names = [...group.ids, ...(group.aliases ?? []), ...members.flatMap(({ aliases, database_specific: own }) => [...(aliases ?? []), ...(own?.cwe_ids ?? [])])];
    return {
      tool: "osv-scanner",
      rule,
      kind: isMalicious(names) ? "malware" : "dependency",
      severity: severityOf(group, members),
      title: oneLine(members.find(({ summary }) => summary)?.summary ?? rule),
      location: { path: pathOf(path), package: { name: name || (commit ?? ""), version: version || undefined, ecosystem: ecosystem?.toLowerCase() || undefined, fixedIn: fixes } },
      state: "open",
      aliases: [...new Set(names.map((alias) => alias.toUpperCase()))],
      score: scoreOf(group),
      isFixAvailable: fixes && fixes.length > 0,
    };
  });
};

export const osvScanner: Reader = {
  format: "osv-scanner",
  title: "OSV-Scanner JSON",
  recognises: ({ keys }) => keys.has("results") && (keys.has("results[].packages") || keys.has("experimental_config")),
  read: (source) => {
    const { results } = shaped(document, readJson(source));
    const all = results ?? [];
    return {
      format: "osv-scanner",
      tool: "osv-scanner",
      // Packages without a finding are listed only with --all-packages: where there is none, the record must say what was looked at.
      looked: all.reduce((sum, { packages }) => sum + packages.length, 0) || undefined,
      lookedAt: "packages",
      failures: [],
      contradictions: [],
      findings: all.flatMap(({ source: { path }, packages }) => packages.flatMap((each) => findingsIn(path, each))),
    };
  },
};
