import { controlsOf } from "../../../../modules/core";
import { WebAclLog, type WebAclLogProps } from "../../../../modules/web-acl";
import { resourceOf, statementOf, synthStack, type StackJson } from "../../../support/synth";

const props: WebAclLogProps = {
  webAclArn: "arn:aws:wafv2:eu-central-1:111111111111:regional/webacl/portcullis-dev/1",
  logGroupName: "aws-waf-logs-portcullis-dev",
  accountId: "111111111111",
  region: "eu-central-1",
  keyAlias: "alias/portcullis-dev-web-acl-log",
  retentionDays: 30,
  redactedHeaders: ["authorization", "cookie"],
};
const synth = (change: Partial<WebAclLogProps> = {}): StackJson => synthStack((stack) => new WebAclLog(stack, "log", { ...props, ...change }));

describe("WebAclLog", () => {
  const stack = synth();

  test("logs to its own encrypted log group, by an ARN without :*", () => {
    const logging = resourceOf(stack, "aws_wafv2_web_acl_logging_configuration");
    expect(logging["resource_arn"]).toBe(props.webAclArn);
    expect(logging["log_destination_configs"]).toEqual([expect.stringMatching(/^\${aws_cloudwatch_log_group\.[^}]*\.arn}$/)]);
    expect(resourceOf(stack, "aws_cloudwatch_log_group")).toMatchObject({
      name: "aws-waf-logs-portcullis-dev",
      retention_in_days: 30,
      kms_key_id: expect.stringContaining("aws_kms_key."),
    });
  });

  test("never logs the headers that carry credentials", () => {
    expect(resourceOf(stack, "aws_wafv2_web_acl_logging_configuration")["redacted_fields"]).toEqual([
      { single_header: { name: "authorization" } },
      { single_header: { name: "cookie" } },
    ]);
  });

  test("lets the delivery service write here for this account alone, before logging begins", () => {
    expect(statementOf(resourceOf(stack, "aws_cloudwatch_log_resource_policy")["policy_document"], "WafDelivers")).toEqual({
      Sid: "WafDelivers",
      Effect: "Allow",
      Principal: { Service: "delivery.logs.amazonaws.com" },
      Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
      Resource: "arn:aws:logs:eu-central-1:111111111111:log-group:aws-waf-logs-portcullis-dev:*",
      Condition: { StringEquals: { "aws:SourceAccount": "111111111111" }, ArnLike: { "aws:SourceArn": "arn:aws:logs:eu-central-1:111111111111:*" } },
    });
    expect(resourceOf(stack, "aws_wafv2_web_acl_logging_configuration")["depends_on"]).toEqual([expect.stringContaining("aws_cloudwatch_log_resource_policy.")]);
  });

  test("claims the control on front ends' logs", () => {
    let controls: readonly string[] = [];
    synthStack((bare) => {
      controls = controlsOf(new WebAclLog(bare, "log", props).node.findChild("logging"));
    });
    expect(controls).toContain("cis-aws-7.0:4.10");
  });

  test("refuses a name that AWS WAF refuses", () => {
    expect(() => synth({ logGroupName: "portcullis-dev-waf" })).toThrow(/^test\/log: .*Begin the name with aws-waf-logs-/);
  });
});
