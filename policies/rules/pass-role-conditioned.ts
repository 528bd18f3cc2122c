import { fail, notApplicable } from "../attributes";
import { isBoundaryOnly } from "../boundaries";
import { coversAction, isRestrictedBy, judgeStatements, typesWithDocuments } from "../policy-documents";
import type { Rule } from "../rule";

/** A resource that may be a role: everything, an IAM ARN that is no policy or user, a reference. */
const mayBeRole = (resource: string): boolean => /^[*?]|^arn:[^:]*:(\*|iam):|\$\{/.test(resource) && !/:(policy|user|group|mfa|instance-profile)\//.test(resource);

export const passRoleConditioned: Rule = {
  id: "pass-role-conditioned",
  title: "Roles are passed only to services that are named",
  risk: "high",
  types: typesWithDocuments("identity"),
  source: "IAM User Guide, 'Grant a user permissions to pass a role to an AWS service': iam:PassedToService",
  remedy: "Give iam:PassRole a statement of its own with the role ARNs and a condition StringEquals iam:PassedToService.",
  evaluate: (resource, context) =>
    isBoundaryOnly(resource, context)
      ? notApplicable
      : judgeStatements(resource, ["identity"], (statement) => {
          const passes = statement.allows && statement.actions.some((action) => coversAction(action, "iam:PassRole"));
          const roles = statement.negated.includes("NotResource") || statement.resources.some(mayBeRole);
          return passes && roles && !isRestrictedBy(statement, ["iam:PassedToService"]) ? fail("a statement allows iam:PassRole without a condition on iam:PassedToService") : undefined;
        }),
};
