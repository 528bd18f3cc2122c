import type { AwsSecurityFinding } from "@aws-sdk/client-securityhub";
import { usageError } from "../errors";
import type { Reason, Verdict } from "../gate";
import { toAsff, toolsField, type Destination } from "./asff";

/** What has to be sent so that Security Hub shows what the verdict says. */
export interface Changes {
  readonly created: readonly AwsSecurityFinding[];
  readonly updated: readonly AwsSecurityFinding[];
  readonly archived: readonly AwsSecurityFinding[];
  /** How many stand already as the verdict says: after an import that was cut off, these are what it did. */
  readonly unchanged: number;
  /** Ids that the verdict does not list, of tools that did not prove that they looked: they stay as they are. */
  readonly unproven: readonly string[];
}

/**
 * Compares the verdict with what Security Hub has, so that no store of our own is needed. Pure.
 * @throws PortcullisError (usage) `verdict-not-importable`, `verdict-superseded`
 */
export const changesOf = (verdict: Verdict, destination: Destination, standing: readonly AwsSecurityFinding[]): Changes => {
  refuse(verdict, standing);
  const known = new Map(standing.map((finding) => [finding.Id!, finding]));
  const wanted = toAsff(verdict, destination, known);
  const listed = new Set(wanted.map(({ Id }) => Id));
  const missing = standing.filter(({ Id, RecordState }) => !listed.has(Id) && RecordState !== "ARCHIVED");
  const isGone = proofOfAbsence(verdict);
  const time = new Date(verdict.time).toISOString();
  const pending = wanted.filter((finding) => !isAlreadySo(finding, known.get(finding.Id!)));
  const isArchive = ({ RecordState }: AwsSecurityFinding) => RecordState === "ARCHIVED";
  return {
    created: pending.filter(({ Id }) => !known.has(Id!)),
    updated: pending.filter((finding) => known.has(finding.Id!) && !isArchive(finding)),
    archived: [...pending.filter(isArchive), ...missing.filter(isGone).map((finding) => archivedOf(finding, time))],
    unchanged: wanted.length - pending.length,
    unproven: missing.flatMap((finding) => (isGone(finding) ? [] : [finding.Id!])),
  };
};

/** A branch says nothing of what stands in an environment, and an older verdict nothing of what stands now. */
const refuse = (verdict: Verdict, standing: readonly AwsSecurityFinding[]): void => {
  if (verdict.subject.event !== "promotion")
    throw usageError({
      id: "verdict-not-importable",
      problem: "this is the verdict of a pull request: it says what a branch adds, not what stands in the environment",
      where: `${verdict.subject.pipeline}, ${verdict.subject.environment}`,
      remedy: "Import the verdict of the promotion (`--event promotion`).",
    });
  const time = Date.parse(verdict.time);
  const later = standing.find(({ UpdatedAt }) => Date.parse(UpdatedAt!) > time);
  if (later)
    throw usageError({
      id: "verdict-superseded",
      problem: `Security Hub has findings of this pipeline and environment of ${later.UpdatedAt}, and this verdict is of ${verdict.time}`,
      where: later.Id,
      remedy: "Import the latest verdict. Where there is no later one, the clock of an earlier run was ahead: judge again.",
    });
};

const isAlreadySo = (finding: AwsSecurityFinding, before: AwsSecurityFinding | undefined): boolean =>
  before !== undefined && Date.parse(before.UpdatedAt!) === Date.parse(finding.UpdatedAt!) && (before.RecordState ?? "ACTIVE") === finding.RecordState;

/** Reasons by which no scan is in doubt. Any other, known or new, is taken to be about evidence. */
const isBesideScans = ({ id }: Reason): boolean => /^(?:finding|waiver|penetration-test|coverage|tests)-/.test(id);

/**
 * Silence is not consent: a finding that is not listed is gone only where nothing is wrong with the evidence, and every tool that saw it has proved
 * that it looked this time.
 */
const proofOfAbsence = ({ reports, reasons }: Verdict): ((finding: AwsSecurityFinding) => boolean) => {
  if (reasons.some((reason) => !isBesideScans(reason))) return () => false;
  const refused = new Set(reports.filter(({ isAccepted }) => !isAccepted).map(({ tool }) => tool));
  const proved = new Set(reports.filter(({ isAccepted, tool }) => isAccepted && !refused.has(tool)).map(({ tool }) => tool));
  return ({ ProductFields }) => {
    const tools = (ProductFields?.[toolsField] ?? "").split(",").filter((tool) => tool !== "");
    return tools.length > 0 && tools.every((tool) => proved.has(tool));
  };
};

/** What stands, archived: all that AWS demands of an update, and none of what it or people added. */
const archivedOf = (finding: AwsSecurityFinding, time: string): AwsSecurityFinding => {
  const { SchemaVersion, Id, ProductArn, ProductName, CompanyName, GeneratorId, AwsAccountId, Region, CreatedAt, Title, Description, Resources, FindingProviderFields, ProductFields = {} } = finding;
  const ours = Object.fromEntries(Object.entries(ProductFields).filter(([name]) => name.startsWith("portcullis/")));
  return { SchemaVersion, Id, ProductArn, ProductName, CompanyName, GeneratorId, AwsAccountId, Region, CreatedAt, UpdatedAt: time, Title, Description, Resources, FindingProviderFields, ProductFields: ours, RecordState: "ARCHIVED" };
};
