import { z } from "zod";
import type { Finding, Severity } from "../finding";
import { readJson } from "../parse/json";
import { shaped } from "../parse/shape";
import type { Reader } from "../reader";
import type { Report } from "../report";
import { severityOfWord } from "../severity";
import { oneLine, pathOf } from "../text";
import { timeOfEpoch } from "../written-time";

const word = z.string().nullish();
const vulnerability = z.looseObject({
  name: z.string(),
  aqua_severity: word,
  vendor_severity_v3: word,
  nvd_severity_v3: word,
  vendor_severity: word,
  nvd_severity: word,
  aqua_score: z.number().nullish(),
  fix_version: word,
  solution: word,
  cwe_info: z.array(z.looseObject({ Id: z.string() })).nullish(),
});
const resource = z.looseObject({
  resource: z.looseObject({ name: word, path: word, version: word, format: word, sensitive_items: z.array(z.string()).nullish() }),
  scanned: z.boolean().nullish(),
  vulnerabilities: z.array(vulnerability).nullish(),
});
const count = z.number().nullish();
const scannerDocument = z.looseObject({
  image: z.string(),
  digest: word,
  scan_started: z.looseObject({ seconds: z.number() }).nullish(),
  scan_duration: z.number().nullish(),
  data_date: z.number().nullish(),
  resources: z.array(resource).nullish(),
  vulnerability_summary: z.looseObject({ critical: count, high: count, medium: count, low: count, sensitive: count, malware: count }).nullish(),
  image_assurance_results: z.looseObject({ disallowed: z.boolean().nullish(), policy_failures: z.array(z.looseObject({ policy_name: word, controls: z.array(z.string()).nullish() })).nullish() }).nullish(),
});
const consoleDocument = z.looseObject({
  image_name: z.string(),
  status: word,
  disallowed: z.boolean().nullish(),
  errorMsg: word,
  cves_counts: z.looseObject({ critical: count, high: count, medium: count, low: count }).nullish(),
  cves: z.array(z.looseObject({ file: word, name: z.string(), severity: word, vendor_severity: word, score: word, acknowledged: z.boolean().nullish(), fix_version: word })).nullable(),
});
type Resource = z.infer<typeof resource>;
type Vulnerability = z.infer<typeof vulnerability>;
type Counts = Readonly<Partial<Record<"critical" | "high" | "medium" | "low", number | null>>>;

const common = { tool: "aqua", state: "open" } as const;
/** Debian's word for a bug that is no security issue there. */
const ownWords: Readonly<Record<string, Severity>> = { unimportant: "low" };

/** The name without tag and digest: the same for the next build. */
const repositoryOf = (image: string): string => image.replace(/@.*$/, "").replace(/:[^/:]*$/, "");

const fixesIn = (versions: string | null | undefined): readonly string[] => (versions ? versions.split(/,\s*/) : []);

/** Aqua's own rating counts; a report without it is of an older scanner, which has the vendor's and NVD's. */
const wordOf = (found: Vulnerability): string => found.aqua_severity || found.vendor_severity_v3 || found.nvd_severity_v3 || found.vendor_severity || found.nvd_severity || "";

const vulnerabilitiesIn = ({ resource: { name, path, version, format }, vulnerabilities }: Resource): readonly Finding[] =>
  (vulnerabilities ?? []).map((found) => ({
    ...common,
    rule: found.name,
    kind: "dependency",
    severity: severityOfWord(wordOf(found), ownWords),
    title: oneLine(`${found.name} in ${name ?? path ?? "the image"}`),
    location: { path: path ? pathOf(path) : undefined, package: { name: name ?? path ?? "", version: version ?? undefined, ecosystem: format?.toLowerCase() || undefined, fixedIn: fixesIn(found.fix_version) } },
    aliases: [found.name.toUpperCase(), ...(found.cwe_info ?? []).map(({ Id }) => Id.toUpperCase())],
    score: found.aqua_score ?? undefined,
    isFixAvailable: Boolean(found.fix_version),
    note: found.solution ? oneLine(found.solution) : undefined,
  }));

/** The scanner names the kind of secret and its file. It gives no severity: a secret in an image is everyone's who can pull it. */
const secretIn = ({ resource: { path, name, sensitive_items } }: Resource): readonly Finding[] => {
  const kinds = [...new Set(sensitive_items ?? [])];
  return kinds.map((kind) => ({ ...common, rule: oneLine(kind, 80), kind: "secret", severity: "critical", title: oneLine(`${kind} in the image`), location: { path: pathOf(path ?? name ?? "") }, aliases: [] }));
};

const malwareIn = (image: string, malware: number): readonly Finding[] =>
  malware > 0 ? [{ ...common, rule: "malware", kind: "malware", severity: "critical", title: `Malware in the image, ${malware} found`, location: { resource: repositoryOf(image) }, aliases: [] }] : [];

