import { fail, numberOf, pass, unknown, worstOf } from "../attributes";
import { floorOf } from "../floors";
import type { Outcome, ResourceView, Rule } from "../rule";

const daysPerYear = 365;

const period = (configuration: ResourceView): Outcome => {
  const [days, years] = [configuration.at("rule.default_retention.days"), configuration.at("rule.default_retention.years")];
  // The provider writes 0 for the one of the two that is not used.
  const kept = (numberOf(days) ?? 0) + (numberOf(years) ?? 0) * daysPerYear;
  const floor = configuration.stage === "prod" ? floorOf(configuration.classification).objectLockDays : 1;
  if (kept >= floor) return pass;
  if ([days, years].some(({ kind }) => kind === "unknown" || kind === "template")) return unknown("the default retention is not known yet");
  return fail(`the default retention is ${kept} days; ${configuration.classification} data in stage ${configuration.stage} demands ${floor}`);
};

const mode = (configuration: ResourceView): Outcome => {
  const attribute = configuration.at("rule.default_retention.mode");
  if (attribute.kind === "unknown" || attribute.kind === "template") return unknown("the mode is not known yet");
  return attribute.kind === "known" && ["GOVERNANCE", "COMPLIANCE"].includes(String(attribute.value)) ? pass : fail("no default retention mode is set, so objects are not locked");
};

export const objectLockFloor: Rule = {
  id: "object-lock-floor",
  title: "Object Lock has a default retention that the class of the data demands",
  risk: "high",
  types: ["aws_s3_bucket_object_lock_configuration"],
  source: "S3 User Guide, 'Object Lock considerations': default retention; 45 CFR 164.316(b)(2)(i)",
  remedy: "Set rule.default_retention with a mode and at least the demanded days (audit.objectLock or ledger.objectLock of the environment).",
  evaluate: (configuration) => worstOf([mode(configuration), period(configuration)]),
};
