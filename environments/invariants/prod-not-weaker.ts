import { EnvironmentError } from "../errors";
import { conformancePacks, type Environment } from "../schema";
import { protectionPlans, securityStandards } from "../settings/detection";
import type { ConfiguredEnvironment, Invariant } from "./invariant";

/** One setting in which prod may equal or exceed staging, never fall below. */
interface Comparison {
  readonly key: string;
  readonly read: (environment: Environment) => number;
  /** How the value is written for people. @default the number */
  readonly show?: (environment: Environment) => string;
}

const yes = (value: boolean): number => (value ? 1 : 0);
const wafRules = ["commonRuleSet", "knownBadInputs", "sqlInjection", "ipReputation", "rateLimit"] as const;

/** Object Lock is compared by days alone: outside prod its mode is never COMPLIANCE (object-lock.ts). */
const comparisons: readonly Comparison[] = [
  { key: "deletionProtection", read: (e) => yes(e.deletionProtection), show: (e) => String(e.deletionProtection) },
  { key: "approvals", read: (e) => e.approvals },
  { key: "network.flowLogRetentionDays", read: (e) => e.network.flowLogRetentionDays },
  { key: "audit.objectLock.retentionDays", read: (e) => e.audit.objectLock.retentionDays },
  { key: "audit.archiveRetentionDays", read: (e) => e.audit.archiveRetentionDays },
  { key: "audit.logGroupRetentionDays", read: (e) => e.audit.logGroupRetentionDays },
  { key: "audit.dataEvents", read: (e) => yes(e.audit.dataEvents), show: (e) => String(e.audit.dataEvents) },
  { key: "audit.everyBucket", read: (e) => yes(e.audit.everyBucket !== undefined), show: (e) => (e.audit.everyBucket ? "every bucket" : "classified buckets") },
  { key: "audit.functionEvents", read: (e) => yes(e.audit.functionEvents), show: (e) => String(e.audit.functionEvents) },
  { key: "audit.insights", read: (e) => yes(e.audit.insights), show: (e) => String(e.audit.insights) },
  { key: "audit.eventDataStore.retentionDays", read: (e) => e.audit.eventDataStore?.retentionDays ?? 0 },
  // A password that lives longer is weaker, and so is a hop more.
  { key: "baseline.passwordMaxAgeDays", read: (e) => -e.baseline.passwordMaxAgeDays, show: (e) => String(e.baseline.passwordMaxAgeDays) },
  { key: "baseline.metadataHopLimit", read: (e) => -e.baseline.metadataHopLimit, show: (e) => String(e.baseline.metadataHopLimit) },
  { key: "baseline.sessionLogRetentionDays", read: (e) => e.baseline.sessionLogRetentionDays },
  { key: "baseline.unusedAccessAnalyzer", read: (e) => yes(e.baseline.unusedAccessAnalyzer), show: (e) => String(e.baseline.unusedAccessAnalyzer) },
  { key: "compliance.retentionDays", read: (e) => e.compliance.retentionDays },
  { key: "compliance.recording", read: (e) => yes(e.compliance.recording === "continuous"), show: (e) => e.compliance.recording },
  ...conformancePacks.map((pack) => ({
    key: "compliance.packs",
    read: (e: Environment) => yes(e.compliance.packs.includes(pack)),
    show: (e: Environment) => (e.compliance.packs.includes(pack) ? pack : `no ${pack}`),
  })),
  { key: "edge.logRetentionDays", read: (e) => e.edge.logRetentionDays },
  // A higher limit lets more requests of one address through, so less is stronger.
  { key: "edge.requestLimit", read: (e) => -e.edge.requestLimit, show: (e) => String(e.edge.requestLimit) },
  ...wafRules.map((rule) => ({
    key: `edge.rules.${rule}.action`,
    read: (e: Environment) => yes(e.edge.rules[rule].action === "block"),
    show: (e: Environment) => e.edge.rules[rule].action,
  })),
  { key: "detection.macie", read: (e) => yes(e.detection.macie), show: (e) => String(e.detection.macie) },
  { key: "detection.runtimeMonitoring", read: (e) => yes(e.detection.runtimeMonitoring), show: (e) => String(e.detection.runtimeMonitoring) },
  { key: "detection.exportFindings", read: (e) => yes(e.detection.exportFindings), show: (e) => String(e.detection.exportFindings) },
  {
    key: "detection.exportRetentionDays",
    read: (e) => (e.detection.exportFindings ? (e.detection.exportRetentionDays ?? Number.POSITIVE_INFINITY) : 0),
    show: (e) => (e.detection.exportFindings ? String(e.detection.exportRetentionDays ?? "for ever") : "no export"),
  },
  { key: "detection.inspector.lambdaCode", read: (e) => yes(e.detection.inspector.lambdaCode), show: (e) => String(e.detection.inspector.lambdaCode) },
  { key: "detection.inspector.cisScan", read: (e) => yes(e.detection.inspector.cisScan !== undefined), show: (e) => (e.detection.inspector.cisScan ? "a CIS scan" : "no CIS scan") },
  ...protectionPlans.map((plan) => ({
    key: "detection.guardDuty.protectionPlans",
    read: (e: Environment) => yes(e.detection.guardDuty.protectionPlans.includes(plan)),
    show: (e: Environment) => (e.detection.guardDuty.protectionPlans.includes(plan) ? `with ${plan}` : `without ${plan}`),
  })),
  ...securityStandards.map((standard) => ({
    key: "detection.securityHub.standards",
    read: (e: Environment) => yes(e.detection.securityHub.standards.includes(standard)),
    show: (e: Environment) => (e.detection.securityHub.standards.includes(standard) ? `with ${standard}` : `without ${standard}`),
  })),
];

const compare = (prod: ConfiguredEnvironment, staging: Environment): readonly EnvironmentError[] => {
  const { file, environment } = prod;
  const weaker = (key: string, has: string, needs: string, remedy: string) =>
    new EnvironmentError({ file, key, problem: `${has} is weaker than ${needs} of ${staging.name}`, remedy });
  const settings = comparisons
    .filter(({ read }) => read(environment) < read(staging))
    .map(({ key, read, show = (e: Environment) => String(read(e)) }) =>
      weaker(key, show(environment), show(staging), `set it to ${show(staging)} or stronger, or weaken ${staging.name} first`),
    );
  const logged = staging.edge.redactedHeaders.filter((header) => !environment.edge.redactedHeaders.includes(header));
  return logged.length === 0
    ? settings
    : [
        ...settings,
        weaker("edge.redactedHeaders", `not redacting ${logged.join(", ")}`, "the redaction", `add ${logged.join(", ")} to the redacted headers`),
      ];
};

/** What was not good enough for staging is not good enough for prod. Every environment of stage prod meets every one of stage staging. */
export const prodNotWeakerThanStaging: Invariant = ({ environments }) => {
  const prods = environments.filter(({ environment }) => environment.stage === "prod");
  const stagings = environments.filter(({ environment }) => environment.stage === "staging");
  return prods.flatMap((prod) => stagings.flatMap((staging) => compare(prod, staging.environment)));
};
