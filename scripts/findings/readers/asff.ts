import { z } from "zod";
import type { Finding, FindingKind, FindingState, Package, Severity } from "../finding";
import { readJson } from "../parse/json";
import { shaped } from "../parse/shape";
import type { Reader } from "../reader";
import { severityOfWord } from "../severity";
import { cweOf, oneLine, pathOf, vulnerabilityIdsIn } from "../text";

const listOf = <Item extends z.ZodType>(item: Item) => z.array(item).nullish();
const word = z.string().nullish();
const severity = z.object({ Label: word, Normalized: z.number().nullish() }).nullish();
const vulnerablePackage = z.object({ Name: word, Version: word, PackageManager: word, FixedInVersion: word, FilePath: word });
const vulnerability = z.object({ Id: word, VulnerablePackages: listOf(vulnerablePackage), FixAvailable: word, Cvss: listOf(z.object({ BaseScore: z.number().nullish() })) });
/** AWS Security Finding Format, required fields and those that say where and how bad. Only these are kept. */
const entry = z.object({
  SchemaVersion: z.literal("2018-10-08"),
  Id: z.string(),
  ProductArn: z.string(),
  ProductName: word,
  GeneratorId: z.string(),
  Title: z.string(),
  Types: listOf(z.string()),
  FirstObservedAt: word,
  CreatedAt: word,
  UpdatedAt: word,
  Severity: severity,
  FindingProviderFields: z.object({ Severity: severity, Types: listOf(z.string()) }).nullish(),
  Resources: listOf(z.object({ Type: word, Id: word })),
  RecordState: word,
  Workflow: z.object({ Status: word }).nullish(),
  Compliance: z.object({ Status: word, SecurityControlId: word }).nullish(),
  Vulnerabilities: listOf(vulnerability),
  ProductFields: z.record(z.string(), z.unknown()).nullish(),
});
type Entry = z.infer<typeof entry>;

/** A list as it is imported, or the answer of GetFindings. */
const document = z.union([z.array(z.unknown()), z.looseObject({ Findings: z.array(z.unknown()), NextToken: word })]);

/** "Severity" of the ASFF syntax: 0 informational, from 1 low, from 40 medium, from 70 high, from 90 to 100 critical. */
const severityOfNormalized = (normalized: number | null | undefined): Severity => {
  if (typeof normalized !== "number" || normalized < 0 || normalized > 100) return "unknown";
  if (normalized >= 90) return "critical";
  if (normalized >= 70) return "high";
  if (normalized >= 40) return "medium";
  return normalized >= 1 ? "low" : "info";
};

/** What its finder says goes before what an automation rule made of it. */
const severityOf = ({ FindingProviderFields, Severity }: Entry): Severity => {
  const label = FindingProviderFields?.Severity?.Label ?? Severity?.Label;
  return label ? severityOfWord(label) : severityOfNormalized(Severity?.Normalized);
};

/** Only its finder archives a record. RESOLVED and SUPPRESSED are what somebody set by BatchUpdateFindings: a word, not a proof. */
const stateOf = ({ RecordState, Workflow }: Entry): FindingState => {
  if (RecordState === "ARCHIVED") return "fixed";
  return Workflow?.Status === "SUPPRESSED" || Workflow?.Status === "RESOLVED" ? "suppressed" : "open";
};

/** By the types taxonomy for ASFF: `namespace/category/classifier`. */
const kindOf = ({ Types, FindingProviderFields, Vulnerabilities }: Entry): FindingKind => {
  const types = [...(FindingProviderFields?.Types ?? []), ...(Types ?? [])].join(" ").toLowerCase();
  if (types.includes("malware")) return "malware";
  if (types.includes("sensitive data identifications")) return "sensitive-data";
  if (Vulnerabilities?.length || types.includes("/vulnerabilities/cve")) return "dependency";
  return types.includes("code vulnerabilit") || types.includes("/vulnerabilities/cwe") ? "code" : "infrastructure";
};

