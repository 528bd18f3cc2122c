import { fail, numberOf, pass, unknown } from "../attributes";
import type { Rule } from "../rule";

const [shortest, longest] = [7, 30];

export const keyDeletionWindow: Rule = {
  id: "key-deletion-window",
  title: "A key waits before it is deleted, in prod as long as AWS lets it",
  risk: "high",
  types: ["aws_kms_key", "aws_kms_external_key", "aws_kms_replica_key"],
  source: "KMS Developer Guide, 'Delete AWS KMS keys': waiting period of 7 to 30 days; what was encrypted under a deleted key is lost",
  remedy: "Leave deletion_window_in_days out (30 days), or set it: 7 to 30 days, in prod 30.",
  evaluate: (key) => {
    const attribute = key.at("deletion_window_in_days");
    if (attribute.kind === "absent") return pass;
    const days = numberOf(attribute);
    if (days === undefined) return unknown("deletion_window_in_days is not known yet");
    const floor = key.stage === "prod" ? longest : shortest;
    return days >= floor && days <= longest ? pass : fail(`deletion_window_in_days is ${days}; it must be ${floor === longest ? longest : `${floor} to ${longest}`}`);
  },
};
