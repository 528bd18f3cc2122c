import type { AwsSecurityFinding, SeverityLabel, Vulnerability } from "@aws-sdk/client-securityhub";
import { sha256 } from "../sha256";
import { isoOf, type FindingKind, type Severity } from "../findings";
import type { JudgedFinding, Verdict } from "../gate";
import { fitting } from "./text";

/** The account and region whose Security Hub gets the findings. */
export interface Destination {
  readonly account: string;
  readonly region: string;
  /** `aws-cn`, `aws-us-gov`. @default aws */
  readonly partition?: string;
}

/** Every account's own product, for findings of its own programs (Security Hub User Guide, "Integrating Security Hub CSPM with custom products"). */
export const productArnOf = ({ account, region, partition = "aws" }: Destination): string => `arn:${partition}:securityhub:${region}:${account}:product/${account}/default`;

/**
 * The beginning of every id of a pipeline and environment, and of no other's: names are encoded, so that none holds a slash. Of a name that is too
 * long a hash stands for the rest: an id has at most 512 characters.
 */
export const idPrefixOf = ({ subject }: Verdict): string => `portcullis/${part(subject.pipeline)}/${part(subject.environment)}/`;
const part = (name: string): string => {
  const encoded = encodeURIComponent(name.replace(/\p{Cs}/gu, "\ufffd"));
  return encoded.length <= 160 ? encoded : `${encoded.slice(0, 95)}~${sha256(name)}`;
};

/** The same in every run: nothing of a build, commit or line enters it. */
export const idOf = (verdict: Verdict, { fingerprint }: JudgedFinding): string => `${idPrefixOf(verdict)}${fingerprint}`;

/** Unknown blocks like the worst, and is shown as the worst; `Original` keeps the word. */
const labels: Readonly<Record<Severity, SeverityLabel>> = { critical: "CRITICAL", unknown: "CRITICAL", high: "HIGH", medium: "MEDIUM", low: "LOW", info: "INFORMATIONAL" };

/** Namespace/category of Security Hub User Guide, "Types taxonomy for ASFF". */
const types: Readonly<Record<FindingKind, string>> = {
  code: "Software and Configuration Checks/Vulnerabilities",
  dependency: "Software and Configuration Checks/Vulnerabilities/CVE",
  secret: "Sensitive Data Identifications/Passwords",
  infrastructure: "Software and Configuration Checks/AWS Security Best Practices",
  container: "Software and Configuration Checks/Vulnerabilities/CVE",
  web: "Software and Configuration Checks/Vulnerabilities",
  malware: "TTPs/Execution",
  "sensitive-data": "Sensitive Data Identifications/PII",
  licence: "Software and Configuration Checks/Industry and Regulatory Standards",
  quality: "Software and Configuration Checks",
};

/**
 * The verdict's findings as BatchImportFindings takes them. One that is closed is archived, and sent only where Security Hub knows it.
 *
 * What people decide there stays theirs: Note, UserDefinedFields, VerificationState and Workflow are never sent, and severity and types go through
 * FindingProviderFields (API Reference, BatchImportFindings). So a waiver cannot suppress; it stands in ProductFields, by which an insight or
 * automation rule can filter.
 * @param known what earlier imports left, by id: its CreatedAt stays @default nothing
 */
export const toAsff = (verdict: Verdict, destination: Destination, known: ReadonlyMap<string, AwsSecurityFinding> = new Map()): readonly AwsSecurityFinding[] =>
  verdict.findings.flatMap((finding) => {
    const before = known.get(idOf(verdict, finding));
    return finding.standing === "closed" && before === undefined ? [] : [findingOf(verdict, finding, destination, before)];
  });

const findingOf = (verdict: Verdict, finding: JudgedFinding, destination: Destination, before: AwsSecurityFinding | undefined): AwsSecurityFinding => {
  const time = timeOf(verdict.time)!;
  const firstSeen = timeOf(finding.firstSeen);
  const vulnerabilities = vulnerabilitiesOf(finding);
  return {
    SchemaVersion: "2018-10-08",
    Id: idOf(verdict, finding),
    ProductArn: productArnOf(destination),
    ProductName: "Portcullis",
    CompanyName: "Portcullis",
    GeneratorId: fitting(`portcullis/${finding.tool}/${finding.rule}`, 512),
    AwsAccountId: destination.account,
    Region: destination.region,
    CreatedAt: before?.CreatedAt ?? time,
    UpdatedAt: time,
    ...(firstSeen === undefined ? {} : { FirstObservedAt: firstSeen }),
    LastObservedAt: time,
    Title: fitting(finding.title, 256, finding.rule),
    Description: fitting(`${finding.title}. ${finding.why} ${placesOf(finding).map(([name, value]) => `${name}: ${value}`).join(", ")}`, 1024),
    FindingProviderFields: { Severity: { Label: labels[finding.severity], Original: finding.severity }, Types: [types[finding.kind]] },
    ...remediationOf(finding),
    ProductFields: productFieldsOf(verdict, finding),
    Resources: [resourceOf(verdict, finding, destination)],
    ...(vulnerabilities.length === 0 ? {} : { Vulnerabilities: vulnerabilities }),
    RecordState: finding.standing === "closed" ? "ARCHIVED" : "ACTIVE",
  };
};

