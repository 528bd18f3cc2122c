import { mustBeSet } from "../attributes";
import type { Rule } from "../rule";

export const roleHasBoundary: Rule = {
  id: "role-has-boundary",
  title: "Every role and user carries the permissions boundary",
  risk: "high",
  types: ["aws_iam_role", "aws_iam_user"],
  source: "IAM User Guide, 'Permissions boundaries for IAM entities'",
  remedy: "Set permissions_boundary to the boundary of the environment; the modules service-role, standard-role and identity-exceptions do.",
  evaluate: (identity) => mustBeSet(identity.at("permissions_boundary"), "permissions_boundary"),
};