/** `inspector` of `arn:aws:securityhub:eu-west-1::product/aws/inspector`, where no name is given. */
const toolOf = ({ ProductName, ProductArn }: Entry): string => (ProductName || ProductArn.split("/").at(-1) || "unknown").toLowerCase();
const versionOf = ({ ProductFields }: Entry): string | undefined =>
  ["aws/inspector/ProductVersion", "ProviderVersion", "ProductVersion"].map((key) => ProductFields?.[key]).find((version) => typeof version === "string");

const packageOf = ({ Vulnerabilities }: Entry): Package | undefined => {
  const [first] = Vulnerabilities?.[0]?.VulnerablePackages ?? [];
  if (!first?.Name) return undefined;
  return { name: first.Name, version: first.Version ?? undefined, ecosystem: first.PackageManager?.toLowerCase(), fixedIn: first.FixedInVersion && first.FixedInVersion !== "NotAvailable" ? [first.FixedInVersion] : undefined };
};

/** AWS answers YES, NO or PARTIAL; a fix of some packages is a fix that can be had. */
const isFixAvailable = (answers: readonly (string | null | undefined)[]): boolean | undefined => {
  if (answers.some((answer) => answer === "YES" || answer === "PARTIAL")) return true;
  return answers.includes("NO") ? false : undefined;
};

const findingOf = (each: Entry): Finding => {
  const vulnerabilities = each.Vulnerabilities ?? [];
  const ids = vulnerabilities.flatMap(({ Id }) => Id ?? []);
  const path = vulnerabilities[0]?.VulnerablePackages?.[0]?.FilePath;
  const scores = vulnerabilities.flatMap(({ Cvss }) => (Cvss ?? []).flatMap(({ BaseScore }) => BaseScore ?? [])).filter((score) => score >= 0 && score <= 10);
  return {
    tool: toolOf(each),
    rule: ids[0] ?? each.Compliance?.SecurityControlId ?? each.GeneratorId,
    kind: kindOf(each),
    severity: severityOf(each),
    title: oneLine(each.Title),
    location: { resource: each.Resources?.[0]?.Id ?? undefined, path: path ? pathOf(path) : undefined, package: packageOf(each) },
    state: stateOf(each),
    aliases: [...new Set([...ids.map((id) => id.toUpperCase()), ...vulnerabilityIdsIn(each.Title), ...(each.Types ?? []).flatMap((type) => (/CWE-\d/.test(type) ? (cweOf(type.split("/").at(-1)) ?? []) : []))])],
    nativeId: each.Id,
    score: scores.length > 0 ? Math.max(...scores) : undefined,
    isFixAvailable: isFixAvailable(vulnerabilities.map(({ FixAvailable }) => FixAvailable)),
    firstSeen: each.FirstObservedAt ?? each.CreatedAt ?? undefined,
  };
};

export const asff: Reader = {
  format: "asff",
  title: "AWS Security Finding Format (Security Hub)",
  recognises: ({ keys }) => ["[]", "Findings[]"].some((list) => keys.has(`${list}.SchemaVersion`) && keys.has(`${list}.ProductArn`) && keys.has(`${list}.AwsAccountId`)),
  read: (source) => {
    const findings: Finding[] = [];
    const judged = new Set<string>();
    let first: Entry | undefined;
    let time: string | undefined;
    const take = (list: string) => (value: unknown, [index = 0]: readonly number[]) => {
      const each = shaped(entry, value, `${list}[${index}]`);
      first ??= each;
      if (each.UpdatedAt && each.UpdatedAt > (time ?? "")) time = each.UpdatedAt;
      if (each.Compliance?.Status) for (const { Id } of each.Resources ?? []) judged.add(Id ?? "");
      if (each.Compliance?.Status !== "PASSED") findings.push(findingOf(each));
    };
    const rest = shaped(document, readJson(source, { each: { "[]": take(""), "Findings[]": take("Findings") } }));
    const isCut = !Array.isArray(rest) && Boolean(rest.NextToken);
    return {
      format: "asff",
      tool: first ? toolOf(first) : "unknown",
      toolVersion: first && versionOf(first),
      // Only lists that tell passed checks as well say what was looked at.
      looked: judged.size > 0 ? judged.size : undefined,
      lookedAt: judged.size > 0 ? "resources" : undefined,
      time,
      failures: isCut ? ["it is one page of several: NextToken is set"] : [],
      contradictions: [],
      findings,
    };
  },
};
