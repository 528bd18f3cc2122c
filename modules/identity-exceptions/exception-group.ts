import { IamGroup } from "@cdktf/provider-aws/lib/iam-group";
import { IamGroupPolicy } from "@cdktf/provider-aws/lib/iam-group-policy";
import { Construct } from "constructs";
import { policyDocument, type Statement } from "../core";
import { exceptionsPath } from "./exception-user";

export interface ExceptionGroupProps {
  readonly name: string;
  /** What its members may do, once they have come in with MFA. */
  readonly statements: readonly Statement[];
  /** Who is in it, and the first day, UTC, on which everything is denied to them: `2027-01-31`. */
  readonly members: readonly { readonly name: string; readonly expires: string }[];
}

/** What a user does before there is a second factor: change the first password, enrol the device, open a session with it. */
const untilMfa = [
  "iam:ChangePassword",
  "iam:CreateVirtualMFADevice",
  "iam:EnableMFADevice",
  "iam:GetAccountPasswordPolicy",
  "iam:GetUser",
  "iam:ListMFADevices",
  "iam:ListVirtualMFADevices",
  "iam:ResyncMFADevice",
  "sts:GetSessionToken",
];

/** IAM User Guide, "Allows MFA-authenticated IAM users to manage their own credentials". IfExists: calls with a long-lived key have no such key. */
const denyWithoutMfa: Statement = {
  Sid: "DenyWithoutMfa",
  Effect: "Deny",
  NotAction: untilMfa,
  Resource: "*",
  Condition: { BoolIfExists: { "aws:MultiFactorAuthPresent": "false" } },
};

// The variable is IAM's: Terraform reads $${ as the text ${.
const ownResources = ["user/exceptions/$${aws:username}", "mfa/*"].map((resource) => `arn:aws:iam::*:${resource}`);

const enrolItself: Statement = {
  Sid: "ChangeOwnPasswordAndMfa",
  Effect: "Allow",
  Action: ["iam:ChangePassword", "iam:CreateVirtualMFADevice", "iam:EnableMFADevice", "iam:GetUser", "iam:ListMFADevices", "iam:ResyncMFADevice"],
  Resource: ownResources,
};

/** IAM takes no variable in the comparison of dates, so each member has a statement (IAM User Guide, "Where you can use policy variables"). */
const denyAfter = ({ name, expires }: ExceptionGroupProps["members"][number], index: number): Statement => ({
  Sid: `DenyAfterEnd${index}`,
  Effect: "Deny",
  Action: "*",
  Resource: "*",
  Condition: { StringEquals: { "aws:username": name }, DateGreaterThanEquals: { "aws:CurrentTime": `${expires}T00:00:00Z` } },
});

/**
 * The rights of users that are exceptions: nothing without MFA, nothing after a member's end.
 *
 * @example
 * new ExceptionGroup(scope, "exceptions", {
 *   name: "castle-dev-may-support",
 *   statements: [{ Sid: "AssumeRole", Effect: "Allow", Action: "sts:AssumeRole", Resource: "arn:aws:iam::111111111111:role/castle-dev-support" }],
 *   members: [{ name: "castle-dev-ada", expires: "2027-01-31" }],
 * });
 */
export class ExceptionGroup extends Construct {
  public readonly name: string;

  constructor(scope: Construct, id: string, { name, statements, members }: ExceptionGroupProps) {
    super(scope, id);
    const group = new IamGroup(this, "group", { name, path: exceptionsPath });
    new IamGroupPolicy(this, "policy", {
      name: "rights",
      group: group.name,
      policy: policyDocument([...statements, enrolItself, denyWithoutMfa, ...members.map(denyAfter)]),
    });
    this.name = group.name;
  }
}
