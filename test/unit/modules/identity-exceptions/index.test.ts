import { ExceptionGroup, ExceptionUser, type ExceptionUserProps } from "../../../../modules/identity-exceptions";
import { resourceOf, statementOf, synthStack } from "../../../support/synth";

const user = (props: Partial<ExceptionUserProps> = {}) =>
  synthStack(
    (stack) =>
      new ExceptionUser(stack, "user", { name: "castle-robot", reason: "cannot federate", expires: "2027-01-31", groups: ["castle-may-read"], permissionsBoundaryArn: "arn:aws:iam::100000000001:policy/boundary", ...props }),
  );
const group = () =>
  synthStack(
    (stack) =>
      new ExceptionGroup(stack, "group", {
        name: "castle-may-read",
        statements: [{ Sid: "AssumeRole", Effect: "Allow", Action: "sts:AssumeRole", Resource: "arn:aws:iam::100000000001:role/castle-read" }],
        members: [{ name: "castle-robot", expires: "2027-01-31" }],
      }),
  );

describe("a user that is an exception", () => {
  test("stands under the boundary, says why and until when, and is in its groups", () => {
    expect(resourceOf(user(), "aws_iam_user")).toMatchObject({
      path: "/exceptions/",
      permissions_boundary: "arn:aws:iam::100000000001:policy/boundary",
      tags: { reason: "cannot federate", expires: "2027-01-31" },
    });
    expect(resourceOf(user(), "aws_iam_user_group_membership")["groups"]).toEqual(["castle-may-read"]);
  });

  test("gives its reason in the letters that a tag takes", () => {
    const { reason } = resourceOf(user({ reason: `no SAML (ticket #12), "legacy"; ${"x".repeat(300)}` }), "aws_iam_user")["tags"] as { reason: string };
    expect(reason).toMatch(/^no SAML  ticket  12    legacy/);
    expect(reason).toHaveLength(256);
  });

  test("is refused without a group: nothing would deny it anything at its end", () => {
    expect(() => user({ groups: [] })).toThrow(/castle-robot is in no group/);
  });
});

describe("the group of exceptions", () => {
  const { policy } = resourceOf(group(), "aws_iam_group_policy");

  test("denies everything without MFA, but for enrolling it; never an access key", () => {
    const denial = statementOf(policy, "DenyWithoutMfa");
    expect(denial["Condition"]).toEqual({ BoolIfExists: { "aws:MultiFactorAuthPresent": "false" } });
    expect(denial["NotAction"]).toEqual(expect.arrayContaining(["iam:EnableMFADevice", "sts:GetSessionToken"]));
    expect(JSON.stringify(denial["NotAction"])).not.toMatch(/AccessKey|AssumeRole|Deactivate|\*/);
  });

  test("lets its members enrol themselves and nobody else", () => {
    // Terraform turns $${ into the ${ that IAM reads.
    expect(statementOf(policy, "ChangeOwnPasswordAndMfa")["Resource"]).toContain("arn:aws:iam::*:user/exceptions/$${aws:username}");
  });

  test("denies a member everything from its day on", () => {
    expect(statementOf(policy, "DenyAfterEnd0")).toMatchObject({
      Effect: "Deny",
      Action: "*",
      Condition: { StringEquals: { "aws:username": "castle-robot" }, DateGreaterThanEquals: { "aws:CurrentTime": "2027-01-31T00:00:00Z" } },
    });
  });
});
