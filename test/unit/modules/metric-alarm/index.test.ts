import { EventCountAlarm, MetricAlarm, type MetricAlarmProps } from "../../../../modules/metric-alarm";
import { resourceOf, synthStack } from "../../../support/synth";

const topicArn = "arn:aws:sns:eu-west-1:111111111111:castle-alerts";

describe("MetricAlarm", () => {
  const synth = (change: Partial<MetricAlarmProps>) =>
    resourceOf(
      synthStack((stack) => {
        new MetricAlarm(stack, "alarm", { name: "castle", description: "Something", metric: { namespace: "AWS/SNS", name: "Failed", dimensions: { TopicName: "t" } }, when: "some", topicArn, ...change });
      }),
      "aws_cloudwatch_metric_alarm",
    );

  test("some: the first one in five minutes tells, and no data is good news", () => {
    expect(synth({})).toMatchObject({
      namespace: "AWS/SNS",
      metric_name: "Failed",
      dimensions: { TopicName: "t" },
      statistic: "Sum",
      comparison_operator: "GreaterThanOrEqualToThreshold",
      threshold: 1,
      treat_missing_data: "notBreaching",
      period: 300,
      evaluation_periods: 1,
      alarm_actions: [topicArn],
    });
  });

  test("none: no data is what it waits for", () => {
    expect(synth({ when: "none", periodSeconds: 3600, periods: 2 })).toMatchObject({
      comparison_operator: "LessThanThreshold",
      threshold: 1,
      treat_missing_data: "breaching",
      period: 3600,
      evaluation_periods: 2,
    });
  });
});

describe("EventCountAlarm", () => {
  const synth = (pattern: string) =>
    synthStack((stack) => {
      new EventCountAlarm(stack, "alarm", { name: "castle-root", description: "Root", logGroupName: "/castle", pattern, namespace: "castle/trail", topicArn });
    });

  test("its alarm is on the very metric that its filter counts in", () => {
    const stack = synth("{$.a=b}");
    const filter = resourceOf(stack, "aws_cloudwatch_log_metric_filter");
    expect(filter).toMatchObject({ log_group_name: "/castle", pattern: "{$.a=b}", metric_transformation: { name: "castle-root", namespace: "castle/trail", value: "1" } });
    expect(resourceOf(stack, "aws_cloudwatch_metric_alarm")).toMatchObject({ metric_name: "castle-root", namespace: "castle/trail" });
  });

  test("refuses a pattern that CloudWatch Logs would", () => {
    expect(() => synth(`{${"x".repeat(1022)}}`)).not.toThrow();
    expect(() => synth(`{${"x".repeat(1023)}}`)).toThrow(/1025 characters, and CloudWatch Logs takes 1024/);
  });
});
