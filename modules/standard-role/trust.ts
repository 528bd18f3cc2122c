import { accountRoot, onlyPrincipals, type Statement } from "../core";

/** Who may assume a role of people: one statement a way in. */
export type RoleTrust =
  /** Named roles or users; they need not exist yet. */
  | { readonly kind: "principals"; readonly principalArns: readonly string[] }
  /** Named users of any account, or else whom IAM admits in this one, with a fresh MFA code. */
  | { readonly kind: "users-with-mfa"; readonly accountId: string; readonly userArns: readonly string[] | undefined; readonly mfaMaxAgeSeconds: number }
  /** People of a SAML identity provider of the account. */
  | { readonly kind: "saml"; readonly providerArn: string }
  /** Sessions of the organisation's Identity Center in the account. */
  | { readonly kind: "identity-center"; readonly accountId: string };

/** IAM User Guide, "Using multi-factor authentication with trust policies": Bool, not BoolIfExists, so that a call without the key is refused. */
const withMfa = (maxAgeSeconds: number) => ({
  Bool: { "aws:MultiFactorAuthPresent": "true" },
  NumericLessThan: { "aws:MultiFactorAuthAge": String(maxAgeSeconds) },
});

export const trustStatement = (trust: RoleTrust): Statement => {
  switch (trust.kind) {
    case "principals":
      return { Sid: "NamedPrincipalsAssume", Effect: "Allow", ...onlyPrincipals(trust.principalArns), Action: "sts:AssumeRole" };
    case "users-with-mfa": {
      const { Principal, Condition } = trust.userArns === undefined ? { Principal: { AWS: accountRoot(trust.accountId) } } : onlyPrincipals(trust.userArns);
      return {
        Sid: "UsersWithMfaAssume",
        Effect: "Allow",
        Principal,
        Action: "sts:AssumeRole",
        Condition: { ...Condition, ...withMfa(trust.mfaMaxAgeSeconds) },
      };
    }
    case "saml":
      return {
        Sid: "FederatedPeopleAssume",
        Effect: "Allow",
        Principal: { Federated: trust.providerArn },
        Action: "sts:AssumeRoleWithSAML",
        Condition: { StringEquals: { "SAML:aud": "https://signin.aws.amazon.com/saml" } },
      };
    case "identity-center":
      return {
        Sid: "IdentityCenterAssumes",
        Effect: "Allow",
        Principal: { AWS: accountRoot(trust.accountId) },
        Action: "sts:AssumeRole",
        // IAM Identity Center User Guide, "Referencing permission sets in resource policies".
        Condition: { ArnLike: { "aws:PrincipalArn": `arn:aws:iam::${trust.accountId}:role/aws-reserved/sso.amazonaws.com/*` } },
      };
  }
};
