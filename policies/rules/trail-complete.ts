import { mustBe, mustBeSet, worstOf } from "../attributes";
import type { Rule } from "../rule";

export const trailComplete: Rule = {
  id: "trail-complete",
  title: "Every trail logs all regions, is validated, encrypted and switched on",
  risk: "critical",
  types: ["aws_cloudtrail"],
  source: "CIS AWS Foundations 5.0, 3.1, 3.2 and 3.5",
  remedy: "Set is_multi_region_trail, enable_log_file_validation, include_global_service_events and enable_logging to true, and kms_key_id to a customer-managed key.",
  evaluate: (trail) =>
    worstOf([
      mustBe(trail.at("is_multi_region_trail"), true, "is_multi_region_trail"),
      mustBe(trail.at("enable_log_file_validation"), true, "enable_log_file_validation"),
      mustBe(trail.at("enable_logging"), true, "enable_logging", true),
      mustBe(trail.at("include_global_service_events"), true, "include_global_service_events", true),
      mustBeSet(trail.at("kms_key_id"), "kms_key_id"),
    ]),
};
