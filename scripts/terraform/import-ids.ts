/** Reads an attribute of the resource as declared or planned; undefined where it is not known. */
export type ReadAttribute = (name: string) => string | undefined;

/** Where an object of the account lives, for ids that are ARNs. */
export interface Place {
  readonly accountId: string;
  readonly region: string;
}

/**
 * Types whose import id is not their state id, each from its page's "Import" section at
 * https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs. Every other type is imported by its state id.
 */
const importIds: Readonly<Record<string, (id: string, read: ReadAttribute) => string | undefined>> = {
  aws_cloudwatch_event_target: (_id, read) => join("/", read("event_bus_name") ?? "default", read("rule"), read("target_id")),
  aws_cloudwatch_log_metric_filter: (_id, read) => join(":", read("log_group_name"), read("name")),
  aws_cloudwatch_log_stream: (_id, read) => join(":", read("log_group_name"), read("name")),
  aws_cloudwatch_log_subscription_filter: (_id, read) => join("|", read("log_group_name"), read("name")),
  aws_iam_group_policy_attachment: (_id, read) => join("/", read("group"), read("policy_arn")),
  aws_iam_role_policy_attachment: (_id, read) => join("/", read("role"), read("policy_arn")),
  aws_iam_user_policy_attachment: (_id, read) => join("/", read("user"), read("policy_arn")),
  aws_lambda_permission: (id, read) => join("/", read("function_name"), id),
  aws_network_acl_rule: (_id, read) => join(":", read("network_acl_id"), read("rule_number"), read("protocol"), read("egress") ?? "false"),
  aws_route: (_id, read) => join("_", read("route_table_id"), read("destination_cidr_block") ?? read("destination_ipv6_cidr_block") ?? read("destination_prefix_list_id")),
  aws_route_table_association: (_id, read) => join("/", read("subnet_id") ?? read("gateway_id"), read("route_table_id")),
  aws_s3_object: (id, read) => join("/", read("bucket"), id),
  aws_vpc_endpoint_route_table_association: (_id, read) => join("/", read("vpc_endpoint_id"), read("route_table_id")),
  aws_wafv2_ip_set: (id, read) => join("/", id, read("name"), read("scope")),
  aws_wafv2_regex_pattern_set: (id, read) => join("/", id, read("name"), read("scope")),
  aws_wafv2_rule_group: (id, read) => join("/", id, read("name"), read("scope")),
  aws_wafv2_web_acl: (id, read) => join("/", id, read("name"), read("scope")),
};

/** Types whose creation takes over what is there: they are made again, which changes nothing. Most cannot be imported. */
const madeAgain = new Set([
  "aws_account_alternate_contact",
  "aws_account_primary_contact",
  "aws_default_network_acl",
  "aws_default_route_table",
  "aws_default_security_group",
  "aws_default_vpc",
  "aws_ebs_default_kms_key",
  "aws_ebs_encryption_by_default",
  "aws_ebs_snapshot_block_public_access",
  "aws_ec2_image_block_public_access",
  "aws_ec2_instance_metadata_defaults",
  "aws_ec2_serial_console_access",
  "aws_guardduty_detector_feature",
  "aws_iam_account_password_policy",
  "aws_iam_policy_attachment",
  "aws_iam_role_policies_exclusive",
  "aws_iam_role_policy_attachments_exclusive",
  "aws_iam_user_group_membership",
  "aws_inspector2_enabler",
  "aws_main_route_table_association",
  "aws_s3_account_public_access_block",
  "aws_securityhub_standards_control_association",
  "aws_ssm_service_setting",
  "aws_vpc_block_public_access_options",
  "aws_vpc_dhcp_options_association",
]);

/** Types that have no import: what a person does instead. */
const notImportable: Readonly<Record<string, string>> = {
  aws_security_group_rule: "Remove the rule from its security group (aws ec2 revoke-security-group-ingress or -egress); it is made again.",
  aws_iam_access_key: "Delete the access key (aws iam delete-access-key): its secret was never stored. It is made again.",
};

/** Names that AWS gives to the service-linked roles that stacks make (each service's own guide, "Using service-linked roles"). */
const serviceLinkedRoles: Readonly<Record<string, string>> = { "config.amazonaws.com": "AWSServiceRoleForConfig" };

const serviceLinkedRoleArn = (service: string | undefined, accountId: string): string | undefined => {
  const name = serviceLinkedRoles[service ?? ""];
  return name === undefined ? undefined : `arn:aws:iam::${accountId}:role/aws-service-role/${service}/${name}`;
};

/** Ids that follow from what is declared, for objects whose creation had begun when the apply died. */
const predictableIds: Readonly<Record<string, (read: ReadAttribute, place: Place) => string | undefined>> = {
  aws_cloudformation_stack: (read) => read("name"),
  aws_cloudtrail: (read, { region, accountId }) => join("", `arn:aws:cloudtrail:${region}:${accountId}:trail/`, read("name")),
  aws_cloudwatch_log_group: (read) => read("name"),
  aws_dynamodb_table: (read) => read("name"),
  aws_accessanalyzer_analyzer: (read) => read("analyzer_name"),
  aws_budgets_budget: (read, { accountId }) => join(":", accountId, read("name")),
  aws_iam_group: (read) => read("name"),
  aws_iam_instance_profile: (read) => read("name"),
  aws_iam_policy: (read, { accountId }) => join("", `arn:aws:iam::${accountId}:policy`, read("path") ?? "/", read("name")),
  aws_iam_role: (read) => read("name"),
  aws_iam_service_linked_role: (read, { accountId }) => serviceLinkedRoleArn(read("aws_service_name"), accountId),
  aws_iam_user: (read) => read("name"),
  aws_iam_role_policy_attachment: (read) => importIds.aws_iam_role_policy_attachment!("", read),
  aws_kms_alias: (read) => read("name"),
  aws_lambda_function: (read) => read("function_name"),
  aws_network_acl_rule: (read) => importIds.aws_network_acl_rule!("", read),
  aws_macie2_account: (_read, { accountId }) => accountId,
  // Made twice it is refused as a duplicate, unlike a route table's association.
  aws_route: (read) => importIds.aws_route!("", read),
  aws_s3_bucket: (read) => read("bucket"),
  aws_securityhub_account: (_read, { accountId }) => accountId,
  aws_sns_topic: (read, { region, accountId }) => join("", `arn:aws:sns:${region}:${accountId}:`, read("name")),
  aws_ssm_document: (read) => read("name"),
  aws_ssm_parameter: (read) => read("name"),
};

/** Undefined where an attribute that the id needs is not known. */
export const importId = (type: string, id: string, read: ReadAttribute): string | undefined => (importIds[type] ? importIds[type](id, read) : id || undefined);

export const isMadeAgain = (type: string): boolean => madeAgain.has(type);

export const withoutImport = (type: string): string | undefined => notImportable[type];

export const predictableId = (type: string, read: ReadAttribute, place: Place): string | undefined => predictableIds[type]?.(read, place);

function join(separator: string, ...parts: readonly (string | undefined)[]): string | undefined {
  return parts.every((part) => part !== undefined && part !== "") ? parts.join(separator) : undefined;
}
