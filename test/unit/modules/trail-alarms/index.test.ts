import { App, TerraformStack } from "cdktf";
import { controlsOf } from "../../../../modules/core";
import { DeliveryAlarms, TrailAlarms, watchedEvents } from "../../../../modules/trail-alarms";
import { resourcesOf, synthStack } from "../../../support/synth";

const common = { logGroupName: "/aws/cloudtrail/castle", namePrefix: "castle", topicArn: "arn:aws:sns:eu-west-1:111111111111:castle-alerts" };

/**
 * What the benchmark wants counted, written down from its text (CIS AWS Foundations 5.0, 4.1 to 4.15; 5.1 to 5.15 of 7.0), in
 * its order: auditors' tools look for the names one after the other.
 */
const benchmark: Readonly<Record<string, readonly string[]>> = {
  "5.1": ['$.errorCode="*UnauthorizedOperation"', '$.errorCode="AccessDenied*"'],
  "5.2": ["ConsoleLogin", '$.additionalEventData.MFAUsed !="Yes"'],
  "5.3": ['$.userIdentity.type="Root"', "$.userIdentity.invokedBy NOT EXISTS", '$.eventType !="AwsServiceEvent"'],
  "5.4": words(`$.eventSource=iam.amazonaws.com DeleteGroupPolicy DeleteRolePolicy DeleteUserPolicy PutGroupPolicy PutRolePolicy PutUserPolicy CreatePolicy
    DeletePolicy CreatePolicyVersion DeletePolicyVersion AttachRolePolicy DetachRolePolicy AttachUserPolicy DetachUserPolicy AttachGroupPolicy DetachGroupPolicy`),
  "5.5": words("CreateTrail UpdateTrail DeleteTrail StartLogging StopLogging"),
  "5.6": ["ConsoleLogin", '$.errorMessage="Failed authentication"'],
  "5.7": words("$.eventSource=kms.amazonaws.com DisableKey ScheduleKeyDeletion"),
  "5.8": words(`$.eventSource=s3.amazonaws.com PutBucketAcl PutBucketPolicy PutBucketCors PutBucketLifecycle PutBucketReplication DeleteBucketPolicy
    DeleteBucketCors DeleteBucketLifecycle DeleteBucketReplication`),
  "5.9": words("$.eventSource=config.amazonaws.com StopConfigurationRecorder DeleteDeliveryChannel PutDeliveryChannel PutConfigurationRecorder"),
  "5.10": words(`AuthorizeSecurityGroupIngress AuthorizeSecurityGroupEgress RevokeSecurityGroupIngress RevokeSecurityGroupEgress CreateSecurityGroup
    DeleteSecurityGroup`),
  "5.11": words("CreateNetworkAcl CreateNetworkAclEntry DeleteNetworkAcl DeleteNetworkAclEntry ReplaceNetworkAclEntry ReplaceNetworkAclAssociation"),
  "5.12": words("CreateCustomerGateway DeleteCustomerGateway AttachInternetGateway CreateInternetGateway DeleteInternetGateway DetachInternetGateway"),
  "5.13": words(`$.eventSource=ec2.amazonaws.com CreateRoute CreateRouteTable ReplaceRoute ReplaceRouteTableAssociation DeleteRouteTable DeleteRoute
    DisassociateRouteTable`),
  "5.14": words(`CreateVpc DeleteVpc ModifyVpcAttribute AcceptVpcPeeringConnection CreateVpcPeeringConnection DeleteVpcPeeringConnection
    RejectVpcPeeringConnection AttachClassicLinkVpc DetachClassicLinkVpc DisableVpcClassicLink EnableVpcClassicLink`),
  "5.15": words(`$.eventSource=organizations.amazonaws.com AcceptHandshake AttachPolicy CancelHandshake CreateAccount CreateOrganization CreateOrganizationalUnit
    CreatePolicy DeclineHandshake DeleteOrganization DeleteOrganizationalUnit DeletePolicy EnableAllFeatures EnablePolicyType InviteAccountToOrganization
    LeaveOrganization DetachPolicy DisablePolicyType MoveAccount RemoveAccountFromOrganization UpdateOrganizationalUnit UpdatePolicy`),
};

function words(text: string): readonly string[] {
  return text.split(/\s+/);
}

/** Names that a pattern compares `eventName` with. */
const eventNames = (pattern: string): readonly string[] => [...pattern.matchAll(/\$\.eventName="?(\w+)"?\)/g)].map(([, name]) => name as string);
const patternOf = (control: string): string => watchedEvents.find((watched) => watched.control === `cis-aws-7.0:${control}`)?.pattern ?? "";

