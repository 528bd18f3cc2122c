import { CloudwatchEventRule } from "@cdktf/provider-aws/lib/cloudwatch-event-rule";
import { CloudwatchEventTarget } from "@cdktf/provider-aws/lib/cloudwatch-event-target";
import { Construct } from "constructs";
import { MetricAlarm } from "../metric-alarm";
import type { EventPattern } from "./event-pattern";

export interface EventAlertProps {
  /** Name of the rule. */
  readonly name: string;
  /** What has happened and what to do, for people. */
  readonly description: string;
  /** Which events of the region's default bus are told. */
  readonly pattern: EventPattern;
  /**
   * Also calls that CloudTrail holds for read-only, such as those to AWS STS, of which a rule is not told otherwise (EventBridge
   * User Guide, "Read-only management events"). @default false
   */
  readonly readOnlyCalls?: boolean;
  /** ARN of the topic that is told; its policy and its key let EventBridge publish. */
  readonly topicArn: string;
}

/**
 * Tells a topic of events as they happen, whole, and says so by an alarm where EventBridge could not.
 *
 * @example
 * new EventAlert(scope, "trail-stopped", {
 *   name: "castle-dev-trail-stopped",
 *   description: "Somebody stopped the trail: start it again and find out who",
 *   pattern: { source: ["aws.cloudtrail"], "detail-type": ["AWS API Call via CloudTrail"], detail: { eventName: ["StopLogging"] } },
 *   topicArn: "arn:aws:sns:eu-central-1:111111111111:castle-dev-alerts",
 * });
 */
export class EventAlert extends Construct {
  constructor(scope: Construct, id: string, props: EventAlertProps) {
    super(scope, id);
    const rule = new CloudwatchEventRule(this, "rule", {
      name: props.name,
      description: props.description,
      eventPattern: JSON.stringify(props.pattern),
      state: props.readOnlyCalls ? "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS" : "ENABLED",
    });
    new CloudwatchEventTarget(this, "target", { rule: rule.name, targetId: "alerts", arn: props.topicArn });
    // A topic or key that refuses EventBridge loses events without a word (EventBridge User Guide, "Monitoring Amazon EventBridge").
    new MetricAlarm(this, "undelivered", {
      name: `${props.name}-undelivered`,
      description: `EventBridge could not deliver what ${props.name} found: look at the policies of the alert topic and of its key.`,
      metric: { namespace: "AWS/Events", name: "FailedInvocations", dimensions: { RuleName: props.name } },
      when: "some",
      topicArn: props.topicArn,
    });
  }
}
