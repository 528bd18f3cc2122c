const exceptions = "users of IAM are exceptions (`baseline.exceptions`), and no environment here lists one";
const addressLists = "threat and trusted address lists are the organisation's own (`detection.guardDuty`), and none is given here";
const suppressions = "a suppression needs a finding that was judged, and none has been here";
const pipelines = "pipelines are of applications (`delivery.applications`), and no environment here lists one; test/integration/delivery/stack.test.ts applies them";
const interfaceEndpoints = "interface endpoints cost by the hour; no environment here names one (`network.interfaceEndpoints`)";

/**
 * Types that only an option of an environment or of a module switches on, and that no environment of this repository does: why.
 * A test refuses one that is applied after all, and one that is missing here.
 */
export const validatedOnly: Readonly<Record<string, string>> = {
  aws_account_primary_contact: "only the account's owner knows whether it is true; declared where an environment gives one",
  aws_cloudtrail_event_data_store: "AWS takes no new customers for CloudTrail Lake since 31 May 2026: for accounts that used it before",
  aws_cloudwatch_dashboard: pipelines,
  aws_codebuild_project: pipelines,
  aws_codebuild_report_group: pipelines,
  aws_codepipeline: pipelines,
  aws_guardduty_filter: suppressions,
  aws_guardduty_ipset: addressLists,
  aws_guardduty_malware_protection_plan: "it scans buckets that take uploads (`detection.guardDuty.scannedBuckets`), and no stack here has one",
  aws_guardduty_threatintelset: addressLists,
  aws_iam_group: exceptions,
  aws_iam_group_policy: exceptions,
  aws_iam_saml_provider: "people come by Identity Center here; SAML is `baseline.federation`",
  aws_iam_user: exceptions,
  aws_iam_user_group_membership: exceptions,
  aws_inspector2_filter: suppressions,
  aws_macie2_findings_filter: suppressions,
  aws_s3_object: addressLists,
  aws_security_group: interfaceEndpoints,
  aws_securityhub_standards_control_association: "no control of Security Hub's standards is disabled here",
  aws_sns_topic_subscription: "a topic sends mail only where an environment names an address, and none here does",
  aws_vpc_block_public_access_options: "it closes the internet gateways of every VPC of a region, also those of other teams: chosen by environment",
  aws_vpc_security_group_ingress_rule: interfaceEndpoints,
};