describe("the events that are watched for", () => {
  test("are those of every control of the benchmark, once each", () => {
    expect(watchedEvents.flatMap(({ control }) => control ?? [])).toEqual(Object.keys(benchmark).map((id) => `cis-aws-7.0:${id}`));
  });

  test.each(Object.entries(benchmark))("%s: the benchmark's terms, all of them, in its order, and no event more", (id, terms) => {
    const places = terms.map((term) => (term.startsWith("$") ? patternOf(id).indexOf(term) : patternOf(id).search(new RegExp(`\\$\\.eventName="?${term}"?\\)`))));
    expect(places).not.toContain(-1);
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(eventNames(patternOf(id))).toEqual(terms.filter((term) => !term.startsWith("$")));
  });

  test("go beyond it where it is blind", () => {
    const names = watchedEvents.filter(({ control }) => control === undefined).flatMap(({ pattern }) => eventNames(pattern));
    expect(names).toEqual(expect.arrayContaining(["PutEventSelectors", "PutBucketPublicAccessBlock", "PutAccountPublicAccessBlock", "CreateNatGateway", "CreateEgressOnlyInternetGateway", "DeleteMetricFilter", "DeleteAlarms", "PutKeyPolicy", "CreateAccessKey"]));
    expect(new Set(names).size).toBe(names.length);
  });

  test("have patterns that CloudWatch Logs takes: short enough, every bracket closed", () => {
    for (const { id, pattern } of watchedEvents) {
      expect([id, pattern.length <= 1024]).toEqual([id, true]);
      expect([id, pattern.split("(").length]).toEqual([id, pattern.split(")").length]);
      expect(pattern).toMatch(/^\{.*\}$/);
    }
  });
});

describe("TrailAlarms", () => {
  const stack = synthStack((scope) => void new TrailAlarms(scope, "alarms", common));
  const filters = resourcesOf(stack, "aws_cloudwatch_log_metric_filter");
  const alarms = resourcesOf(stack, "aws_cloudwatch_metric_alarm");

  test("filter the trail's own log group, and alarm on the metric of each filter by its exact name", () => {
    expect(filters.map((filter) => filter["pattern"] as string).sort()).toEqual(watchedEvents.map(({ pattern }) => pattern).sort());
    expect(filters.every((filter) => filter["log_group_name"] === common.logGroupName)).toBe(true);
    const counted = filters.map((filter) => filter["metric_transformation"] as { namespace: string; name: string }).map(({ namespace, name }) => ({ namespace, name }));
    expect(alarms.map((alarm) => ({ namespace: alarm["namespace"] as string, name: alarm["metric_name"] as string }))).toEqual(counted);
    expect(new Set(counted.map(({ name }) => name)).size).toBe(watchedEvents.length);
  });

  test("tell the topic of one event, say what happened, and are quiet where nothing did", () => {
    for (const alarm of alarms) {
      expect(alarm).toMatchObject({ threshold: 1, treat_missing_data: "notBreaching", alarm_actions: [common.topicArn] });
      expect((alarm["alarm_description"] as string).length).toBeLessThanOrEqual(1024);
    }
  });

  test("claim each control for the filter and the alarm that satisfy it", () => {
    const scope = new TerraformStack(new App(), "test");
    const root = new TrailAlarms(scope, "alarms", common).node.findChild("root-use");
    expect(root.node.findAll().map((construct) => [construct.node.id, controlsOf(construct)])).toEqual(expect.arrayContaining([["filter", ["cis-aws-7.0:5.3"]], ["alarm", ["cis-aws-7.0:5.3"]]]));
    expect(controlsOf(scope.node.findChild("alarms").node.findChild("identity-changes"))).toEqual([]);
  });
});

describe("DeliveryAlarms", () => {
  /** By the metric of each. */
  const alarmsOf = (deliveryTopicName?: string) => {
    const stack = synthStack((scope) => void new DeliveryAlarms(scope, "delivery", { ...common, alertTopicName: "castle-alerts", deliveryTopicName }));
    return Object.fromEntries(resourcesOf(stack, "aws_cloudwatch_metric_alarm").map((alarm) => [alarm["metric_name"] as string, alarm]));
  };

  test("fire when no event and no file comes any more, for which no data is the sign", () => {
    expect(alarmsOf("castle-trail")).toMatchObject({
      IncomingLogEvents: { dimensions: { LogGroupName: common.logGroupName }, treat_missing_data: "breaching", comparison_operator: "LessThanThreshold" },
      NumberOfMessagesPublished: { dimensions: { TopicName: "castle-trail" }, treat_missing_data: "breaching", comparison_operator: "LessThanThreshold" },
      NumberOfNotificationsFailed: { dimensions: { TopicName: "castle-alerts" }, treat_missing_data: "notBreaching", comparison_operator: "GreaterThanOrEqualToThreshold" },
    });
  });

  test("leave files alone where the trail tells us of none", () => {
    expect(Object.keys(alarmsOf()).sort()).toEqual(["IncomingLogEvents", "NumberOfNotificationsFailed"]);
  });
});
