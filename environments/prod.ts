import { securityContact } from "./contacts";
import { accountIdOf } from "./organisation";
import type { EnvironmentInput } from "./schema";

/** The account that matters. It also holds the ledger (organisation.ledgerEnvironment). */
const prod: EnvironmentInput = {
  name: "prod",
  stage: "prod",
  accountId: accountIdOf("prod"),
  homeRegion: "eu-central-1",
  owner: "platform-security",
  classification: "confidential",
  deletionProtection: true,
  approvals: 1,
  ledger: {
    // GOVERNANCE: a named break-glass right can lift it. COMPLIANCE cannot be undone by anyone and must be written out.
    objectLock: { mode: "GOVERNANCE", retentionDays: 365 },
  },
  network: {
    cidr: "10.48.0.0/16",
    zones: 3,
    natGateways: "per-zone",
    flowLogRetentionDays: 365,
  },
  audit: {
    objectLock: { mode: "GOVERNANCE", retentionDays: 365 },
    archiveRetentionDays: 731,
    logGroupRetentionDays: 365,
    dataEvents: true,
    insights: true,
  },
  baseline: {
    securityContact,
    monthlyBudgetUsd: 1000,
    sessionLogRetentionDays: 365,
    unusedAccessAnalyzer: true,
  },
  compliance: {
    packs: ["cis-aws-7.0", "hipaa", "encryption"],
  },
  edge: {
    logRetentionDays: 365,
  },
  detection: {
    macie: true,
    exportFindings: true,
    exportRetentionDays: 731,
    inspector: { lambdaCode: true, cisScan: {} },
  },
};

export default prod;
