/**
 * The protection plans of GuardDuty (GuardDuty API Reference, "DetectorFeatureConfiguration"). AWS adds new ones switched
 * off, and switches some on for new accounts: each is declared, on or off, so that a plan shows any change of it.
 */
export const features = {
  s3: "S3_DATA_EVENTS",
  eksAuditLogs: "EKS_AUDIT_LOGS",
  ebsMalware: "EBS_MALWARE_PROTECTION",
  rdsLogins: "RDS_LOGIN_EVENTS",
  lambdaNetwork: "LAMBDA_NETWORK_LOGS",
} as const;

export type ProtectionPlan = keyof typeof features;

/**
 * RUNTIME_MONITORING covers EKS as well, and GuardDuty refuses it beside EKS_RUNTIME_MONITORING (GuardDuty User Guide,
 * "Runtime Monitoring"): the older one is never declared.
 */
export const runtimeFeature = "RUNTIME_MONITORING";

/** Who installs and updates the agent of runtime monitoring: GuardDuty. */
export const runtimeAgents = ["EC2_AGENT_MANAGEMENT", "ECS_FARGATE_AGENT_MANAGEMENT", "EKS_ADDON_MANAGEMENT"] as const;