const disallowance = (image: string, failed: string): Finding => ({
  ...common,
  rule: "image-assurance",
  kind: "container",
  severity: "high",
  title: "The image is disallowed by Aqua's assurance policy",
  location: { resource: repositoryOf(image) },
  aliases: [],
  note: failed ? oneLine(`failed: ${failed}`) : undefined,
});

/** Negligible ones are counted by the summary and listed only on demand: they are left out. */
const contradictionsIn = (where: string, counts: Counts | null | undefined, words: readonly string[]): readonly string[] =>
  (["critical", "high", "medium", "low"] as const).flatMap((severity) => {
    const listed = words.filter((word) => word.toLowerCase() === severity).length;
    const said = counts?.[severity];
    return said === undefined || said === null || said === listed ? [] : [`${where} counts ${said} ${severity}, the list has ${listed}`];
  });

const digestOf = (digest: string | null | undefined): string | undefined => (digest && /^[\da-f]{64}$/.test(digest) ? `sha256:${digest}` : digest || undefined);

const readScanner = (value: unknown): Report => {
  const { image, digest, scan_started: started, scan_duration: duration, data_date: dataDate, resources, vulnerability_summary: summary, image_assurance_results: assurance } = shaped(scannerDocument, value);
  const all = resources ?? [];
  const secrets = all.flatMap(secretIn);
  const files = all.filter(({ resource: { sensitive_items: items } }) => (items ?? []).length > 0).length;
  const failed = (assurance?.policy_failures ?? []).map(({ policy_name: policy, controls }) => `${policy ?? "a policy"} (${(controls ?? []).join(", ")})`).join(", ");
  return {
    format: "aqua",
    tool: "aqua",
    // Only resources with a finding are listed. The summary comes with a scan that went to its end.
    looked: summary || all.some(({ scanned }) => scanned) ? 1 : 0,
    lookedAt: "images",
    rulesTime: timeOfEpoch(dataDate),
    digest: digestOf(digest),
    time: timeOfEpoch(started && started.seconds + (duration ?? 0)),
    failures: all.filter(({ scanned }) => scanned === false).map(({ resource: { name, path } }) => oneLine(`${path ?? name ?? "a resource"} was not scanned`)),
    contradictions: [
      ...contradictionsIn("vulnerability_summary", summary, all.flatMap(({ vulnerabilities }) => (vulnerabilities ?? []).map(wordOf))),
      ...(summary?.sensitive === undefined || summary.sensitive === null || summary.sensitive === files ? [] : [`vulnerability_summary counts ${summary.sensitive} files with secrets, the list has ${files}`]),
    ],
    findings: [...all.flatMap(vulnerabilitiesIn), ...secrets, ...malwareIn(image, summary?.malware ?? 0), ...(assurance?.disallowed ? [disallowance(image, failed)] : [])],
  };
};

/** What the console's API answers for one image. */
const readConsole = (value: unknown): Report => {
  const { image_name: image, status, disallowed, errorMsg, cves_counts: counts, cves } = shaped(consoleDocument, value);
  const all = cves ?? [];
  return {
    format: "aqua",
    tool: "aqua",
    looked: 1,
    lookedAt: "images",
    failures: [...(status && !/^(?:scanned|ok)$/i.test(status) ? [oneLine(`the image's status is ${status}`)] : []), ...(errorMsg ? ["the scanner reported an error (errorMsg)"] : [])],
    contradictions: contradictionsIn("cves_counts", counts, all.map(({ severity, vendor_severity: vendor }) => severity || vendor || "")),
    findings: [
      ...all.map(
        ({ file, name, severity, vendor_severity: vendor, score, acknowledged, fix_version: fix }): Finding => ({
          ...common,
          rule: name,
          kind: "dependency",
          severity: severityOfWord(severity || vendor, ownWords),
          title: oneLine(`${name} in ${file || "the image"}`),
          location: file ? { path: pathOf(file) } : { resource: repositoryOf(image) },
          state: acknowledged ? "suppressed" : "open",
          aliases: [name.toUpperCase()],
          score: score ? Number(score) : undefined,
          isFixAvailable: Boolean(fix),
          note: fix ? oneLine(`fixed in ${fix}`) : undefined,
        }),
      ),
      ...(disallowed ? [disallowance(image, "")] : []),
    ],
  };
};

const isOfConsole = (value: unknown): boolean => typeof value === "object" && value !== null && "cves" in value;

export const aqua: Reader = {
  format: "aqua",
  title: "Aqua scanner JSON",
  recognises: ({ keys }) => (keys.has("image") && (keys.has("resources") || keys.has("vulnerability_summary"))) || (keys.has("image_name") && keys.has("cves")),
  read: (source) => {
    const value = readJson(source);
    return isOfConsole(value) ? readConsole(value) : readScanner(value);
  },
};
