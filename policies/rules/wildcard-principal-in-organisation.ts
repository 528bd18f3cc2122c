import { fail } from "../attributes";
import { isRestrictedBy, judgeStatements, typesWithDocuments } from "../policy-documents";
import type { Rule } from "../rule";

/** Conditions that name an organisation, a part of it, or one of its accounts. A network or a pattern of ARNs names no owner. */
const namesOwner = ["aws:PrincipalOrgID", "aws:PrincipalOrgPaths", "aws:PrincipalAccount", "aws:SourceOrgID", "aws:SourceOrgPaths", "aws:SourceAccount", "kms:CallerAccount"];

/** `*`, and an ARN whose account is a pattern. */
const isWildcard = (principal: string): boolean => /^\*$|^arn:[^:]*:(iam|sts)::[^:]*[*?]/.test(principal);

export const wildcardPrincipalInOrganisation: Rule = {
  id: "wildcard-principal-in-organisation",
  title: "A wildcard principal is held to an organisation or an account",
  risk: "high",
  types: typesWithDocuments("resource", "trust"),
  source: "CIS AWS Foundations 7.0, 2.21; IAM User Guide, 'AWS global condition context keys': aws:PrincipalOrgID",
  remedy: "Name the principals, or add a condition StringEquals on aws:PrincipalOrgID or aws:PrincipalAccount.",
  evaluate: (resource) =>
    judgeStatements(resource, ["resource", "trust"], (statement) => {
      const wildcard = (statement.principals.AWS ?? []).some(isWildcard);
      return statement.allows && wildcard && !isRestrictedBy(statement, namesOwner)
        ? fail("a statement allows a wildcard principal and no condition names an organisation or an account")
        : undefined;
    }),
};
