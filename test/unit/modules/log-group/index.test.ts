import { ConstructError } from "../../../../modules/core";
import { EncryptedLogGroup } from "../../../../modules/log-group";
import { resourceOf, synthStack } from "../../../support/synth";

const synth = (retentionDays: number) =>
  synthStack((stack) => {
    new EncryptedLogGroup(stack, "log", { name: "/castle", keyArn: "arn:aws:kms:eu-west-1:111111111111:key/k", retentionDays });
  });

describe("EncryptedLogGroup", () => {
  test("is encrypted and keeps events for the days asked for", () => {
    expect(resourceOf(synth(90), "aws_cloudwatch_log_group")).toMatchObject({
      name: "/castle",
      kms_key_id: "arn:aws:kms:eu-west-1:111111111111:key/k",
      retention_in_days: 90,
    });
  });

  test.each([
    [91, /no retention of 91 days\. The next longer one is 120 days/],
    [5000, /The longest is 3653 days/],
    [0, /next longer one is 1 days/],
  ])("refuses %i days, which CloudWatch Logs does not know, and says which it does", (days, message) => {
    expect(() => synth(days)).toThrow(ConstructError);
    expect(() => synth(days)).toThrow(message);
  });
});
