import { asList, fail, notApplicable, pass, unknown, valueOf } from "../attributes";
import type { Rule } from "../rule";

export const userRightsThroughGroups: Rule = {
  id: "user-rights-through-groups",
  title: "Users have rights through groups only",
  risk: "high",
  types: ["aws_iam_user_policy", "aws_iam_user_policy_attachment", "aws_iam_policy_attachment"],
  source: "CIS AWS Foundations 7.0, 2.13; IAM User Guide, 'Security best practices in IAM'",
  remedy: "Give the right to a group and put the user into it; the module identity-exceptions does. Better: let people assume a role.",
  evaluate: (resource) => {
    if (resource.type !== "aws_iam_policy_attachment") return fail("a user has a policy of its own");
    const users = resource.at("users");
    if (users.kind === "unknown") return unknown("the users that the policy is attached to are not known yet");
    if (users.kind === "template" && !Array.isArray(users.template)) return unknown("the users that the policy is attached to are a reference");
    const named = asList(valueOf(users));
    if (named.length > 0) return fail("a policy is attached to users");
    return users.kind === "absent" ? notApplicable : pass;
  },
};
