import { z } from "zod";
import type { Finding } from "../finding";
import { readJson } from "../parse/json";
import { shaped } from "../parse/shape";
import type { Reader } from "../reader";
import type { Report } from "../report";
import { severityOfWord } from "../severity";
import { oneLine, pathOf, vulnerabilityIdsIn } from "../text";

const advisory = z.looseObject({
  source: z.union([z.number(), z.string()]),
  name: z.string(),
  title: z.string(),
  url: z.string().nullish(),
  severity: z.string(),
  cwe: z.array(z.string()).nullish(),
  cvss: z.looseObject({ score: z.number().nullish() }).nullish(),
  range: z.string().nullish(),
});
const vulnerable = z.looseObject({
  name: z.string(),
  severity: z.string(),
  /** An advisory of this package, or the name of a vulnerable package that it depends on. */
  via: z.array(z.union([z.string(), advisory])),
  nodes: z.array(z.string()).nullish(),
  fixAvailable: z.union([z.boolean(), z.looseObject({ name: z.string(), version: z.string() })]),
});
const counts = z.record(z.string(), z.number());
/** npm 7 and newer: `auditReportVersion` 2. */
const document = z.looseObject({
  auditReportVersion: z.literal(2),
  vulnerabilities: z.record(z.string(), vulnerable),
  metadata: z.looseObject({ vulnerabilities: counts, dependencies: z.looseObject({ total: z.number() }).nullish() }),
});
const failure = z.looseObject({ message: z.string().nullish(), error: z.looseObject({ code: z.string().nullish(), summary: z.string().nullish(), detail: z.string().nullish() }) });
type Vulnerable = z.infer<typeof vulnerable>;

const fixOf = (fix: Vulnerable["fixAvailable"]): string | undefined => (typeof fix === "boolean" ? undefined : oneLine(`mended by ${fix.name} ${fix.version}`));

/** One finding an advisory and package. Those who only depend on it are mended with it. */
const findingsOf = ({ name, via, nodes, fixAvailable }: Vulnerable): readonly Finding[] =>
  via.flatMap((cause) => {
    if (typeof cause === "string") return [];
    const ids = vulnerabilityIdsIn(cause.url ?? "");
    return [
      {
        tool: "npm-audit",
        rule: ids[0] ?? String(cause.source),
        kind: "dependency",
        severity: severityOfWord(cause.severity),
        title: oneLine(cause.title),
        location: { path: nodes?.[0] ? pathOf(nodes[0]) : undefined, package: { name, ecosystem: "npm", fixedIn: fixAvailable === false ? [] : undefined } },
        state: "open",
        aliases: [...ids, ...(cause.cwe ?? []).map((cwe) => cwe.toUpperCase())],
        // npm writes 0 where the advisory has no score.
        score: cause.cvss?.score || undefined,
        isFixAvailable: fixAvailable !== false,
        note: fixOf(fixAvailable),
      },
    ];
  });

/** Packages that lead to no advisory, by whatever way: of them there would be no finding. */
const unexplained = (listed: readonly Vulnerable[]): readonly string[] => {
  const explained = new Set<string>();
  for (let before = -1; before < explained.size; ) {
    before = explained.size;
    for (const { name, via } of listed) if (via.some((cause) => typeof cause !== "string" || explained.has(cause))) explained.add(name);
  }
  return listed.flatMap(({ name }) => (explained.has(name) ? [] : [name]));
};

/** The summary counts vulnerable packages by their severity. */
const contradictionsIn = (packages: Readonly<Record<string, Vulnerable>>, summary: Readonly<Record<string, number>>): readonly string[] => {
  const listed = Object.values(packages);
  const wrong = Object.entries(summary).flatMap(([severity, said]) => {
    const there = severity === "total" ? listed.length : listed.filter((each) => each.severity === severity).length;
    return said === there ? [] : [`metadata.vulnerabilities counts ${said} ${severity}, the list has ${there}`];
  });
  const lost = [...new Set(listed.flatMap(({ via }) => via.filter((cause) => typeof cause === "string")))].filter((name) => !Object.hasOwn(packages, name));
  return [
    ...wrong,
    ...lost.map((name) => oneLine(`a package is vulnerable by ${name}, which is not in the list`)),
    ...unexplained(listed).map((name) => oneLine(`${name} is vulnerable, and no advisory says why`)),
  ];
};

/** What npm prints when it could not audit: no lock file, or a registry that does not answer. Its address is not taken over. */
const readFailure = (value: unknown): Report => {
  const { message, error } = shaped(failure, value);
  const code = [error.code, message, error.summary].flatMap((text) => /\bE[A-Z\d]{4,30}\b/.exec(text ?? "") ?? [])[0];
  return { format: "npm-audit", tool: "npm-audit", looked: 0, lookedAt: "packages", failures: [`npm could not audit${code ? ` (${code})` : ""}`], contradictions: [], findings: [] };
};

const isFailure = (value: unknown): boolean => typeof value === "object" && value !== null && "error" in value;

const readOne = (value: unknown): Report => {
  if (isFailure(value)) return readFailure(value);
  const { vulnerabilities, metadata } = shaped(document, value);
  return {
    format: "npm-audit",
    tool: "npm-audit",
    looked: metadata.dependencies?.total,
    lookedAt: "packages",
    failures: [],
    contradictions: contradictionsIn(vulnerabilities, metadata.vulnerabilities),
    findings: Object.values(vulnerabilities).flatMap(findingsOf),
  };
};

/** One of them that does not say what it looked at leaves it open for all. */
const together = (reports: readonly Report[]): Report => ({
  format: "npm-audit",
  tool: "npm-audit",
  looked: reports.some(({ looked }) => looked === undefined) ? undefined : reports.reduce((sum, { looked = 0 }) => sum + looked, 0),
  lookedAt: "packages",
  failures: reports.flatMap(({ failures }) => failures),
  contradictions: reports.flatMap(({ contradictions }) => contradictions),
  findings: reports.flatMap(({ findings }) => findings),
});

/** npm audits one lock file at a time: a list holds what it wrote of each. */
export const npmAudit: Reader = {
  format: "npm-audit",
  title: "npm audit JSON (npm 7 and newer)",
  recognises: ({ keys }) => ["", "[]."].some((at) => keys.has(`${at}auditReportVersion`) || (keys.has(`${at}error.summary`) && keys.has(`${at}error.detail`))),
  read: (source) => {
    const value = readJson(source);
    return Array.isArray(value) ? together(value.map(readOne)) : readOne(value);
  },
};