/** ISO 8601 with milliseconds in UTC, as ASFF wants it; undefined where it is none. */
const timeOf = (time: string | undefined): string | undefined => isoOf(new Date(time ?? ""));

const toolsOf = ({ tool, witnesses }: JudgedFinding): readonly string[] => [...new Set([tool, ...witnesses.map((witness) => witness.tool)])].sort();

/** Name of the field that says which tools saw a finding, which decides whether another verdict can say that it is gone. */
export const toolsField = "portcullis/tools";

/** At most 50 pairs, keys of at most 128 and values of at most 2,048 characters; named `<provider>/<field>` as AWS advises. */
const productFieldsOf = ({ subject, sha256 }: Verdict, finding: JudgedFinding): Record<string, string> => {
  const { standing, why, waiver, fingerprint, kind, aliases, isKnownExploited, exploitProbability } = finding;
  const fields: Readonly<Record<string, string | undefined>> = {
    "portcullis/fingerprint": fingerprint,
    "portcullis/standing": standing,
    "portcullis/why": why,
    "portcullis/waiver": waiver,
    "portcullis/kind": kind,
    [toolsField]: toolsOf(finding).join(","),
    "portcullis/aliases": aliases.join(",") || undefined,
    "portcullis/known-exploited": isKnownExploited === undefined ? undefined : String(isKnownExploited),
    "portcullis/exploit-probability": exploitProbability === undefined ? undefined : String(exploitProbability),
    "portcullis/pipeline": subject.pipeline,
    "portcullis/environment": subject.environment,
    "portcullis/commit": subject.commit,
    "portcullis/verdict": sha256,
  };
  return Object.fromEntries(Object.entries(fields).flatMap(([name, value]) => (value === undefined ? [] : [[name, fitting(value, 2048)]])));
};

/** Where it is, by label; a field that is not there is left out. */
const placesOf = ({ location }: JudgedFinding): readonly (readonly [string, string])[] => {
  const { path, line, package: dependency, url, method, parameter, resource } = location;
  const places = { path, line: line === undefined ? undefined : String(line), package: dependency?.name, version: dependency?.version, ecosystem: dependency?.ecosystem, url, method, parameter, resource };
  return Object.entries(places).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]));
};

/** What ASFF calls a resource is what has the flaw; `Other` is its type for whatever AWS has no type for. */
const resourceOf = ({ subject }: Verdict, finding: JudgedFinding, { region, partition = "aws" }: Destination) => {
  const { path, package: dependency, url, resource } = finding.location;
  const within = dependency === undefined ? path : [path, dependency.ecosystem, `${dependency.name}${dependency.version === undefined ? "" : `@${dependency.version}`}`].filter((each) => each !== undefined).join("/");
  return {
    Type: "Other",
    Id: fitting(resource ?? url ?? `${subject.pipeline}/${within ?? finding.rule}`, 512),
    Partition: partition as "aws",
    Region: region,
    Details: { Other: Object.fromEntries(placesOf(finding).map(([name, value]) => [name, fitting(value, 1024)])) },
  };
};

const vulnerabilitiesOf = ({ rule, aliases, location, isFixAvailable, isKnownExploited, exploitProbability, score }: JudgedFinding): Vulnerability[] => {
  const dependency = location.package;
  const id = [rule, ...aliases].find((each) => /^CVE-\d{4}-\d{4,}$/i.test(each));
  if (id === undefined || dependency === undefined) return [];
  const { name, version, fixedIn = [] } = dependency;
  return [
    {
      Id: id.toUpperCase(),
      VulnerablePackages: [{ Name: fitting(name, 1024), ...(version === undefined ? {} : { Version: fitting(version, 1024) }), ...(fixedIn.length === 0 ? {} : { FixedInVersion: fitting(fixedIn.join(", "), 1024) }) }],
      ...(isFixAvailable === undefined ? {} : { FixAvailable: isFixAvailable ? ("YES" as const) : ("NO" as const) }),
      ...(isKnownExploited ? { ExploitAvailable: "YES" as const } : {}),
      ...(exploitProbability === undefined ? {} : { EpssScore: exploitProbability }),
      ...(score === undefined ? {} : { Cvss: [{ BaseScore: score }] }),
    },
  ];
};

const remediationOf = ({ location, note }: JudgedFinding) => {
  const fixed = location.package?.fixedIn ?? [];
  const text = fixed.length > 0 ? `Take ${location.package!.name} ${fixed.join(" or ")}.` : note;
  return text === undefined ? {} : { Remediation: { Recommendation: { Text: fitting(text, 512) } } };
};
