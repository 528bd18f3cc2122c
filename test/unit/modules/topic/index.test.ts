import { EncryptedTopic, type EncryptedTopicProps } from "../../../../modules/topic";
import { resourceOf, resourcesOf, statementOf, synthStack } from "../../../support/synth";

const trailArn = "arn:aws:cloudtrail:eu-west-1:111111111111:trail/castle";
const synth = (change: Partial<EncryptedTopicProps> = {}) =>
  synthStack((stack) => {
    new EncryptedTopic(stack, "topic", {
      name: "castle-dev-alerts",
      accountId: "111111111111",
      region: "eu-west-1",
      keyArn: "arn:aws:kms:eu-west-1:111111111111:key/k",
      publishers: [{ service: "cloudwatch" }, { service: "events" }, { service: "cloudtrail", trailArn }],
      ...change,
    });
  });

describe("EncryptedTopic", () => {
  test("is encrypted and takes messages over TLS alone", () => {
    const stack = synth();
    expect(resourceOf(stack, "aws_sns_topic")).toMatchObject({ name: "castle-dev-alerts", kms_master_key_id: "arn:aws:kms:eu-west-1:111111111111:key/k" });
    expect(statementOf(resourceOf(stack, "aws_sns_topic_policy")["policy"], "DenyPlainHttp")).toMatchObject({
      Effect: "Deny",
      Condition: { Bool: { "aws:SecureTransport": "false" } },
    });
  });

  test("lets each publisher in as far as it can prove for whom it acts", () => {
    const policy = resourceOf(synth(), "aws_sns_topic_policy")["policy"];
    expect(statementOf(policy, "CloudwatchPublishes")["Condition"]).toEqual({ StringEquals: { "aws:SourceAccount": "111111111111" } });
    expect(statementOf(policy, "CloudtrailPublishes")["Condition"]).toEqual({ StringEquals: { "aws:SourceArn": trailArn } });
    expect(statementOf(policy, "EventsPublishes")).not.toHaveProperty("Condition");
  });

  test("subscribes an address only where one is given", () => {
    expect(resourcesOf(synth(), "aws_sns_topic_subscription")).toEqual([]);
    expect(resourceOf(synth({ email: "security@example.org" }), "aws_sns_topic_subscription")).toMatchObject({ protocol: "email", endpoint: "security@example.org" });
  });
});
