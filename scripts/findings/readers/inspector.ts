import { z } from "zod";
import type { Finding, FindingKind, FindingState, Package } from "../finding";
import { readJson } from "../parse/json";
import { shaped } from "../parse/shape";
import type { Reader } from "../reader";
import { severityOfWord } from "../severity";
import { cweOf, oneLine, pathOf } from "../text";

const listOf = <Item extends z.ZodType>(item: Item) => z.array(item).nullish();
const word = z.string().nullish();
/** The command line writes ISO 8601, an SDK's JSON the seconds since 1970. */
const time = z.union([z.string(), z.number().min(0).max(4e9).transform((seconds) => new Date(seconds * 1000).toISOString())]).nullish();
const vulnerablePackage = z.object({ name: z.string(), version: word, packageManager: word, fixedInVersion: word, filePath: word });
/** Inspector2 API, "Finding". Only what is looked at is kept. */
const entry = z.object({
  findingArn: z.string(),
  type: word,
  severity: word,
  status: z.string(),
  title: word,
  inspectorScore: z.number().nullish(),
  fixAvailable: word,
  firstObservedAt: time,
  updatedAt: time,
  packageVulnerabilityDetails: z.object({ vulnerabilityId: z.string(), relatedVulnerabilities: listOf(z.string()), vulnerablePackages: listOf(vulnerablePackage) }).nullish(),
  codeVulnerabilityDetails: z.object({ detectorId: word, detectorName: word, cwes: listOf(z.string()), filePath: z.object({ filePath: word, startLine: z.number().nullish(), endLine: z.number().nullish() }).nullish() }).nullish(),
  resources: listOf(z.object({ id: word, details: z.object({ awsEcrContainerImage: z.object({ imageHash: word }).nullish() }).nullish() })),
});
type Entry = z.infer<typeof entry>;
const document = z.looseObject({ findings: z.array(z.unknown()), nextToken: word });

const kinds: ReadonlyMap<string, FindingKind> = new Map([["PACKAGE_VULNERABILITY", "dependency"], ["CODE_VULNERABILITY", "code"], ["NETWORK_REACHABILITY", "infrastructure"]]);
/** A suppression rule of the account is no waiver of ours; an unknown word counts as open. */
const states: ReadonlyMap<string, FindingState> = new Map([["SUPPRESSED", "suppressed"], ["CLOSED", "fixed"]]);
/** A fix of some of the packages is a fix that can be had. */
const fixes: ReadonlyMap<string, boolean> = new Map([["YES", true], ["PARTIAL", true], ["NO", false]]);

const packageOf = ({ packageVulnerabilityDetails }: Entry): Package | undefined => {
  const [first] = packageVulnerabilityDetails?.vulnerablePackages ?? [];
  if (!first) return undefined;
  const { name, version, packageManager, fixedInVersion } = first;
  return { name, version: version ?? undefined, ecosystem: packageManager?.toLowerCase(), fixedIn: fixedInVersion && fixedInVersion !== "NotAvailable" ? [fixedInVersion] : undefined };
};

const findingOf = (each: Entry): Finding => {
  const { packageVulnerabilityDetails: dependency, codeVulnerabilityDetails: code, inspectorScore: score } = each;
  const path = code?.filePath?.filePath ?? dependency?.vulnerablePackages?.[0]?.filePath;
  const rule = dependency?.vulnerabilityId ?? code?.detectorId ?? each.type ?? "unnamed";
  return {
    tool: "inspector",
    rule,
    kind: kinds.get(each.type ?? "") ?? "infrastructure",
    // UNTRIAGED is "not judged yet": unknown.
    severity: severityOfWord(each.severity),
    title: oneLine(each.title ?? code?.detectorName ?? rule),
    location: { resource: each.resources?.[0]?.id ?? undefined, path: path ? pathOf(path) : undefined, line: code?.filePath?.startLine || undefined, endLine: code?.filePath?.endLine || undefined, package: packageOf(each) },
    state: states.get(each.status) ?? "open",
    aliases: [...new Set([...(dependency ? [dependency.vulnerabilityId.toUpperCase()] : []), ...(dependency?.relatedVulnerabilities ?? []).map((id) => id.toUpperCase()), ...(code?.cwes ?? []).flatMap((cwe) => cweOf(cwe) ?? [])])],
    nativeId: each.findingArn,
    score: typeof score === "number" && score >= 0 && score <= 10 ? score : undefined,
    isFixAvailable: fixes.get(each.fixAvailable ?? ""),
    firstSeen: each.firstObservedAt ?? undefined,
  };
};

export const inspector: Reader = {
  format: "inspector",
  title: "Amazon Inspector findings (ListFindings)",
  recognises: ({ keys }) => keys.has("findings[].findingArn"),
  read: (source) => {
    const findings: Finding[] = [];
    const images = new Set<string>();
    let latest: string | undefined;
    const take = (value: unknown, [index = 0]: readonly number[]) => {
      const each = shaped(entry, value, `findings[${index}]`);
      for (const { details } of each.resources ?? []) images.add(details?.awsEcrContainerImage?.imageHash ?? "");
      if (each.updatedAt && Date.parse(each.updatedAt) > Date.parse(latest ?? "1970-01-01")) latest = each.updatedAt;
      findings.push(findingOf(each));
    };
    const { nextToken } = shaped(document, readJson(source, { each: { "findings[]": take } }));
    const [image] = images;
    return {
      format: "inspector",
      tool: "inspector",
      // The service has no list of what it looked at in its answer: the record beside the report must say so.
      digest: images.size === 1 && image ? image : undefined,
      time: latest,
      failures: nextToken ? ["it is one page of several: nextToken is set"] : [],
      contradictions: [],
      findings,
    };
  },
};
