import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic";
import { SnsTopicPolicy } from "@cdktf/provider-aws/lib/sns-topic-policy";
import { SnsTopicSubscription } from "@cdktf/provider-aws/lib/sns-topic-subscription";
import { Construct } from "constructs";
import { everyone, policyDocument, type ConditionBlock, type Statement } from "../core";

/** Services that may publish. CloudTrail only for the trail named. */
export type Publisher =
  | { readonly service: "cloudwatch" }
  | { readonly service: "events" }
  | { readonly service: "budgets" }
  | { readonly service: "cloudtrail"; readonly trailArn: string };

export interface EncryptedTopicProps {
  readonly name: string;
  readonly accountId: string;
  readonly region: string;
  /** ARN of the key it is encrypted under; the key's grants admit the same publishers, or their messages are lost. */
  readonly keyArn: string;
  readonly publishers: readonly Publisher[];
  /** Address that is sent every message, once its owner has confirmed. @default none */
  readonly email?: string;
}

/** EventBridge's publishing takes no condition (EventBridge User Guide, "Resource-based policies": Amazon SNS). */
const condition = (publisher: Publisher, accountId: string): { readonly Condition?: ConditionBlock } => {
  switch (publisher.service) {
    case "cloudwatch":
      return { Condition: { StringEquals: { "aws:SourceAccount": accountId } } };
    case "budgets":
      // AWS Cost Management User Guide, "Creating an Amazon SNS topic for budget notifications".
      return { Condition: { StringEquals: { "aws:SourceAccount": accountId }, ArnLike: { "aws:SourceArn": `arn:aws:budgets::${accountId}:*` } } };
    case "cloudtrail":
      return { Condition: { StringEquals: { "aws:SourceArn": publisher.trailArn } } };
    case "events":
      return {};
  }
};

const title = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

/**
 * A topic under a customer-managed key that takes messages over TLS from named services.
 *
 * @example
 * new EncryptedTopic(scope, "alerts", {
 *   name: "castle-dev-alerts",
 *   accountId: "111111111111",
 *   region: "eu-central-1",
 *   keyArn: "arn:aws:kms:eu-central-1:111111111111:key/1234abcd-12ab-34cd-56ef-1234567890ab",
 *   publishers: [{ service: "cloudwatch" }, { service: "events" }],
 * });
 */
export class EncryptedTopic extends Construct {
  public readonly name: string;
  public readonly topic: SnsTopic;
  /** What a publisher waits for. */
  public readonly policy: SnsTopicPolicy;

  constructor(scope: Construct, id: string, props: EncryptedTopicProps) {
    super(scope, id);
    const arn = `arn:aws:sns:${props.region}:${props.accountId}:${props.name}`;
    this.name = props.name;
    this.topic = new SnsTopic(this, "topic", { name: props.name, kmsMasterKeyId: props.keyArn });
    const publishing = props.publishers.map(
      (publisher): Statement => ({
        Sid: `${title(publisher.service)}Publishes`,
        Effect: "Allow",
        Principal: { Service: `${publisher.service}.amazonaws.com` },
        Action: "sns:Publish",
        Resource: arn,
        ...condition(publisher, props.accountId),
      }),
    );
    this.policy = new SnsTopicPolicy(this, "policy", {
      arn: this.topic.arn,
      policy: policyDocument([
        {
          Sid: "DenyPlainHttp",
          Effect: "Deny",
          Principal: everyone,
          Action: "sns:Publish",
          Resource: arn,
          Condition: { Bool: { "aws:SecureTransport": "false" } },
        },
        ...publishing,
      ]),
    });
    if (props.email !== undefined) {
      new SnsTopicSubscription(this, "email", { topicArn: this.topic.arn, protocol: "email", endpoint: props.email });
    }
  }
}
