import { z } from "zod";
import type { Finding } from "../finding";
import { readJson } from "../parse/json";
import { shaped } from "../parse/shape";
import type { Reader } from "../reader";
import { severityOfWord } from "../severity";
import { oneLine, pathOf } from "../text";

const listOf = <Item extends z.ZodType>(item: Item) => z.array(item).nullish();
const range = { StartLine: z.number().nullish(), EndLine: z.number().nullish() };
const vulnerability = z.looseObject({ VulnerabilityID: z.string(), PkgName: z.string(), InstalledVersion: z.string().nullish(), FixedVersion: z.string().nullish(), Severity: z.string().nullish(), Title: z.string().nullish(), CweIDs: listOf(z.string()) });
const misconfiguration = z.looseObject({ ID: z.string(), Title: z.string().nullish(), Severity: z.string().nullish(), Status: z.string().nullish(), Resolution: z.string().nullish(), CauseMetadata: z.looseObject({ Resource: z.string().nullish(), ...range }).nullish() });
const secret = z.looseObject({ RuleID: z.string(), Title: z.string().nullish(), Severity: z.string().nullish(), ...range });
const licence = z.looseObject({ Name: z.string(), PkgName: z.string().nullish(), Severity: z.string().nullish(), FilePath: z.string().nullish() });
/** What an ignore file or a VEX document took out, shown by `--show-suppressed`; `Type` says of what shape `Finding` is. */
const modified = z.discriminatedUnion("Type", [
  z.looseObject({ Type: z.literal("vulnerability"), Finding: vulnerability }),
  z.looseObject({ Type: z.literal("misconfiguration"), Finding: misconfiguration }),
  z.looseObject({ Type: z.literal("secret"), Finding: secret }),
  z.looseObject({ Type: z.literal("license"), Finding: licence }),
]);
const result = z.looseObject({ Target: z.string(), Type: z.string().nullish(), Vulnerabilities: listOf(vulnerability), Misconfigurations: listOf(misconfiguration), Secrets: listOf(secret), Licenses: listOf(licence), ExperimentalModifiedFindings: listOf(modified) });
/** Trivy, "Reporting": schema 2; a scan that found nothing may leave `Results` out. */
const document = z.looseObject({
  SchemaVersion: z.literal(2),
  CreatedAt: z.string().nullish(),
  ArtifactName: z.string(),
  Trivy: z.looseObject({ Version: z.string() }).nullish(),
  Metadata: z.looseObject({ RepoDigests: listOf(z.string()), Commit: z.string().nullish() }).nullish(),
  Results: listOf(result),
});
type Result = z.infer<typeof result>;

const common = { tool: "trivy", state: "open" } as const;

/** A vulnerability that nobody will fix (`will_not_fix`) is one all the same: a waiver must say so. */
const vulnerabilitiesIn = ({ Target, Type, Vulnerabilities }: Result): readonly Finding[] =>
  (Vulnerabilities ?? []).map(({ VulnerabilityID, PkgName, InstalledVersion, FixedVersion, Severity, Title, CweIDs }) => ({
    ...common,
    rule: VulnerabilityID,
    kind: "dependency",
    severity: severityOfWord(Severity),
    title: oneLine(Title ?? VulnerabilityID),
    location: { path: pathOf(Target), package: { name: PkgName, version: InstalledVersion ?? undefined, ecosystem: Type?.toLowerCase(), fixedIn: FixedVersion ? FixedVersion.split(/,\s*/) : [] } },
    aliases: [VulnerabilityID.toUpperCase(), ...(CweIDs ?? [])],
    isFixAvailable: Boolean(FixedVersion),
  }));

const misconfigurationsIn = ({ Target, Misconfigurations }: Result): readonly Finding[] =>
  (Misconfigurations ?? [])
    .filter(({ Status }) => Status !== "PASS")
    .map(({ ID, Title, Severity, Resolution, CauseMetadata }) => ({
      ...common,
      rule: ID,
      kind: "infrastructure",
      severity: severityOfWord(Severity),
      title: oneLine(Title ?? ID),
      location: { path: pathOf(Target), line: CauseMetadata?.StartLine || undefined, endLine: CauseMetadata?.EndLine || undefined, resource: CauseMetadata?.Resource || undefined },
      aliases: [],
      note: Resolution ? oneLine(Resolution) : undefined,
    }));

/** What matched is never taken over: it may be the secret itself. */
const secretsIn = ({ Target, Secrets }: Result): readonly Finding[] =>
  (Secrets ?? []).map(({ RuleID, Title, Severity, StartLine, EndLine }) => ({
    ...common,
    rule: RuleID,
    kind: "secret",
    severity: severityOfWord(Severity),
    title: oneLine(Title ?? RuleID),
    location: { path: pathOf(Target), line: StartLine || undefined, endLine: EndLine || undefined },
    aliases: [],
  }));

const licencesIn = ({ Target, Licenses }: Result): readonly Finding[] =>
  (Licenses ?? []).map(({ Name, PkgName, Severity, FilePath }) => ({
    ...common,
    rule: Name,
    kind: "licence",
    severity: severityOfWord(Severity),
    title: `Licence ${Name}`,
    location: { path: pathOf(FilePath || Target), package: PkgName ? { name: PkgName } : undefined },
    aliases: [],
  }));

const findingsIn = (each: Result): readonly Finding[] => [...vulnerabilitiesIn(each), ...misconfigurationsIn(each), ...secretsIn(each), ...licencesIn(each)];

/** Who can write an ignore file must not open production: it counts until a waiver of ours lifts it. */
const suppressedIn = ({ Target, Type, ExperimentalModifiedFindings }: Result): readonly Finding[] =>
  (ExperimentalModifiedFindings ?? []).flatMap((each) => {
    const alone: Result = {
      Target,
      Type,
      Vulnerabilities: each.Type === "vulnerability" ? [each.Finding] : [],
      Misconfigurations: each.Type === "misconfiguration" ? [each.Finding] : [],
      Secrets: each.Type === "secret" ? [each.Finding] : [],
      Licenses: each.Type === "license" ? [each.Finding] : [],
    };
    return findingsIn(alone).map((finding): Finding => ({ ...finding, state: "suppressed" }));
  });

export const trivy: Reader = {
  format: "trivy",
  title: "Trivy JSON",
  recognises: ({ keys }) => keys.has("SchemaVersion") && keys.has("ArtifactName"),
  read: (source) => {
    const { CreatedAt, Trivy, Metadata, Results } = shaped(document, readJson(source));
    const results = Results ?? [];
    return {
      format: "trivy",
      tool: "trivy",
      toolVersion: Trivy?.Version,
      // A scan of an image without packages leaves the list out: then the record beside the report must say what was looked at.
      looked: Results?.length,
      lookedAt: "targets",
      commit: Metadata?.Commit ?? undefined,
      digest: Metadata?.RepoDigests?.[0]?.split("@")[1],
      time: CreatedAt ?? undefined,
      failures: [],
      contradictions: [],
      findings: results.flatMap((each) => [...findingsIn(each), ...suppressedIn(each)]),
    };
  },
};
