import { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import { Construct } from "constructs";

/** A metric by its exact name: CloudWatch takes an alarm on a metric that does not exist, and it never fires. */
export interface Metric {
  readonly namespace: string;
  readonly name: string;
  /** Dimensions that tell it from others of its name. @default none */
  readonly dimensions?: Readonly<Record<string, string>>;
}

export interface MetricAlarmProps {
  readonly name: string;
  /** What has happened and what to do, for whoever reads the alert. */
  readonly description: string;
  readonly metric: Metric;
  /**
   * When it fires, judged by the metric's sum in each period. some: it counts at least one, and no data is nothing to worry
   * about. none: it counts nothing, and no data is just that.
   */
  readonly when: "some" | "none";
  /** Length of a period, in seconds: a multiple of 60. @default 300 */
  readonly periodSeconds?: number;
  /** Consecutive periods that must agree. With periodSeconds at most a day (CloudWatch API Reference, PutMetricAlarm). @default 1 */
  readonly periods?: number;
  /** ARN of the topic that is told; its policy and its key let CloudWatch publish. */
  readonly topicArn: string;
}

/** An alarm that tells a topic that something was counted, or that nothing was counted any more. */
export class MetricAlarm extends Construct {
  constructor(scope: Construct, id: string, props: MetricAlarmProps) {
    super(scope, id);
    const { metric, when } = props;
    new CloudwatchMetricAlarm(this, "alarm", {
      alarmName: props.name,
      alarmDescription: props.description,
      namespace: metric.namespace,
      metricName: metric.name,
      dimensions: metric.dimensions,
      statistic: "Sum",
      threshold: 1,
      comparisonOperator: when === "some" ? "GreaterThanOrEqualToThreshold" : "LessThanThreshold",
      treatMissingData: when === "some" ? "notBreaching" : "breaching",
      period: props.periodSeconds ?? 300,
      evaluationPeriods: props.periods ?? 1,
      actionsEnabled: true,
      alarmActions: [props.topicArn],
    });
  }
}
