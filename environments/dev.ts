import { securityContact } from "./contacts";
import { accountIdOf } from "./organisation";
import type { EnvironmentInput } from "./schema";

/** Where a change lands first. Cheap, quick to rebuild, holds no data of people. */
const dev: EnvironmentInput = {
  name: "dev",
  stage: "dev",
  accountId: accountIdOf("dev"),
  homeRegion: "eu-central-1",
  owner: "platform-security",
  classification: "internal",
  deletionProtection: false,
  approvals: 0,
  network: {
    cidr: "10.16.0.0/16",
    zones: 2,
    natGateways: "none",
    flowLogRetentionDays: 30,
  },
  audit: {
    archiveRetentionDays: 365,
    logGroupRetentionDays: 30,
  },
  baseline: {
    securityContact,
    monthlyBudgetUsd: 100,
    sessionLogRetentionDays: 30,
  },
  compliance: {
    recording: "daily",
    retentionDays: 365,
  },
  edge: {
    logRetentionDays: 30,
  },
};

export default dev;
