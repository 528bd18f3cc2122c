import type { PriceName } from "./prices";

/** A resource as synth declared it. */
export type Declared = Readonly<Record<string, unknown>>;

/** fixed: whatever happens. assumed: by a number that the page states. */
export interface Charge {
  readonly kind: "fixed" | "assumed";
  readonly price: PriceName;
  /** Units of the price. @default 1 */
  readonly quantity?: (resource: Declared) => number;
}

const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : value === undefined ? [] : [value]);
const fixed = (price: PriceName, quantity?: Charge["quantity"]): Charge => ({ kind: "fixed", price, quantity });
const assumed = (price: PriceName, quantity?: Charge["quantity"]): Charge => ({ kind: "assumed", price, quantity });

/** An alarm on an expression pays for each metric in it. */
const metricsOf = (alarm: Declared): number => Math.max(1, list(alarm.metric_query).filter((query) => (query as Declared).metric !== undefined).length);

/** One for each subnet, which is one for each zone; gateway endpoints are free. */
const zonesOf = (endpoint: Declared): number => (endpoint.vpc_endpoint_type === "Interface" ? Math.max(1, list(endpoint.subnet_ids).length) : 0);

const rulesOf = (webAcl: Declared): number => list(webAcl.rule).length;

/** Rules of a pack are evaluated and paid for like any other (AWS Config pricing, "Conformance pack evaluations"). */
const rulesOfPack = ({ template_body: body }: Declared): number => (typeof body === "string" ? (body.match(/AWS::Config::ConfigRule/g) ?? []).length : 0);

/** Types that cost by being there. */
export const charges: Readonly<Record<string, readonly Charge[]>> = {
  aws_cloudwatch_composite_alarm: [fixed("compositeAlarm")],
  aws_cloudwatch_dashboard: [fixed("dashboard")],
  aws_cloudwatch_log_metric_filter: [assumed("customMetric")],
  aws_cloudwatch_metric_alarm: [fixed("alarm", metricsOf)],
  aws_config_config_rule: [assumed("ruleEvaluations")],
  aws_config_conformance_pack: [assumed("ruleEvaluations", rulesOfPack)],
  aws_eip: [fixed("publicAddress")],
  aws_kms_key: [fixed("encryptionKey")],
  aws_nat_gateway: [fixed("natGateway")],
  aws_secretsmanager_secret: [fixed("secret")],
  aws_vpc_endpoint: [fixed("interfaceEndpoint", zonesOf)],
  aws_wafv2_rule_group: [fixed("webAclRule", rulesOf)],
  aws_wafv2_web_acl: [fixed("webAcl"), fixed("webAclRule", rulesOf)],
};

/** Types that cost by use: by what. They are listed and never summed. */
export const usage: Readonly<Record<string, string>> = {
  aws_accessanalyzer_analyzer: "role and user that is analysed for unused access; external access is free",
  aws_cloudtrail: "data event, Insights event; the first copy of management events is free",
  aws_cloudtrail_event_data_store: "GB that is taken in and scanned",
  aws_cloudwatch_event_archive: "GB that is archived",
  aws_cloudwatch_log_group: "GB that is taken in and kept",
  aws_codebuild_project: "build minute of its compute type",
  aws_codepipeline: "minute of an action's execution; approvals and custom actions are free",
  aws_config_configuration_recorder: "configuration item that is recorded",
  aws_flow_log: "GB that is delivered",
  aws_guardduty_detector: "event, GB of logs, vCPU that is analysed",
  aws_guardduty_malware_protection_plan: "GB and object that is scanned",
  aws_guardduty_publishing_destination: "object in the bucket that it writes",
  aws_inspector2_enabler: "instance, image, function that is scanned",
  aws_kinesis_firehose_delivery_stream: "GB that is delivered",
  aws_lambda_function: "request and GB-second",
  aws_macie2_account: "bucket that is watched, GB that is searched",
  aws_macie2_classification_job: "GB that is searched",
  aws_s3_bucket: "GB that is kept, request",
  aws_s3_object: "GB that is kept, request",
  aws_securityhub_account: "check and finding",
  aws_securityhub_standards_subscription: "check of the standard's controls",
  aws_sns_topic: "message",
  aws_sqs_queue: "request",
  aws_ssm_parameter: "advanced parameter; standard ones are free",
};
