import { casesOf, drop, set } from "../support/case";

const trail = "aws_cloudtrail.main";
const group = "aws_cloudwatch_log_group.trail";
const topic = "aws_sns_topic.alerts";
const acl = "aws_wafv2_web_acl.edge";
const logging = "aws_wafv2_web_acl_logging_configuration.edge";
const selector = (...fields: readonly object[]) => set(trail, { advanced_event_selector: [{ field_selector: fields }] });
const metrics = (value: unknown) => set(acl, { visibility_config: { cloudwatch_metrics_enabled: value, metric_name: "edge", sampled_requests_enabled: true } });

export const loggingCases = [
  ...casesOf(
    "trail-complete",
    { name: "complete", address: trail, expect: "pass" },
    { name: "one region", address: trail, edit: set(trail, { is_multi_region_trail: false }), expect: "fail", because: "is_multi_region_trail" },
    { name: "no validation", address: trail, edit: drop(trail, "enable_log_file_validation"), expect: "fail" },
    { name: "no key", address: trail, edit: drop(trail, "kms_key_id"), expect: "fail", because: "kms_key_id" },
    { name: "stopped", address: trail, edit: set(trail, { enable_logging: false }), expect: "fail", because: "enable_logging" },
    { name: "without global services", address: trail, edit: set(trail, { include_global_service_events: false }), expect: "fail" },
    { name: "a region setting that is a variable", address: trail, edit: set(trail, { is_multi_region_trail: "${var.all}" }), expect: "unknown" },
  ),
  ...casesOf(
    "trail-records-management-events",
    { name: "all management events", address: trail, expect: "pass" },
    { name: "no selectors", address: trail, edit: drop(trail, "advanced_event_selector"), expect: "pass" },
    { name: "data events only", address: trail, edit: selector({ field: "eventCategory", equals: ["Data"] }, { field: "resources.type", equals: ["AWS::S3::Object"] }), expect: "fail" },
    { name: "writes only", address: trail, edit: selector({ field: "eventCategory", equals: ["Management"] }, { field: "readOnly", equals: ["false"] }), expect: "fail" },
    { name: "classic, all", address: trail, edit: set(trail, { advanced_event_selector: [], event_selector: [{ read_write_type: "All", include_management_events: true }] }), expect: "pass" },
    { name: "classic, writes only", address: trail, edit: set(trail, { advanced_event_selector: [], event_selector: [{ read_write_type: "WriteOnly" }] }), expect: "fail" },
    { name: "classic, no management events", address: trail, edit: set(trail, { advanced_event_selector: [], event_selector: [{ include_management_events: false }] }), expect: "fail" },
    { name: "a selector that is a variable", address: trail, edit: selector({ field: "eventCategory", equals: ["${var.category}"] }), expect: "unknown" },
  ),
  ...casesOf(
    "log-group-encrypted-and-retained",
    { name: "a year under a key", address: group, expect: "pass" },
    { name: "no key", address: group, edit: drop(group, "kms_key_id"), expect: "fail", because: "kms_key_id" },
    { name: "forever", address: group, edit: drop(group, "retention_in_days"), expect: "fail", because: "not set" },
    { name: "forever, written as 0", address: group, edit: set(group, { retention_in_days: 0 }), expect: "fail" },
    { name: "less than the class demands", address: group, edit: set(group, { retention_in_days: 60 }), expect: "fail", because: "demands 90" },
    { name: "the same for internal data", address: group, classification: "internal", edit: set(group, { retention_in_days: 60 }), expect: "pass" },
    { name: "from a variable", address: group, edit: set(group, { retention_in_days: "${var.days}" }), expect: "unknown" },
  ),
  ...casesOf(
    "topic-encrypted-with-cmk",
    { name: "under a key", address: topic, expect: "pass" },
    { name: "in clear", address: topic, edit: drop(topic, "kms_master_key_id"), expect: "fail" },
    { name: "the key of AWS", address: topic, edit: set(topic, { kms_master_key_id: "alias/aws/sns" }), expect: "fail" },
    { name: "unknown in a plan of HCL", address: topic, editPlan: (plan) => ({ ...plan, configuration: undefined }), expect: "pass", expectOnPlan: "unknown" },
  ),
  ...casesOf(
    "web-acl-logged",
    { name: "logged", address: acl, expect: "pass" },
    { name: "not logged", address: acl, edit: drop(logging), expect: "fail" },
  ),
  ...casesOf(
    "web-acl-log-redacted",
    { name: "both headers", address: logging, expect: "pass" },
    { name: "one header only", address: logging, edit: set(logging, { redacted_fields: [{ single_header: { name: "Authorization" } }] }), expect: "fail", because: "cookie" },
    { name: "nothing", address: logging, edit: drop(logging, "redacted_fields"), expect: "fail" },
    { name: "from a variable", address: logging, edit: set(logging, { redacted_fields: [{ single_header: { name: "${var.header}" } }] }), expect: "unknown" },
  ),
  ...casesOf(
    "web-acl-has-rules",
    { name: "one rule", address: acl, expect: "pass" },
    { name: "all rules gone", address: acl, edit: drop(acl, "rule"), expect: "fail", because: "no rules" },
    { name: "metrics off", address: acl, edit: metrics(false), expect: "fail" },
    { name: "metrics from a variable", address: acl, edit: metrics("${var.metrics}"), expect: "unknown" },
  ),
];
