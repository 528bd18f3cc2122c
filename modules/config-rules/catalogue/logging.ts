import { cis, hipaa, managedRule, text, wholeNumber, type ManagedRule } from "../rule";

const audit = hipaa("164_308_a_1_ii_d", "164_312_b");

/** CloudFront's rule exists in us-east-1 alone and is left out: AWS Config refuses it elsewhere. */
export const loggingRules: readonly ManagedRule[] = [
  managedRule("MULTI_REGION_CLOUD_TRAIL_ENABLED", { reach: "account", trigger: "periodic", controls: [...cis("4.1"), ...audit] }),
  managedRule("CLOUD_TRAIL_LOG_FILE_VALIDATION_ENABLED", { reach: "account", trigger: "periodic", controls: [...cis("4.2"), ...hipaa("164_312_c_1", "164_312_c_2")] }),
  managedRule("CLOUDTRAIL_S3_BUCKET_ACCESS_LOGGING", { reach: "account", trigger: "periodic", controls: [...cis("4.4"), ...audit] }),
  managedRule("CLOUD_TRAIL_ENCRYPTION_ENABLED", { reach: "account", trigger: "periodic", encryption: true, controls: [...cis("4.5"), ...hipaa("164_312_a_2_iv")] }),
  managedRule("CLOUD_TRAIL_CLOUD_WATCH_LOGS_ENABLED", { reach: "account", trigger: "periodic", controls: audit }),
  managedRule("CMK_BACKING_KEY_ROTATION_ENABLED", { trigger: "periodic", encryption: true, controls: [...cis("4.6"), ...hipaa("164_312_a_2_iv")] }),
  managedRule("VPC_FLOW_LOGS_ENABLED", { trigger: "periodic", controls: [...cis("4.7"), ...audit], parameters: { trafficType: text("ALL") } }),
  managedRule("CLOUDTRAIL_ALL_WRITE_S3_DATA_EVENT_CHECK", { reach: "account", trigger: "periodic", controls: [...cis("4.8"), ...audit] }),
  managedRule("CLOUDTRAIL_ALL_READ_S3_DATA_EVENT_CHECK", { reach: "account", trigger: "periodic", controls: [...cis("4.9"), ...audit] }),
  managedRule("ELB_LOGGING_ENABLED", { trigger: "change", controls: [...cis("4.10"), ...audit] }),
  managedRule("API_GW_EXECUTION_LOGGING_ENABLED", { trigger: "change", controls: [...cis("4.10"), ...audit] }),
  managedRule("API_GWV2_ACCESS_LOGS_ENABLED", { trigger: "change", controls: [...cis("4.10"), ...audit] }),
  managedRule("WAFV2_LOGGING_ENABLED", { trigger: "periodic", controls: [...cis("4.10"), ...audit] }),
  managedRule("CLOUDWATCH_LOG_GROUP_ENCRYPTED", { trigger: "periodic", encryption: true, controls: hipaa("164_312_a_2_iv") }),
  managedRule("CW_LOGGROUP_RETENTION_PERIOD_CHECK", { trigger: "periodic", controls: hipaa("164_312_b"), parameters: { MinRetentionTime: wholeNumber(365) } }),
  managedRule("SECURITYHUB_ENABLED", { trigger: "periodic", controls: [...cis("5.16"), ...hipaa("164_308_a_1_ii_d", "164_308_a_6_ii")] }),
  managedRule("GUARDDUTY_ENABLED_CENTRALIZED", { trigger: "periodic", controls: hipaa("164_308_a_5_ii_b", "164_308_a_5_ii_c", "164_308_a_6_ii") }),
];
