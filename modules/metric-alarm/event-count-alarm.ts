import { CloudwatchLogMetricFilter } from "@cdktf/provider-aws/lib/cloudwatch-log-metric-filter";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { ConstructError } from "../core";
import { MetricAlarm } from "./metric-alarm";

export interface EventCountAlarmProps {
  /** Name of the filter, of the metric it counts in, and of the alarm. */
  readonly name: string;
  /** What has happened and what to do, for whoever reads the alert. */
  readonly description: string;
  /** Log group whose events are counted. */
  readonly logGroupName: string;
  /** What stands before the filter is made: the log group, where this stack makes it. @default nothing: it stands already */
  readonly logGroupReady?: ITerraformDependable;
  /** Which events are counted (CloudWatch Logs User Guide, "Filter pattern syntax"). */
  readonly pattern: string;
  /** CloudWatch namespace of the metric. */
  readonly namespace: string;
  /** ARN of the topic that is told; its policy and its key let CloudWatch publish. */
  readonly topicArn: string;
}

/** The longest pattern of a metric filter, in characters (CloudWatch Logs API Reference, PutMetricFilter). */
export const longestPattern = 1024;

/**
 * Counts the events of a log group that match a pattern, and tells a topic of the first within five minutes.
 *
 * @example
 * new EventCountAlarm(scope, "root-user", {
 *   name: "castle-dev-root-user",
 *   description: "The root user was used: compare with the tickets of today",
 *   logGroupName: "castle-dev-trail",
 *   pattern: '{ $.userIdentity.type = "Root" }',
 *   namespace: "castle-dev",
 *   topicArn: "arn:aws:sns:eu-central-1:111111111111:castle-dev-alerts",
 * });
 */
export class EventCountAlarm extends Construct {
  constructor(scope: Construct, id: string, props: EventCountAlarmProps) {
    super(scope, id);
    if (props.pattern.length > longestPattern) {
      throw new ConstructError(this, {
        problem: `The pattern has ${props.pattern.length} characters, and CloudWatch Logs takes ${longestPattern}.`,
        remedy: "Spread its events over two alarms.",
      });
    }
    const metric = { namespace: props.namespace, name: props.name };
    new CloudwatchLogMetricFilter(this, "filter", {
      name: props.name,
      logGroupName: props.logGroupName,
      pattern: props.pattern,
      metricTransformation: { ...metric, value: "1" },
      ...(props.logGroupReady ? { dependsOn: [props.logGroupReady] } : {}),
    });
    new MetricAlarm(this, "count", { name: props.name, description: props.description, metric, when: "some", topicArn: props.topicArn });
  }
}
