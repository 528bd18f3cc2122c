import { StandardRole, type RoleTrust } from "../../../../modules/standard-role";
import { resourceOf, statementOf, synthStack } from "../../../support/synth";

const accountId = "100000000001";
const role = (...trust: readonly RoleTrust[]) =>
  synthStack(
    (stack) =>
      new StandardRole(stack, "role", { name: "castle-guard", description: "Guards", trust, managedPolicies: { audit: "SecurityAudit" }, permissionsBoundaryArn: `arn:aws:iam::${accountId}:policy/boundary` }),
  );
const trustOf = (trust: RoleTrust, sid: string) => statementOf(resourceOf(role(trust), "aws_iam_role")["assume_role_policy"], sid);

describe("a standard role", () => {
  test("lasts an hour, under the boundary, with policies of AWS", () => {
    expect(resourceOf(role({ kind: "identity-center", accountId }), "aws_iam_role")).toMatchObject({ max_session_duration: 3600, permissions_boundary: `arn:aws:iam::${accountId}:policy/boundary` });
    expect(resourceOf(role({ kind: "identity-center", accountId }), "aws_iam_role_policy_attachment")["policy_arn"]).toBe("arn:aws:iam::aws:policy/SecurityAudit");
  });

  test("that nobody may assume is refused", () => {
    expect(() => role()).toThrow(/Nobody may assume the role/);
  });

  test("asks for MFA in a way that a call without the key does not pass", () => {
    const { Condition } = trustOf({ kind: "users-with-mfa", accountId, userArns: undefined, mfaMaxAgeSeconds: 900 }, "UsersWithMfaAssume");
    expect(Condition).toEqual({ Bool: { "aws:MultiFactorAuthPresent": "true" }, NumericLessThan: { "aws:MultiFactorAuthAge": "900" } });
  });

  test("trusts users of another account by that account, and holds them to their names", () => {
    const guard = "arn:aws:iam::999999999999:user/guard";
    expect(trustOf({ kind: "users-with-mfa", accountId, userArns: [guard], mfaMaxAgeSeconds: 900 }, "UsersWithMfaAssume")).toMatchObject({
      Principal: { AWS: ["arn:aws:iam::999999999999:root"] },
      Condition: { ArnEquals: { "aws:PrincipalArn": [guard] } },
    });
  });

  test("takes SAML assertions for the console alone", () => {
    const providerArn = `arn:aws:iam::${accountId}:saml-provider/people`;
    expect(trustOf({ kind: "saml", providerArn }, "FederatedPeopleAssume")).toMatchObject({
      Principal: { Federated: providerArn },
      Action: "sts:AssumeRoleWithSAML",
      Condition: { StringEquals: { "SAML:aud": "https://signin.aws.amazon.com/saml" } },
    });
  });
});
