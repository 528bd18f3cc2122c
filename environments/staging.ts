import { securityContact } from "./contacts";
import { accountIdOf } from "./organisation";
import type { EnvironmentInput } from "./schema";

/** The rehearsal of prod: the same shape with less to lose. Prod is never weaker than this (invariants/prod-not-weaker.ts). */
const staging: EnvironmentInput = {
  name: "staging",
  stage: "staging",
  accountId: accountIdOf("staging"),
  homeRegion: "eu-central-1",
  owner: "platform-security",
  classification: "internal",
  deletionProtection: true,
  approvals: 0,
  network: {
    cidr: "10.32.0.0/16",
    zones: 3,
    natGateways: "single",
    flowLogRetentionDays: 90,
  },
  audit: {
    archiveRetentionDays: 365,
    logGroupRetentionDays: 90,
    dataEvents: true,
    insights: true,
  },
  baseline: {
    securityContact,
    monthlyBudgetUsd: 300,
    sessionLogRetentionDays: 90,
  },
  edge: {
    logRetentionDays: 90,
  },
  detection: {
    inspector: { cisScan: {} },
  },
};

export default staging;
