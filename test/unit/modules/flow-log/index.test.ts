import { controlsOf } from "../../../../modules/core";
import { FlowLog } from "../../../../modules/flow-log";
import { resourceOf, statementOf, synthStack, type StackJson } from "../../../support/synth";

const synth = (retentionDays = 90): StackJson =>
  synthStack((stack) => {
    new FlowLog(stack, "flow-log", {
      name: "portcullis-dev-flow-log-eu-central-1",
      vpcId: "vpc-1",
      accountId: "111111111111",
      region: "eu-central-1",
      keyAlias: "alias/portcullis-dev-flow-log",
      retentionDays,
      permissionsBoundaryArn: "arn:aws:iam::111111111111:policy/portcullis-dev-boundary",
    });
  });

describe("FlowLog", () => {
  const stack = synth();

  test("records every flow by the minute, to a log group", () => {
    const log = resourceOf(stack, "aws_flow_log");
    expect(log).toMatchObject({
      vpc_id: "vpc-1",
      traffic_type: "ALL",
      max_aggregation_interval: 60,
      log_destination_type: "cloud-watch-logs",
      log_destination: expect.stringMatching(/^\${aws_cloudwatch_log_group\..*\.arn}$/),
      iam_role_arn: expect.stringMatching(/^\${aws_iam_role\..*\.arn}$/),
    });
    expect(log).not.toHaveProperty("log_group_name");
  });

  test("waits for the permissions of its role", () => {
    expect(resourceOf(stack, "aws_flow_log")["depends_on"]).toEqual([expect.stringContaining("aws_iam_role_policy.")]);
  });

  test("encrypts under a rotated key that this log group alone may use", () => {
    expect(resourceOf(stack, "aws_cloudwatch_log_group")).toMatchObject({ retention_in_days: 90, kms_key_id: expect.stringContaining("aws_kms_key.") });
    const key = resourceOf(stack, "aws_kms_key");
    expect(key["enable_key_rotation"]).toBe(true);
    expect(statementOf(key["policy"], "LogGroupsUse")["Condition"].ArnEquals).toEqual({
      "kms:EncryptionContext:aws:logs:arn": ["arn:aws:logs:eu-central-1:111111111111:log-group:portcullis-dev-flow-log-eu-central-1"],
    });
  });

  test("its role serves flow logs of this account, under the boundary, and writes to this log group only", () => {
    const role = resourceOf(stack, "aws_iam_role");
    expect(role["permissions_boundary"]).toBe("arn:aws:iam::111111111111:policy/portcullis-dev-boundary");
    expect(statementOf(role["assume_role_policy"], "ServiceAssumes")).toMatchObject({
      Principal: { Service: "vpc-flow-logs.amazonaws.com" },
      Condition: {
        StringEquals: { "aws:SourceAccount": "111111111111" },
        ArnLike: { "aws:SourceArn": "arn:aws:ec2:eu-central-1:111111111111:vpc-flow-log/*" },
      },
    });
    const { policy } = resourceOf(stack, "aws_iam_role_policy");
    expect(statementOf(policy, "WriteRecords")["Resource"]).toBe("arn:aws:logs:eu-central-1:111111111111:log-group:portcullis-dev-flow-log-eu-central-1:*");
    expect(statementOf(policy, "FindLogGroup")["Action"]).toBe("logs:DescribeLogGroups");
    expect(policy).not.toContain("CreateLogGroup");
    expect(policy).not.toContain("Delete");
  });

  test("claims its control", () => {
    const claims: string[] = [];
    synthStack((bare) => {
      const log = new FlowLog(bare, "f", { name: "n", vpcId: "v", accountId: "111111111111", region: "eu-central-1", keyAlias: "alias/k", retentionDays: 1, permissionsBoundaryArn: "arn:aws:iam::111111111111:policy/b" });
      claims.push(...controlsOf(log.node.findChild("flow-log")));
    });
    expect(claims).toContain("cis-aws-7.0:4.7");
  });

  test("refuses a retention that CloudWatch Logs does not know", () => {
    expect(() => synth(100)).toThrow("no retention of 100 days");
  });
});
