import { CloudwatchEventRule } from "@cdktf/provider-aws/lib/cloudwatch-event-rule";
import { CloudwatchEventTarget } from "@cdktf/provider-aws/lib/cloudwatch-event-target";
import { Construct } from "constructs";
import type { EventPattern } from "../event-alert";
import { ServiceRole } from "../service-role";

export interface EventForwardProps {
  /** Name of the rule, and of the role with which it puts events. */
  readonly name: string;
  readonly description: string;
  /** Which events of the region's default bus are sent on. */
  readonly pattern: EventPattern;
  readonly accountId: string;
  /** Region of the rule. */
  readonly region: string;
  /** Region whose default bus takes the events. */
  readonly toRegion: string;
  readonly permissionsBoundaryArn: string;
}

/**
 * Sends events to another region of the account: EventBridge reaches a topic in its own region alone (EventBridge User Guide, "Sending and receiving events between Regions").
 *
 * @example
 * new EventForward(scope, "findings", {
 *   name: "castle-dev-findings-home",
 *   description: "Findings of this region go to the home region, where people are told",
 *   pattern: { source: ["aws.guardduty"], "detail-type": ["GuardDuty Finding"] },
 *   accountId: "111111111111",
 *   region: "eu-west-1",
 *   toRegion: "eu-central-1",
 *   permissionsBoundaryArn: "arn:aws:iam::111111111111:policy/castle-dev-boundary",
 * });
 */
export class EventForward extends Construct {
  constructor(scope: Construct, id: string, props: EventForwardProps) {
    super(scope, id);
    const bus = `arn:aws:events:${props.toRegion}:${props.accountId}:event-bus/default`;
    const role = new ServiceRole(this, "role", {
      name: `${props.name}-${props.region}`,
      description: `Lets EventBridge send events from ${props.region} to ${props.toRegion}`,
      service: "events.amazonaws.com",
      accountId: props.accountId,
      sourceArn: `arn:aws:events:${props.region}:${props.accountId}:rule/${props.name}`,
      permissionsBoundaryArn: props.permissionsBoundaryArn,
      statements: [{ Sid: "PutEvents", Effect: "Allow", Action: "events:PutEvents", Resource: bus }],
    });
    const rule = new CloudwatchEventRule(this, "rule", {
      name: props.name,
      description: props.description,
      eventPattern: JSON.stringify(props.pattern),
      state: "ENABLED",
    });
    new CloudwatchEventTarget(this, "target", { rule: rule.name, targetId: "home", arn: bus, roleArn: role.arn, dependsOn: [role.permissions] });
  }
}
