import { onlyPrincipals, policyDocument } from "../../../../modules/core";

describe("policies", () => {
  test("name accounts and hold the caller's ARN against the list, for AWS refuses roles that do not exist yet", () => {
    const arns = ["arn:aws:iam::222222222222:role/b", "arn:aws:iam::111111111111:role/a", "arn:aws:iam::222222222222:role/c"];
    expect(onlyPrincipals(arns)).toEqual({
      Principal: { AWS: ["arn:aws:iam::111111111111:root", "arn:aws:iam::222222222222:root"] },
      Condition: { ArnEquals: { "aws:PrincipalArn": arns } },
    });
  });

  test("are plain JSON of the current policy language", () => {
    const statement = { Sid: "Read", Effect: "Allow", Action: "s3:GetObject", Resource: "*" } as const;
    expect(JSON.parse(policyDocument([statement]))).toEqual({ Version: "2012-10-17", Statement: [statement] });
  });
});
