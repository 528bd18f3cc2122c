import { MacKey } from "../../../../modules/encryption-key";
import { resourceOf, statementOf, synthStack } from "../../../support/synth";

test("MacKey computes codes for the named principals, encrypts nothing and asks for no rotation, which AWS refuses", () => {
  const stack = synthStack((scope) => {
    new MacKey(scope, "key", {
      alias: "alias/castle-dev-fingerprint",
      description: "Fingerprints",
      accountId: "111111111111",
      region: "eu-west-1",
      principalArns: ["arn:aws:iam::111111111111:role/plan"],
    });
  });
  const key = resourceOf(stack, "aws_kms_key");
  expect(key).toMatchObject({ customer_master_key_spec: "HMAC_256", key_usage: "GENERATE_VERIFY_MAC", deletion_window_in_days: 30 });
  expect(key).not.toHaveProperty("enable_key_rotation");
  const statement = statementOf(key["policy"], "NamedPrincipalsComputeCodes");
  expect(statement["Action"]).toEqual(["kms:DescribeKey", "kms:GenerateMac", "kms:VerifyMac"]);
  expect(statement["Condition"]).toEqual({ ArnEquals: { "aws:PrincipalArn": ["arn:aws:iam::111111111111:role/plan"] } });
});
