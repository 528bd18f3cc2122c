import { cis, hipaa, managedRule, type ManagedRule } from "../rule";

export const storageRules: readonly ManagedRule[] = [
  managedRule("S3_BUCKET_SSL_REQUESTS_ONLY", { trigger: "change", encryption: true, controls: [...cis("3.1.1"), ...hipaa("164_312_e_1", "164_312_e_2_ii")] }),
  managedRule("S3_BUCKET_MFA_DELETE_ENABLED", { trigger: "change", controls: [...cis("3.1.2"), ...hipaa("164_312_c_1")] }),
  managedRule("MACIE_STATUS_CHECK", { trigger: "periodic", controls: [...cis("3.1.3"), ...hipaa("164_308_a_1_ii_a")] }),
  managedRule("S3_ACCOUNT_LEVEL_PUBLIC_ACCESS_BLOCKS_PERIODIC", { reach: "account", trigger: "periodic", controls: [...cis("3.1.4"), ...hipaa("164_312_a_1")] }),
  managedRule("S3_BUCKET_LEVEL_PUBLIC_ACCESS_PROHIBITED", { trigger: "change", controls: [...cis("3.1.4"), ...hipaa("164_312_a_1")] }),
  managedRule("S3_BUCKET_PUBLIC_READ_PROHIBITED", { trigger: "change", controls: [...cis("2.21"), ...hipaa("164_312_a_1")] }),
  managedRule("S3_BUCKET_PUBLIC_WRITE_PROHIBITED", { trigger: "change", controls: [...cis("2.21"), ...hipaa("164_312_a_1", "164_312_c_1")] }),
  managedRule("S3_BUCKET_SERVER_SIDE_ENCRYPTION_ENABLED", { trigger: "change", encryption: true, controls: hipaa("164_312_a_2_iv") }),
  managedRule("S3_DEFAULT_ENCRYPTION_KMS", { trigger: "change", encryption: true, controls: hipaa("164_312_a_2_iv") }),
  managedRule("S3_BUCKET_VERSIONING_ENABLED", { trigger: "change", controls: hipaa("164_308_a_7_ii_a", "164_312_c_1") }),
  managedRule("S3_BUCKET_LOGGING_ENABLED", { trigger: "change", controls: hipaa("164_308_a_1_ii_d", "164_312_b") }),
  managedRule("EFS_ENCRYPTED_CHECK", { trigger: "periodic", encryption: true, controls: [...cis("3.3.1"), ...hipaa("164_312_a_2_iv")] }),
  managedRule("EFS_IN_BACKUP_PLAN", { trigger: "periodic", controls: hipaa("164_308_a_7_i", "164_308_a_7_ii_a") }),
  managedRule("ENCRYPTED_VOLUMES", { trigger: "change", encryption: true, controls: [...cis("6.1.1"), ...hipaa("164_312_a_2_iv")] }),
  managedRule("EC2_EBS_ENCRYPTION_BY_DEFAULT", { trigger: "periodic", encryption: true, controls: [...cis("6.1.1"), ...hipaa("164_312_a_2_iv")] }),
  managedRule("EBS_SNAPSHOT_PUBLIC_RESTORABLE_CHECK", { trigger: "periodic", controls: hipaa("164_308_a_3_i", "164_312_a_1") }),
  managedRule("EBS_IN_BACKUP_PLAN", { trigger: "periodic", controls: hipaa("164_308_a_7_i", "164_308_a_7_ii_a") }),
  managedRule("BACKUP_RECOVERY_POINT_ENCRYPTED", { trigger: "change", encryption: true, controls: hipaa("164_308_a_7_ii_a", "164_312_a_2_iv") }),
  managedRule("BACKUP_RECOVERY_POINT_MANUAL_DELETION_DISABLED", { trigger: "change", controls: hipaa("164_308_a_7_ii_a", "164_312_c_1") }),
];
