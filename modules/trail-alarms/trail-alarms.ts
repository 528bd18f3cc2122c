import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { satisfies } from "../core";
import { EventCountAlarm } from "../metric-alarm";
import { watchedEvents } from "./watched-events";

export interface TrailAlarmsProps {
  /** Log group that a trail of all regions delivers to. */
  readonly logGroupName: string;
  /** What stands before filters are made: the log group, where this stack makes it. @default nothing: it stands already */
  readonly logGroupReady?: ITerraformDependable;
  /** Beginning of the name of every filter, metric and alarm. */
  readonly namePrefix: string;
  /** ARN of the topic that is told. */
  readonly topicArn: string;
}

/**
 * Tells a topic of every kind of event in `watchedEvents`, from the events of a trail.
 *
 * @example
 * new TrailAlarms(scope, "alarms", { logGroupName: "castle-dev-trail", namePrefix: "castle-dev", topicArn: "arn:aws:sns:eu-central-1:111111111111:castle-dev-alerts" });
 */
export class TrailAlarms extends Construct {
  constructor(scope: Construct, id: string, props: TrailAlarmsProps) {
    super(scope, id);
    for (const watched of watchedEvents) {
      const alarm = new EventCountAlarm(this, watched.id, {
        name: `${props.namePrefix}-${watched.id}`,
        description: `${watched.title}. Look in the trail's log group ${props.logGroupName} for ${watched.pattern}`.slice(0, longestDescription),
        logGroupName: props.logGroupName,
        logGroupReady: props.logGroupReady,
        pattern: watched.pattern,
        namespace: `${props.namePrefix}/trail`,
        topicArn: props.topicArn,
      });
      if (watched.control) satisfies(alarm, watched.control);
    }
  }
}

/** In characters (CloudWatch API Reference, PutMetricAlarm). */
const longestDescription = 1024;
