import { atMost, cis, hipaa, managedRule, text, wholeNumber, yesOrNo, type ManagedRule } from "../rule";

/** IAM exists once an account. */
const account = { reach: "account" } as const;
const decrypting = "kms:Decrypt,kms:ReEncryptFrom";

export const identityRules: readonly ManagedRule[] = [
  managedRule("SECURITY_ACCOUNT_INFORMATION_PROVIDED", { ...account, trigger: "periodic", controls: [...cis("2.3"), ...hipaa("164_308_a_6_i")] }),
  managedRule("IAM_ROOT_ACCESS_KEY_CHECK", { ...account, trigger: "periodic", controls: [...cis("2.4"), ...hipaa("164_308_a_3_i", "164_312_a_1")] }),
  managedRule("ROOT_ACCOUNT_MFA_ENABLED", { ...account, trigger: "periodic", controls: [...cis("2.5"), ...hipaa("164_312_d")] }),
  managedRule("ROOT_ACCOUNT_HARDWARE_MFA_ENABLED", { ...account, trigger: "periodic", controls: [...cis("2.6"), ...hipaa("164_312_d")] }),
  managedRule("IAM_PASSWORD_POLICY", {
    ...account,
    trigger: "periodic",
    controls: [...cis("2.8", "2.9"), ...hipaa("164_308_a_5_ii_d", "164_312_d")],
    parameters: {
      RequireUppercaseCharacters: yesOrNo(true),
      RequireLowercaseCharacters: yesOrNo(true),
      RequireSymbols: yesOrNo(true),
      RequireNumbers: yesOrNo(true),
      MinimumPasswordLength: wholeNumber(14, 14),
      PasswordReusePrevention: wholeNumber(24, 24),
      MaxPasswordAge: wholeNumber(90),
    },
  }),
  managedRule("MFA_ENABLED_FOR_IAM_CONSOLE_ACCESS", { ...account, trigger: "periodic", controls: [...cis("2.10"), ...hipaa("164_312_d")] }),
  managedRule("IAM_USER_UNUSED_CREDENTIALS_CHECK", {
    ...account,
    trigger: "periodic",
    controls: [...cis("2.11"), ...hipaa("164_308_a_3_ii_c")],
    parameters: { maxCredentialUsageAge: atMost(45) },
  }),
  managedRule("ACCESS_KEYS_ROTATED", {
    ...account,
    trigger: "periodic",
    controls: [...cis("2.12"), ...hipaa("164_308_a_4_ii_c")],
    parameters: { maxAccessKeyAge: atMost(90) },
  }),
  managedRule("IAM_USER_NO_POLICIES_CHECK", { ...account, trigger: "change", controls: [...cis("2.13"), ...hipaa("164_308_a_3_i", "164_308_a_4_ii_b")] }),
  managedRule("IAM_USER_GROUP_MEMBERSHIP_CHECK", { ...account, trigger: "change", controls: [...cis("2.13"), ...hipaa("164_308_a_4_ii_b")] }),
  managedRule("IAM_POLICY_NO_STATEMENTS_WITH_ADMIN_ACCESS", { ...account, trigger: "change", controls: [...cis("2.14"), ...hipaa("164_308_a_3_i", "164_312_a_1")] }),
  managedRule("IAM_POLICY_NO_STATEMENTS_WITH_FULL_ACCESS", { ...account, trigger: "change", controls: hipaa("164_308_a_3_i", "164_312_a_1") }),
  managedRule("IAM_POLICY_IN_USE", {
    ...account,
    trigger: "periodic",
    controls: [...cis("2.15"), ...hipaa("164_308_a_6_i")],
    parameters: { policyARN: text("arn:aws:iam::aws:policy/AWSSupportAccess"), policyUsageType: text("IAM_ROLE") },
  }),
  managedRule("EC2_INSTANCE_PROFILE_ATTACHED", { trigger: "change", controls: [...cis("2.16"), ...hipaa("164_308_a_3_i")] }),
  managedRule("IAM_EXTERNAL_ACCESS_ANALYZER_ENABLED", { trigger: "periodic", controls: [...cis("2.18"), ...hipaa("164_308_a_3_ii_a")] }),
  managedRule("IAM_CUSTOMER_POLICY_BLOCKED_KMS_ACTIONS", {
    ...account,
    trigger: "change",
    encryption: true,
    controls: hipaa("164_312_a_2_iv"),
    parameters: { blockedActionsPatterns: text(decrypting) },
  }),
  managedRule("IAM_INLINE_POLICY_BLOCKED_KMS_ACTIONS", {
    ...account,
    trigger: "change",
    encryption: true,
    controls: hipaa("164_312_a_2_iv"),
    parameters: { blockedActionsPatterns: text(decrypting) },
  }),
];
