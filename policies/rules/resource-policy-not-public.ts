import { fail } from "../attributes";
import { isRestrictedBy, judgeStatements, typesWithDocuments } from "../policy-documents";
import type { Rule } from "../rule";

/** Conditions that name who may call, or from where. */
const namesCallers = [
  "aws:PrincipalAccount",
  "aws:PrincipalArn",
  "aws:PrincipalOrgID",
  "aws:PrincipalOrgPaths",
  "aws:SourceAccount",
  "aws:SourceArn",
  "aws:SourceOrgID",
  "aws:SourceVpc",
  "aws:SourceVpce",
  "aws:userid",
  "kms:CallerAccount",
];

export const resourcePolicyNotPublic: Rule = {
  id: "resource-policy-not-public",
  title: "No resource or role lets everybody in",
  risk: "critical",
  types: typesWithDocuments("resource", "trust"),
  source: "CIS AWS Foundations 7.0, 2.21; IAM User Guide, 'Principal element': do not use a wildcard with Allow without a condition",
  remedy: "Name the principals, or add a condition such as aws:PrincipalOrgID, aws:PrincipalArn or kms:CallerAccount with exact values.",
  evaluate: (resource) =>
    judgeStatements(resource, ["resource", "trust"], (statement) => {
      if (!statement.allows) return undefined;
      if (statement.negated.includes("NotPrincipal")) return fail("Allow with NotPrincipal lets in everybody else");
      const everybody = Object.values(statement.principals).some((principals) => principals.includes("*"));
      return everybody && !isRestrictedBy(statement, namesCallers) ? fail('a statement allows Principal "*" and no condition names who') : undefined;
    }),
};
