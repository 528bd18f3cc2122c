import { mustBeSet } from "../attributes";
import type { Rule } from "../rule";

export const roleHasBoundary: Rule = {
  id: "role-has-boundary",
  title: "Every role carries the permissions boundary",
  risk: "high",
  types: ["aws_iam_role"],
  source: "IAM User Guide, 'Permissions boundaries for IAM entities'",
  remedy: "Set permissions_boundary to the boundary of the environment; the module service-role does.",
  evaluate: (role) => mustBeSet(role.at("permissions_boundary"), "permissions_boundary"),
};
