import { CloudwatchEventRule } from "@cdktf/provider-aws/lib/cloudwatch-event-rule";
import { CloudwatchEventTarget } from "@cdktf/provider-aws/lib/cloudwatch-event-target";
import { Construct } from "constructs";
import { EventAlert, type EventPattern } from "../event-alert";
import { ServiceRole } from "../service-role";

export interface RoleAlarmProps {
  /** Name of the rule. */
  readonly name: string;
  /** ARN of the role that is watched. */
  readonly roleArn: string;
  /** Topic that is told. */
  readonly topicArn: string;
}

export interface ForwardedRoleAlarmProps extends Omit<RoleAlarmProps, "topicArn"> {
  readonly accountId: string;
  readonly region: string;
  /** Region in which a RoleAlarm listens. */
  readonly homeRegion: string;
  readonly permissionsBoundaryArn: string;
}

/** Whoever asks AWS STS for the role; a refused attempt counts. */
const assumption = (roleArn: string): EventPattern => ({
  source: ["aws.sts"],
  "detail-type": ["AWS API Call via CloudTrail"],
  detail: { eventSource: ["sts.amazonaws.com"], requestParameters: { roleArn: [roleArn] } },
});

/**
 * Tells a topic whenever somebody assumes a role, or tries to, in the region it stands in.
 *
 * @example
 * new RoleAlarm(scope, "break-glass", {
 *   name: "castle-dev-break-glass-assumed",
 *   roleArn: "arn:aws:iam::111111111111:role/castle-dev-break-glass",
 *   topicArn: "arn:aws:sns:eu-central-1:111111111111:castle-dev-alerts",
 * });
 */
export class RoleAlarm extends Construct {
  constructor(scope: Construct, id: string, { name, roleArn, topicArn }: RoleAlarmProps) {
    super(scope, id);
    new EventAlert(this, "alert", {
      name,
      description: `Somebody asked for ${roleArn}: find out who and why`,
      pattern: assumption(roleArn),
      readOnlyCalls: true,
      topicArn,
    });
  }
}

/**
 * AWS STS records a call in the region that it was made in, and EventBridge tells a topic of its own region only. So every
 * further region sends what it saw to the home region's bus, where a RoleAlarm listens.
 */
export class ForwardedRoleAlarm extends Construct {
  constructor(scope: Construct, id: string, props: ForwardedRoleAlarmProps) {
    super(scope, id);
    const { name, accountId, region } = props;
    const homeBus = `arn:aws:events:${props.homeRegion}:${accountId}:event-bus/default`;
    const role = new ServiceRole(this, "role", {
      name: `${name}-${region}`,
      description: `Tells ${props.homeRegion} that a watched role was assumed in ${region}`,
      service: "events.amazonaws.com",
      accountId,
      sourceArn: `arn:aws:events:${region}:${accountId}:rule/${name}`,
      permissionsBoundaryArn: props.permissionsBoundaryArn,
      statements: [{ Sid: "TellHomeRegion", Effect: "Allow", Action: "events:PutEvents", Resource: homeBus }],
    });
    const rule = new CloudwatchEventRule(this, "rule", {
      name,
      description: `Sent on to ${props.homeRegion}`,
      eventPattern: JSON.stringify(assumption(props.roleArn)),
      state: "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS",
    });
    new CloudwatchEventTarget(this, "target", { rule: rule.name, targetId: "home-region", arn: homeBus, roleArn: role.arn, dependsOn: [role.permissions] });
  }
}
