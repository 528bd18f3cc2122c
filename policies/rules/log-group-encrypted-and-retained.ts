import { fail, mustBeSet, numberOf, pass, unknown, worstOf } from "../attributes";
import { floorOf } from "../floors";
import type { Outcome, ResourceView, Rule } from "../rule";

const retention = (group: ResourceView): Outcome => {
  const attribute = group.at("retention_in_days");
  const days = numberOf(attribute);
  if (days === undefined && attribute.kind !== "absent") return unknown("retention_in_days is not known yet");
  // 0 and absent keep log events forever: nobody decided how long.
  if (days === undefined || days === 0) return fail("retention_in_days is not set");
  const floor = floorOf(group.classification).logRetentionDays;
  return days >= floor ? pass : fail(`logs are kept for ${days} days; ${group.classification} data demands ${floor}`);
};

export const logGroupEncryptedAndRetained: Rule = {
  id: "log-group-encrypted-and-retained",
  title: "Every log group has a customer-managed key and a retention that the class of the data demands",
  risk: "medium",
  types: ["aws_cloudwatch_log_group"],
  source: "AWS Security Hub CloudWatch.16; CloudWatch Logs User Guide, 'Encrypt log data using AWS KMS'; CIS Controls v8 8.10",
  remedy: "Set kms_key_id to a customer-managed key and retention_in_days to at least the demanded days.",
  evaluate: (group) => worstOf([mustBeSet(group.at("kms_key_id"), "kms_key_id"), retention(group)]),
};
