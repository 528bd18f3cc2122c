import { EventAlert } from "../../../../modules/event-alert";
import { resourceOf, synthStack } from "../../../support/synth";

const synth = (readOnlyCalls?: boolean) =>
  synthStack((stack) => {
    new EventAlert(stack, "alert", {
      name: "castle-stopped",
      description: "Stopped",
      pattern: { source: ["aws.cloudtrail"], "detail-type": ["AWS API Call via CloudTrail"], detail: { eventName: ["StopLogging"] } },
      topicArn: "arn:aws:sns:eu-west-1:111111111111:castle-alerts",
      ...(readOnlyCalls === undefined ? {} : { readOnlyCalls }),
    });
  });

describe("EventAlert", () => {
  test("hands the events of its pattern to the topic", () => {
    const rule = resourceOf(synth(), "aws_cloudwatch_event_rule");
    expect(JSON.parse(rule["event_pattern"] as string)).toEqual({ source: ["aws.cloudtrail"], "detail-type": ["AWS API Call via CloudTrail"], detail: { eventName: ["StopLogging"] } });
    expect(rule["state"]).toBe("ENABLED");
    expect(resourceOf(synth(), "aws_cloudwatch_event_target")).toMatchObject({
      rule: expect.stringMatching(/^\$\{aws_cloudwatch_event_rule\./) as string,
      arn: "arn:aws:sns:eu-west-1:111111111111:castle-alerts",
    });
  });

  test("is told of read-only calls where they are asked for", () => {
    expect(resourceOf(synth(true), "aws_cloudwatch_event_rule")["state"]).toBe("ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS");
  });

  test("says so where EventBridge could not deliver", () => {
    expect(resourceOf(synth(), "aws_cloudwatch_metric_alarm")).toMatchObject({ namespace: "AWS/Events", metric_name: "FailedInvocations", dimensions: { RuleName: "castle-stopped" } });
  });
});
