import { fail, mustBeSet, valueOf, worstOf } from "../attributes";
import type { Rule } from "../rule";

export const topicEncryptedWithCmk: Rule = {
  id: "topic-encrypted-with-cmk",
  title: "Every topic encrypts under a customer-managed key",
  risk: "medium",
  types: ["aws_sns_topic"],
  source: "AWS Security Hub SNS.1; CloudWatch and EventBridge cannot publish to topics under alias/aws/sns",
  remedy: "Set kms_master_key_id to a customer-managed key that grants the publishers.",
  evaluate: (topic) => {
    const key = topic.at("kms_master_key_id");
    return worstOf([mustBeSet(key, "kms_master_key_id"), ...(/alias\/aws\/sns$/.test(String(valueOf(key))) ? [fail("alias/aws/sns is the key that AWS manages")] : [])]);
  },
};
