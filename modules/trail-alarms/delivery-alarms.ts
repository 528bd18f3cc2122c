import { Construct } from "constructs";
import { MetricAlarm } from "../metric-alarm";

export interface DeliveryAlarmsProps {
  /** Log group that a trail delivers to. */
  readonly logGroupName: string;
  /** Topic that the trail tells of each file it has delivered to its bucket. @default its files are not watched */
  readonly deliveryTopicName?: string;
  /** Topic of the alerts themselves. */
  readonly alertTopicName: string;
  /** Beginning of the name of every alarm. */
  readonly namePrefix: string;
  /** ARN of the topic that is told. */
  readonly topicArn: string;
}

/**
 * CloudTrail delivers within five minutes wherever anything happens, and its own delivery error is an answer of GetTrailStatus
 * and no metric (CloudTrail User Guide, "Getting CloudTrail events and log files"). So silence is the sign: of an account in which
 * AWS services work there is something in every hour; the second silent hour tells.
 */
const silence = { when: "none", periodSeconds: 3600, periods: 2 } as const;

/**
 * Tells a topic when nothing arrives any more: no events in the log group, without which no alarm on it can fire, no files in the bucket.
 * A new trail is silent at first: both fire once and show that the way to whoever is told is open.
 */
export class DeliveryAlarms extends Construct {
  constructor(scope: Construct, id: string, props: DeliveryAlarmsProps) {
    super(scope, id);
    const { namePrefix, topicArn } = props;
    new MetricAlarm(this, "events", {
      ...silence,
      name: `${namePrefix}-trail-events-missing`,
      description: `No event has reached ${props.logGroupName} for two hours: every alarm on it is blind. Ask CloudTrail for LatestCloudWatchLogsDeliveryError (GetTrailStatus).`,
      metric: { namespace: "AWS/Logs", name: "IncomingLogEvents", dimensions: { LogGroupName: props.logGroupName } },
      topicArn,
    });
    if (props.deliveryTopicName !== undefined) {
      new MetricAlarm(this, "files", {
        ...silence,
        name: `${namePrefix}-trail-files-missing`,
        description: `The trail has told ${props.deliveryTopicName} of no file for two hours. Ask CloudTrail for LatestDeliveryError and LatestNotificationError (GetTrailStatus).`,
        metric: { namespace: "AWS/SNS", name: "NumberOfMessagesPublished", dimensions: { TopicName: props.deliveryTopicName } },
        topicArn,
      });
    }
    new MetricAlarm(this, "alerts", {
      name: `${namePrefix}-alerts-undelivered`,
      description: `A subscriber of ${props.alertTopicName} was not reached: somebody does not know of an alert.`,
      metric: { namespace: "AWS/SNS", name: "NumberOfNotificationsFailed", dimensions: { TopicName: props.alertTopicName } },
      when: "some",
      topicArn,
    });
  }
}
