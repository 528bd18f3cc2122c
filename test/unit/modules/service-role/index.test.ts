import { ServiceRole, type ServiceRoleProps } from "../../../../modules/service-role";
import { resourceOf, statementOf, synthStack } from "../../../support/synth";

const synth = (change: Partial<ServiceRoleProps> = {}) =>
  synthStack((stack) => {
    new ServiceRole(stack, "role", {
      name: "castle-dev-logs",
      description: "Writes logs",
      service: "vpc-flow-logs.amazonaws.com",
      accountId: "111111111111",
      permissionsBoundaryArn: "arn:aws:iam::111111111111:policy/castle-dev-boundary",
      statements: [{ Sid: "Write", Effect: "Allow", Action: "logs:PutLogEvents", Resource: "arn:aws:logs:eu-west-1:111111111111:log-group:x" }],
      ...change,
    });
  });
const trust = (change: Partial<ServiceRoleProps> = {}) => statementOf(resourceOf(synth(change), "aws_iam_role")["assume_role_policy"], "ServiceAssumes");

describe("ServiceRole", () => {
  test("stands under the boundary and holds exactly the statements given", () => {
    const stack = synth();
    expect(resourceOf(stack, "aws_iam_role")).toMatchObject({ name: "castle-dev-logs", permissions_boundary: "arn:aws:iam::111111111111:policy/castle-dev-boundary" });
    expect(JSON.parse(String(resourceOf(stack, "aws_iam_role_policy")["policy"])).Statement).toHaveLength(1);
  });

  test("trusts the service for this account, and for the named source where one is given", () => {
    expect(trust()).toMatchObject({ Principal: { Service: "vpc-flow-logs.amazonaws.com" }, Condition: { StringEquals: { "aws:SourceAccount": "111111111111" } } });
    expect(trust()["Condition"]).not.toHaveProperty("ArnLike");
    expect(trust({ sourceArn: "arn:aws:ec2:*:111111111111:vpc-flow-log/*" })["Condition"]).toMatchObject({
      ArnLike: { "aws:SourceArn": "arn:aws:ec2:*:111111111111:vpc-flow-log/*" },
    });
  });

  test("leaves the condition out only for a reason", () => {
    expect(trust({ unsafe: { withoutSourceCondition: { reason: "The service sends no source" } } })).not.toHaveProperty("Condition");
    expect(() => trust({ unsafe: { withoutSourceCondition: { reason: "" } } })).toThrow(/withoutSourceCondition gives no reason/);
  });
});
