import { FlowLog as AwsFlowLog } from "@cdktf/provider-aws/lib/flow-log";
import { Construct } from "constructs";
import { satisfies } from "../core";
import { EncryptionKey } from "../encryption-key";
import { EncryptedLogGroup } from "../log-group";
import { ServiceRole } from "../service-role";

export interface FlowLogProps {
  /** Name of the log; its role and log group carry it, so it says the region: `portcullis-dev-flow-log-eu-central-1`. */
  readonly name: string;
  readonly vpcId: string;
  readonly accountId: string;
  readonly region: string;
  /** Alias of its key, with prefix. */
  readonly keyAlias: string;
  /** How long records are kept, in days: a retention that CloudWatch Logs knows. */
  readonly retentionDays: number;
  readonly permissionsBoundaryArn: string;
}

/** Seconds that one record sums up: the finer of the two AWS offers (Amazon VPC User Guide, "Aggregation interval"). */
const aggregationSeconds = 60;

/**
 * Every accepted and rejected flow of a VPC, in an encrypted log group that only this log's role writes to.
 *
 * @example
 * new FlowLog(scope, "flow-log", {
 *   name: "castle-dev-flow-log-eu-central-1",
 *   vpcId: "vpc-0123456789abcdef0",
 *   accountId: "111111111111",
 *   region: "eu-central-1",
 *   keyAlias: "alias/castle-dev-flow-log",
 *   retentionDays: 365,
 *   permissionsBoundaryArn: "arn:aws:iam::111111111111:policy/castle-dev-boundary",
 * });
 */
export class FlowLog extends Construct {
  public readonly logGroupName: string;

  constructor(scope: Construct, id: string, props: FlowLogProps) {
    super(scope, id);
    const { accountId, region } = props;
    const key = new EncryptionKey(this, "key", {
      accountId,
      region,
      alias: props.keyAlias,
      description: `Flow logs ${props.name}`,
      grants: [{ kind: "log-groups", names: [props.name] }],
    });
    const logGroup = new EncryptedLogGroup(this, "log-group", { name: props.name, keyArn: key.arn, retentionDays: props.retentionDays });
    // Amazon VPC User Guide, "IAM role for publishing flow logs to CloudWatch Logs", less CreateLogGroup: the group exists.
    const role = new ServiceRole(this, "role", {
      name: props.name,
      description: "Delivers VPC flow logs to their log group",
      service: "vpc-flow-logs.amazonaws.com",
      accountId,
      sourceArn: `arn:aws:ec2:${region}:${accountId}:vpc-flow-log/*`,
      permissionsBoundaryArn: props.permissionsBoundaryArn,
      statements: [
        {
          Sid: "WriteRecords",
          Effect: "Allow",
          Action: ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
          Resource: `arn:aws:logs:${region}:${accountId}:log-group:${props.name}:*`,
        },
        {
          Sid: "FindLogGroup",
          Effect: "Allow",
          Action: "logs:DescribeLogGroups",
          Resource: `arn:aws:logs:${region}:${accountId}:log-group:*`,
        },
      ],
    });
    const log = new AwsFlowLog(this, "flow-log", {
      vpcId: props.vpcId,
      trafficType: "ALL",
      logDestinationType: "cloud-watch-logs",
      logDestination: logGroup.arn,
      iamRoleArn: role.arn,
      maxAggregationInterval: aggregationSeconds,
      tags: { Name: props.name },
      dependsOn: [role.permissions],
    });
    satisfies(log, "cis-aws-7.0:4.7");
    this.logGroupName = props.name;
  }
}
