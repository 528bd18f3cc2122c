import { fail, unknown, worstOf } from "../attributes";
import { judgeStatements, mayBeAnything, type Statement } from "../policy-documents";
import type { Outcome, Rule } from "../rule";

const issuer = "token.actions.githubusercontent.com";
const exactly = /^StringEquals$/;

/** Each claim must be compared with StringEquals to values without wildcards. */
const judgeClaim = (statement: Statement, claim: "sub" | "aud"): Outcome => {
  const conditions = statement.conditions.filter(({ key, operator }) => key === `${issuer}:${claim}` && exactly.test(operator));
  if (conditions.length === 0) return fail(`the trust does not compare ${issuer}:${claim} with StringEquals`);
  const values = conditions.flatMap(({ values: expected }) => expected);
  if (values.some(mayBeAnything)) return unknown(`the expected ${claim} is a reference that may become anything`);
  return values.some((value) => /[*?]/.test(value)) ? fail(`the expected ${claim} holds a wildcard, which StringEquals takes literally: nobody matches`) : worstOf([]);
};

export const oidcTrustExact: Rule = {
  id: "oidc-trust-exact",
  title: "GitHub's tokens are trusted for exact subjects only",
  risk: "critical",
  types: ["aws_iam_role"],
  source: "GitHub Docs, 'Configuring OpenID Connect in Amazon Web Services'; IAM User Guide, 'Create a role for OpenID Connect federation'",
  remedy: `Compare ${issuer}:aud with sts.amazonaws.com and ${issuer}:sub with repo:<owner>/<repository>:environment:<name>, both by StringEquals.`,
  evaluate: (role) =>
    judgeStatements(role, ["trust"], (statement) => {
      const federated = (statement.principals.Federated ?? []).some((principal) => principal.includes(issuer) || /aws_iam_openid_connect_provider\./.test(principal));
      return statement.allows && federated ? worstOf([judgeClaim(statement, "sub"), judgeClaim(statement, "aud")]) : undefined;
    }),
};
