import type { Change, PlanJson, ResourceChange } from "../../../scripts/terraform/plan-json";

/** Plans as Terraform prints them, for tests; what a test does not name is what Terraform writes where nothing is to be said. */
export const change = (parts: Partial<Change>): Change => ({
  actions: ["update"],
  before: null,
  after: null,
  after_unknown: {},
  before_sensitive: {},
  after_sensitive: {},
  ...parts,
});

export const resource = (address: string, parts: Partial<Change>, more: Partial<ResourceChange> = {}): ResourceChange => {
  const [type = "", name = ""] = address.replace(/\[.*$/, "").split(".");
  return { address, mode: "managed", type, name, provider_name: "registry.terraform.io/hashicorp/aws", change: change(parts), ...more };
};

export const plan = (resources: readonly ResourceChange[], more: Partial<PlanJson> = {}): PlanJson => ({
  format_version: "1.2",
  terraform_version: "1.11.4",
  resource_changes: resources,
  timestamp: "2026-11-22T00:00:00Z",
  errored: false,
  applyable: true,
  complete: true,
  ...more,
});

export const identity = { environment: "prod", stack: "prod-audit", accountId: "333333333333", region: "eu-central-1" };

const tlsOnly = {
  Sid: "DenyPlainHttp",
  Effect: "Deny",
  Principal: "*",
  Action: "s3:*",
  Resource: ["arn:aws:s3:::portcullis-prod-log-archive", "arn:aws:s3:::portcullis-prod-log-archive/*"],
  Condition: { Bool: { "aws:SecureTransport": "false" } },
};
const trailWrites = {
  Sid: "TrailWrites",
  Effect: "Allow",
  Principal: { Service: "cloudtrail.amazonaws.com" },
  Action: "s3:PutObject",
  Resource: "arn:aws:s3:::portcullis-prod-log-archive/AWSLogs/*",
};
export const policy = (...statements: readonly unknown[]): string => JSON.stringify({ Version: "2012-10-17", Statement: statements });

/** A change of prod that nobody should let pass, with something of every kind. */
export const weakening = plan(
  [
    resource("aws_cloudtrail.trail", {
      actions: ["delete"],
      before: { name: "portcullis-prod-trail", is_multi_region_trail: true, enable_log_file_validation: true },
      before_sensitive: {},
      after_sensitive: false,
    }, { action_reason: "delete_because_no_resource_config" }),
    resource("aws_kms_key.archive", {
      actions: ["delete", "create"],
      before: { description: "archive", deletion_window_in_days: 30, enable_key_rotation: true, multi_region: false, key_id: "1234" },
      after: { description: "archive", deletion_window_in_days: 7, enable_key_rotation: false, multi_region: true },
      after_unknown: { key_id: true, arn: true },
      replace_paths: [["multi_region"]],
    }, { action_reason: "replace_because_cannot_update" }),
    resource("aws_s3_bucket_policy.archive", {
      before: { bucket: "portcullis-prod-log-archive", policy: policy(tlsOnly, trailWrites) },
      after: { bucket: "portcullis-prod-log-archive", policy: policy({ ...trailWrites, Action: ["s3:PutObject", "s3:*"], Principal: "*" }) },
    }),
    resource("aws_security_group.builds", {
      before: { ingress: [{ from_port: 443, to_port: 443, protocol: "tcp", cidr_blocks: ["10.0.0.0/8"] }, { from_port: 22, to_port: 22, protocol: "tcp", cidr_blocks: ["10.0.0.0/8"] }] },
      after: { ingress: [{ from_port: 22, to_port: 22, protocol: "tcp", cidr_blocks: ["0.0.0.0/0"] }, { from_port: 443, to_port: 443, protocol: "tcp", cidr_blocks: ["10.0.0.0/8"] }] },
    }),
    resource("aws_ssm_parameter.database", { before: { name: "/prod/database", value: "old-canary-value", type: "SecureString" }, after: { name: "/prod/database", value: "new-canary-value", type: "SecureString" }, before_sensitive: { value: true }, after_sensitive: { value: true } }),
    resource("aws_cloudwatch_log_group.edge", { actions: ["create"], after: { name: "aws-waf-logs-portcullis-prod", retention_in_days: 90, tags: { owner: "platform" } }, after_unknown: { arn: true, id: true } }),
    resource("aws_sns_topic.alerts", { actions: ["no-op"], before: { name: "alerts" }, after: { name: "alerts" } }, { previous_address: "aws_sns_topic.old" }),
    resource("aws_iam_role.apply", { actions: ["no-op"], before: { name: "apply" }, after: { name: "apply" }, importing: { id: "apply" } }),
    resource("aws_vpc.main", { actions: ["no-op"], before: { cidr_block: "10.0.0.0/16" }, after: { cidr_block: "10.0.0.0/16" } }),
  ],
  {
    output_changes: { trail_arn: change({ actions: ["delete"], before: "arn:aws:cloudtrail:eu-central-1:333333333333:trail/portcullis-prod-trail", before_sensitive: false, after_sensitive: false, after_unknown: false }) },
    resource_drift: [
      resource("aws_iam_role.apply", { before: { tags: null }, after: { tags: {} } }),
      resource("aws_security_group.builds", { before: { description: "builds" }, after: { description: "changed by hand" } }),
    ],
  },
);
