import { cis, hipaa, managedRule, text, wholeNumber, type ManagedRule } from "../rule";

const confined = hipaa("164_308_a_3_i", "164_312_a_1");
const transit = hipaa("164_312_e_1", "164_312_e_2_ii");

export const networkRules: readonly ManagedRule[] = [
  managedRule("NACL_NO_UNRESTRICTED_SSH_RDP", { trigger: "change", controls: [...cis("6.2"), ...confined] }),
  managedRule("INCOMING_SSH_DISABLED", { trigger: "change", controls: [...cis("6.3", "6.4"), ...confined] }),
  managedRule("VPC_SG_OPEN_ONLY_TO_AUTHORIZED_PORTS", {
    trigger: "change",
    controls: [...cis("6.3", "6.4"), ...confined],
    parameters: { authorizedTcpPorts: text("443") },
  }),
  managedRule("VPC_DEFAULT_SECURITY_GROUP_CLOSED", { trigger: "change", controls: [...cis("6.5"), ...confined] }),
  managedRule("EC2_IMDSV2_CHECK", { trigger: "change", controls: [...cis("6.7"), ...confined] }),
  managedRule("EC2_LAUNCH_TEMPLATE_IMDSV2_CHECK", { trigger: "change", controls: [...cis("6.7"), ...confined] }),
  managedRule("EC2_INSTANCE_NO_PUBLIC_IP", { trigger: "change", controls: confined }),
  managedRule("SUBNET_AUTO_ASSIGN_PUBLIC_IP_DISABLED", { trigger: "change", controls: confined }),
  managedRule("LAMBDA_FUNCTION_PUBLIC_ACCESS_PROHIBITED", { trigger: "change", controls: [...cis("2.21"), ...confined] }),
  managedRule("SSM_DOCUMENT_NOT_PUBLIC", { trigger: "periodic", controls: confined }),
  managedRule("ELB_TLS_HTTPS_LISTENERS_ONLY", { trigger: "change", encryption: true, controls: transit }),
  managedRule("ELBV2_ACM_CERTIFICATE_REQUIRED", { trigger: "periodic", encryption: true, controls: transit }),
  managedRule("ALB_HTTP_TO_HTTPS_REDIRECTION_CHECK", { trigger: "periodic", encryption: true, controls: transit }),
  managedRule("API_GW_SSL_ENABLED", { trigger: "change", encryption: true, controls: transit }),
  managedRule("ACM_CERTIFICATE_EXPIRATION_CHECK", { trigger: "change", encryption: true, controls: transit, parameters: { daysToExpiration: wholeNumber(30) } }),
];
