import { CloudwatchLogResourcePolicy } from "@cdktf/provider-aws/lib/cloudwatch-log-resource-policy";
import { Wafv2WebAclLoggingConfiguration } from "@cdktf/provider-aws/lib/wafv2-web-acl-logging-configuration";
import { Construct } from "constructs";
import { ConstructError, policyDocument, satisfies } from "../core";
import { EncryptionKey } from "../encryption-key";
import { EncryptedLogGroup } from "../log-group";

export interface WebAclLogProps {
  readonly webAclArn: string;
  /** Begins with `aws-waf-logs-`. */
  readonly logGroupName: string;
  readonly accountId: string;
  readonly region: string;
  /** Alias of its key, with prefix. */
  readonly keyAlias: string;
  /** How long events are kept, in days: a retention that CloudWatch Logs knows. */
  readonly retentionDays: number;
  /** Headers whose values are never logged, in lower case. */
  readonly redactedHeaders: readonly string[];
}

/** AWS WAF delivers to no log group of another name (AWS WAF Developer Guide, "Amazon CloudWatch Logs"). */
const requiredPrefix = "aws-waf-logs-";

/**
 * Every request that a Web ACL judged, in an encrypted log group, without the headers that carry credentials.
 * @throws ConstructError for a name that AWS WAF refuses.
 */
export class WebAclLog extends Construct {
  constructor(scope: Construct, id: string, props: WebAclLogProps) {
    super(scope, id);
    const { accountId, region, logGroupName } = props;
    if (!logGroupName.startsWith(requiredPrefix)) {
      throw new ConstructError(this, { problem: `AWS WAF cannot log to ${logGroupName}.`, remedy: `Begin the name with ${requiredPrefix}.` });
    }
    const key = new EncryptionKey(this, "key", {
      accountId,
      region,
      alias: props.keyAlias,
      description: `Web ACL log ${logGroupName}`,
      grants: [{ kind: "log-groups", names: [logGroupName] }],
    });
    const logGroup = new EncryptedLogGroup(this, "log-group", { name: logGroupName, keyArn: key.arn, retentionDays: props.retentionDays });
    // AWS WAF Developer Guide, "Amazon CloudWatch Logs": without this policy WAF writes one of its own, for every log group.
    const delivery = new CloudwatchLogResourcePolicy(this, "delivery-policy", {
      policyName: logGroupName,
      policyDocument: policyDocument([
        {
          Sid: "WafDelivers",
          Effect: "Allow",
          Principal: { Service: "delivery.logs.amazonaws.com" },
          Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
          Resource: `arn:aws:logs:${region}:${accountId}:log-group:${logGroupName}:*`,
          Condition: {
            StringEquals: { "aws:SourceAccount": accountId },
            ArnLike: { "aws:SourceArn": `arn:aws:logs:${region}:${accountId}:*` },
          },
        },
      ]),
    });
    const logging = new Wafv2WebAclLoggingConfiguration(this, "logging", {
      resourceArn: props.webAclArn,
      logDestinationConfigs: [logGroup.arn],
      redactedFields: props.redactedHeaders.map((name) => ({ singleHeader: { name } })),
      dependsOn: [delivery],
    });
    satisfies(logging, "cis-aws-7.0:4.10");
  }
}
