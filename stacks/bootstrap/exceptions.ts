import type { Environment, Names } from "../../environments";
import type { Statement } from "../../modules/core";

/**
 * Users of IAM. Nobody under the boundary makes one, nor gives a group rights, unless the environment lists the user as an
 * exception: then that user and the groups of its roles, by name, and the user under this boundary. Passwords and access
 * keys stay refused in any case (boundary.ts, NoOtherIdentities).
 */

const grouped = ({ exceptions }: Environment["baseline"]) => [...new Set(exceptions.flatMap(({ roles }) => roles))];

const arnsOf = (baseline: Environment["baseline"], names: Names): readonly string[] => [
  ...baseline.exceptions.map(({ name }) => names.exceptionUserArn(name)),
  ...grouped(baseline).map(names.exceptionGroupArn),
];

export const keepUsers = ({ baseline }: Environment, names: Names): readonly Statement[] => {
  const arns = arnsOf(baseline, names);
  const where = arns.length === 0 ? { Resource: "*" } : { NotResource: arns };
  return [{ Sid: "NoOtherUsers", Effect: "Deny", Action: ["iam:AddUserToGroup", "iam:CreateUser", "iam:PutGroupPolicy"], ...where }];
};

const adding = ["iam:AddUserToGroup", "iam:CreateGroup", "iam:CreateUser", "iam:PutGroupPolicy", "iam:TagUser", "iam:UntagUser"];
const removing = ["iam:DeactivateMFADevice", "iam:DeleteAccessKey", "iam:DeleteGroup*", "iam:DeleteLoginProfile", "iam:DeleteUser", "iam:RemoveUserFromGroup"];

/**
 * What the apply role needs for the exceptions, and to take them away: one that has ended is in no list any more. By their
 * path, which is short; the boundary holds it to the names.
 */
export const declareExceptions = ({ baseline, accountId }: Environment, names: Names): readonly Statement[] => [
  {
    Sid: "DeclareExceptions",
    Effect: "Allow",
    Action: [...(baseline.exceptions.length === 0 ? [] : adding), ...removing],
    Resource: ["user", "group"].map((kind) => `arn:aws:iam::${accountId}:${kind}/exceptions/${names.base}-*`),
  },
];
