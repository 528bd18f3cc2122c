import { boundaryDenials, deliveryResources } from "./delivery";
import type { Tree } from "./plan-of";

/** A stack of our kind with nothing to find; every violating case is one weakening of it. */

const account = "111111111111";
const document = (...statements: readonly object[]): string => JSON.stringify({ Version: "2012-10-17", Statement: statements });

const tlsOnly = (bucket: string) => ({
  Effect: "Deny",
  Principal: "*",
  Action: "s3:*",
  Resource: [`\${aws_s3_bucket.${bucket}.arn}`, `\${aws_s3_bucket.${bucket}.arn}/*`],
  Condition: { Bool: { "aws:SecureTransport": "false" } },
});
const publicAccess = (bucket: string) => ({ bucket: `\${aws_s3_bucket.${bucket}.id}`, block_public_acls: true, block_public_policy: true, ignore_public_acls: true, restrict_public_buckets: true });
const versioning = (bucket: string) => ({ bucket: `\${aws_s3_bucket.${bucket}.id}`, versioning_configuration: { status: "Enabled" } });
const trust = (service: string) =>
  document({ Effect: "Allow", Principal: { Service: service }, Action: "sts:AssumeRole", Condition: { StringEquals: { "aws:SourceAccount": account } } });

export const hardened = (): Tree =>
  structuredClone({
    resource: {
      ...deliveryResources(),
      aws_s3_bucket: { archive: { bucket: "acme-archive", object_lock_enabled: true }, access: { bucket: "acme-access" } },
      aws_s3_bucket_public_access_block: { archive: publicAccess("archive"), access: publicAccess("access") },
      aws_s3_bucket_versioning: { archive: versioning("archive"), access: versioning("access") },
      aws_s3_bucket_logging: { archive: { bucket: "${aws_s3_bucket.archive.id}", target_bucket: "${aws_s3_bucket.access.id}", target_prefix: "archive/" } },
      aws_s3_bucket_server_side_encryption_configuration: {
        archive: { bucket: "${aws_s3_bucket.archive.id}", rule: [{ apply_server_side_encryption_by_default: { sse_algorithm: "aws:kms", kms_master_key_id: "${aws_kms_key.main.arn}" }, bucket_key_enabled: true }] },
        access: { bucket: "${aws_s3_bucket.access.id}", rule: [{ apply_server_side_encryption_by_default: { sse_algorithm: "AES256" } }] },
      },
      aws_s3_bucket_object_lock_configuration: { archive: { bucket: "${aws_s3_bucket.archive.id}", rule: { default_retention: { mode: "GOVERNANCE", days: 365 } } } },
      aws_s3_bucket_policy: {
        archive: {
          bucket: "${aws_s3_bucket.archive.id}",
          policy: document(tlsOnly("archive"), {
            Effect: "Allow",
            Principal: { Service: "cloudtrail.amazonaws.com" },
            Action: "s3:PutObject",
            Resource: "${aws_s3_bucket.archive.arn}/AWSLogs/*",
            Condition: { StringEquals: { "aws:SourceArn": `arn:aws:cloudtrail:eu-central-1:${account}:trail/acme` } },
          }),
        },
        access: { bucket: "${aws_s3_bucket.access.id}", policy: document(tlsOnly("access")) },
      },
      aws_kms_key: {
        main: {
          enable_key_rotation: true,
          deletion_window_in_days: 30,
          policy: document(
            { Effect: "Allow", Principal: { AWS: `arn:aws:iam::${account}:root` }, Action: "kms:*", Resource: "*" },
            { Effect: "Allow", Principal: { Service: "events.amazonaws.com" }, Action: ["kms:Decrypt", "kms:GenerateDataKey*"], Resource: "*" },
            {
              Effect: "Allow",
              Principal: { Service: "logs.eu-central-1.amazonaws.com" },
              Action: "kms:Encrypt",
              Resource: "*",
              Condition: { ArnLike: { "kms:EncryptionContext:aws:logs:arn": `arn:aws:logs:eu-central-1:${account}:*` } },
            },
          ),
        },
        mac: { customer_master_key_spec: "HMAC_256", key_usage: "GENERATE_VERIFY_MAC" },
      },
      aws_cloudtrail: {
        main: {
          name: "acme",
          s3_bucket_name: "${aws_s3_bucket.archive.id}",
          kms_key_id: "${aws_kms_key.main.arn}",
          is_multi_region_trail: true,
          enable_log_file_validation: true,
          include_global_service_events: true,
          advanced_event_selector: [{ name: "management", field_selector: [{ field: "eventCategory", equals: ["Management"] }] }],
        },
      },
      aws_cloudwatch_log_group: { trail: { name: "acme-trail", retention_in_days: 365, kms_key_id: "${aws_kms_key.main.arn}" } },
      aws_sns_topic: { alerts: { name: "acme-alerts", kms_master_key_id: "${aws_kms_key.main.arn}" } },
      aws_sns_topic_policy: {
        alerts: {
          arn: "${aws_sns_topic.alerts.arn}",
          policy: document({ Effect: "Allow", Principal: { Service: "cloudwatch.amazonaws.com" }, Action: "sns:Publish", Resource: "${aws_sns_topic.alerts.arn}", Condition: { StringEquals: { "aws:SourceAccount": account } } }),
        },
      },
      aws_iam_policy: {
        boundary: {
          name: "acme-boundary",
          policy: document({ Effect: "Allow", Action: "*", Resource: "*" }, { Effect: "Deny", Action: "iam:CreateUser", Resource: "*" }, ...boundaryDenials(account)),
        },
        deploy: {
          name: "acme-deploy",
          policy: document(
            { Effect: "Allow", Action: ["s3:GetObject", "s3:PutObject"], Resource: "${aws_s3_bucket.archive.arn}/*" },
            { Effect: "Allow", Action: "iam:PassRole", Resource: "${aws_iam_role.flow.arn}", Condition: { StringEquals: { "iam:PassedToService": "vpc-flow-logs.amazonaws.com" } } },
          ),
        },
      },
      aws_iam_role: {
        flow: { name: "acme-flow", permissions_boundary: `arn:aws:iam::${account}:policy/acme-boundary`, assume_role_policy: trust("vpc-flow-logs.amazonaws.com") },
        trail: {
          name: "acme-trail",
          permissions_boundary: `arn:aws:iam::${account}:policy/acme-boundary`,
          assume_role_policy: document({ Effect: "Allow", Principal: { Service: "cloudtrail.amazonaws.com" }, Action: "sts:AssumeRole" }),
        },
        ci: {
          name: "acme-ci",
          permissions_boundary: "${aws_iam_policy.boundary.arn}",
          assume_role_policy: document({
            Effect: "Allow",
            Principal: { Federated: `arn:aws:iam::${account}:oidc-provider/token.actions.githubusercontent.com` },
            Action: "sts:AssumeRoleWithWebIdentity",
            Condition: {
              StringEquals: { "token.actions.githubusercontent.com:aud": "sts.amazonaws.com", "token.actions.githubusercontent.com:sub": "repo:acme/infrastructure:environment:prod" },
            },
          }),
        },
      },
      aws_iam_role_policy: { flow: { role: "${aws_iam_role.flow.name}", policy: document({ Effect: "Allow", Action: "logs:PutLogEvents", Resource: "${aws_cloudwatch_log_group.trail.arn}:*" }) } },
      aws_iam_role_policy_attachment: { ci: { role: "${aws_iam_role.ci.name}", policy_arn: "${aws_iam_policy.deploy.arn}" } },
      aws_vpc: { main: { cidr_block: "10.0.0.0/16" } },
      aws_flow_log: { main: { vpc_id: "${aws_vpc.main.id}", traffic_type: "ALL", log_destination: "${aws_cloudwatch_log_group.trail.arn}", iam_role_arn: "${aws_iam_role.flow.arn}" } },
      aws_default_security_group: { main: { vpc_id: "${aws_vpc.main.id}" } },
      aws_network_acl: {
        inline: {
          vpc_id: "${aws_vpc.main.id}",
          ingress: [
            { rule_no: 10, action: "deny", protocol: "-1", cidr_block: "192.0.2.0/24", ipv6_cidr_block: null, from_port: 0, to_port: 0 },
            { rule_no: 100, action: "allow", protocol: "6", cidr_block: "0.0.0.0/0", ipv6_cidr_block: null, from_port: 443, to_port: 443 },
            { rule_no: 110, action: "allow", protocol: "6", cidr_block: "10.0.0.0/16", ipv6_cidr_block: null, from_port: 22, to_port: 22 },
          ],
        },
        rules: { vpc_id: "${aws_vpc.main.id}" },
      },
      aws_network_acl_rule: {
        rdp: { network_acl_id: "${aws_network_acl.rules.id}", rule_number: 50, egress: false, protocol: "6", rule_action: "deny", cidr_block: "0.0.0.0/0", from_port: 3389, to_port: 3389 },
        ephemeral: { network_acl_id: "${aws_network_acl.rules.id}", rule_number: 200, egress: false, protocol: "6", rule_action: "allow", cidr_block: "0.0.0.0/0", from_port: 1024, to_port: 65535 },
        out: { network_acl_id: "${aws_network_acl.rules.id}", rule_number: 100, egress: true, protocol: "-1", rule_action: "allow", cidr_block: "0.0.0.0/0", from_port: 0, to_port: 0 },
      },
      aws_security_group: { web: { vpc_id: "${aws_vpc.main.id}", ingress: [{ protocol: "tcp", from_port: 443, to_port: 443, cidr_blocks: ["0.0.0.0/0"], ipv6_cidr_blocks: [] }] } },
      aws_vpc_security_group_ingress_rule: { admin: { security_group_id: "${aws_security_group.web.id}", ip_protocol: "tcp", from_port: 22, to_port: 22, cidr_ipv4: "10.0.0.0/16" } },
      aws_wafv2_web_acl: {
        edge: {
          name: "acme-edge",
          scope: "REGIONAL",
          default_action: { allow: {} },
          visibility_config: { cloudwatch_metrics_enabled: true, metric_name: "edge", sampled_requests_enabled: true },
          rule: [
            {
              name: "common",
              priority: 10,
              override_action: { count: {} },
              statement: { managed_rule_group_statement: { name: "AWSManagedRulesCommonRuleSet", vendor_name: "AWS" } },
              visibility_config: { cloudwatch_metrics_enabled: true, metric_name: "common", sampled_requests_enabled: true },
            },
          ],
        },
      },
      aws_wafv2_web_acl_logging_configuration: {
        edge: {
          resource_arn: "${aws_wafv2_web_acl.edge.arn}",
          log_destination_configs: ["${aws_cloudwatch_log_group.trail.arn}"],
          redacted_fields: [{ single_header: { name: "authorization" } }, { single_header: { name: "cookie" } }],
        },
      },
    },
  });

export const identity = { environment: "prod", stage: "prod", classification: "confidential", stack: "prod-all" } as const;
export { document };
