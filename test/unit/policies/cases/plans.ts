import type { Change, PlanJson } from "../../../../scripts/terraform/plan-json";
import { casesOf } from "../support/case";

const change = (address: string, actions: Change["actions"]) => (plan: PlanJson): PlanJson => ({
  ...plan,
  resource_changes: plan.resource_changes?.map((one) =>
    one.address === address ? { ...one, change: { actions, before: one.change.after, after: actions.includes("create") ? one.change.after : null, after_unknown: actions.includes("create") ? one.change.after_unknown : {} } } : one,
  ),
});
const deposed = (address: string) => (plan: PlanJson): PlanJson => ({
  ...plan,
  resource_changes: plan.resource_changes?.flatMap((one) => (one.address === address ? [one, { ...one, deposed: "0123abcd", change: { actions: ["delete"] as const, before: one.change.after, after: null } }] : [one])),
});

/** Rules that speak on plans only: at synth nothing is deleted. */
export const planCases = [
  ...casesOf(
    "stateful-resource-kept",
    { name: "updated", address: "aws_s3_bucket.archive", editPlan: change("aws_s3_bucket.archive", ["update"]), expect: "pass" },
    { name: "destroyed", address: "aws_s3_bucket.archive", editPlan: change("aws_s3_bucket.archive", ["delete"]), expect: "fail", because: "every object" },
    { name: "replaced", address: "aws_kms_key.main", editPlan: change("aws_kms_key.main", ["delete", "create"]), expect: "fail", because: "replaces" },
    { name: "replaced, the new one first", address: "aws_kms_key.main", editPlan: change("aws_kms_key.main", ["create", "delete"]), expect: "fail" },
    { name: "forgotten", address: "aws_vpc.main", editPlan: change("aws_vpc.main", ["forget"]), expect: "fail" },
    { name: "left behind by a replacement", address: "aws_kms_key.main (deposed 0123abcd)", editPlan: deposed("aws_kms_key.main"), expect: "fail" },
  ),
  ...casesOf(
    "protection-kept",
    { name: "updated", address: "aws_cloudtrail.main", editPlan: change("aws_cloudtrail.main", ["update"]), expect: "pass" },
    { name: "removed", address: "aws_cloudtrail.main", editPlan: change("aws_cloudtrail.main", ["delete"]), expect: "fail", because: "no longer recorded" },
    { name: "forgotten", address: "aws_flow_log.main", editPlan: change("aws_flow_log.main", ["forget"]), expect: "fail" },
    { name: "replaced: it stands again at the end", address: "aws_flow_log.main", editPlan: change("aws_flow_log.main", ["delete", "create"]), expect: "pass" },
  ),
];
