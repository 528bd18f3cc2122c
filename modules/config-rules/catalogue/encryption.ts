import { hipaa, managedRule, type ManagedRule } from "../rule";

const atRest = { encryption: true, controls: hipaa("164_312_a_2_iv") } as const;

/** Encryption of services that no other family looks at. */
export const encryptionRules: readonly ManagedRule[] = [
  managedRule("KMS_CMK_NOT_SCHEDULED_FOR_DELETION", { ...atRest, trigger: "periodic" }),
  managedRule("SNS_ENCRYPTED_KMS", { ...atRest, trigger: "change" }),
  managedRule("SECRETSMANAGER_USING_CMK", { ...atRest, trigger: "change" }),
  managedRule("SECRETSMANAGER_ROTATION_ENABLED_CHECK", { trigger: "change", controls: hipaa("164_308_a_4_ii_c", "164_308_a_5_ii_d") }),
  managedRule("KINESIS_STREAM_ENCRYPTED", { ...atRest, trigger: "change" }),
  managedRule("ECR_REPOSITORY_CMK_ENCRYPTION_ENABLED", { ...atRest, trigger: "change" }),
  managedRule("EKS_SECRETS_ENCRYPTED", { ...atRest, trigger: "periodic" }),
  managedRule("CODEBUILD_PROJECT_ARTIFACT_ENCRYPTION", { ...atRest, trigger: "change" }),
  managedRule("API_GW_CACHE_ENABLED_AND_ENCRYPTED", { ...atRest, trigger: "change" }),
  managedRule("ATHENA_WORKGROUP_ENCRYPTED_AT_REST", { ...atRest, trigger: "change" }),
  managedRule("SAGEMAKER_NOTEBOOK_INSTANCE_KMS_KEY_CONFIGURED", { ...atRest, trigger: "periodic" }),
  managedRule("SAGEMAKER_ENDPOINT_CONFIGURATION_KMS_KEY_CONFIGURED", { ...atRest, trigger: "periodic" }),
];
