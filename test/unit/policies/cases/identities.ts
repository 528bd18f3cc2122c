import { casesOf, rewrite, set } from "../support/case";
import { document } from "../support/hardened";

const person = "aws_iam_user.person";
const boundary = "arn:aws:iam::111111111111:policy/acme-boundary";
const key = "aws_kms_key.main";
const withWildcard = (condition: object | undefined, principal: unknown = "*") => rewrite(key, "policy", (d) => Object.assign(d.Statement[0], { Principal: principal, Condition: condition }));
const attached = "aws_iam_policy_attachment.deploy";
const access = "aws_iam_access_key.robot";

export const identityCases = [
  ...casesOf(
    "role-has-boundary",
    { name: "a user under it", address: person, edit: set(person, { name: "person", permissions_boundary: boundary }), expect: "pass" },
    { name: "a user without", address: person, edit: set(person, { name: "person" }), expect: "fail" },
  ),
  ...casesOf(
    "user-rights-through-groups",
    { name: "an attachment to groups alone", address: attached, edit: set(attached, { name: "deploy", policy_arn: boundary, users: [], groups: ["operators"] }), expect: "pass" },
    { name: "an attachment that names no users", address: attached, edit: set(attached, { name: "deploy", policy_arn: boundary, roles: ["ci"] }), expect: "not-applicable" },
    { name: "an attachment to users", address: attached, edit: set(attached, { name: "deploy", policy_arn: boundary, users: ["person"] }), expect: "fail" },
    { name: "an attachment to a user by reference", address: attached, edit: set(attached, { name: "deploy", policy_arn: boundary, users: ["${aws_iam_role.ci.name}"] }), expect: "fail" },
    { name: "users from a variable", address: attached, edit: set(attached, { name: "deploy", policy_arn: boundary, users: "${var.users}" }), expect: "unknown" },
    { name: "a policy inside a user", address: "aws_iam_user_policy.own", edit: set("aws_iam_user_policy.own", { user: "person", policy: document({ Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::acme/*" }) }), expect: "fail" },
    { name: "a policy attached to a user", address: "aws_iam_user_policy_attachment.own", edit: set("aws_iam_user_policy_attachment.own", { user: "person", policy_arn: "arn:aws:iam::aws:policy/ReadOnlyAccess" }), expect: "fail" },
  ),
  ...casesOf(
    "no-stored-credentials",
    { name: "a key that is switched off", address: access, edit: set(access, { user: "robot", status: "Inactive" }), expect: "pass" },
    { name: "a key", address: access, edit: set(access, { user: "robot" }), expect: "fail", because: "state" },
    { name: "a key that is said to work", address: access, edit: set(access, { user: "robot", status: "Active" }), expect: "fail" },
    { name: "a key whose status is a variable", address: access, edit: set(access, { user: "robot", status: "${var.status}" }), expect: "unknown" },
    { name: "a password", address: "aws_iam_user_login_profile.person", edit: set("aws_iam_user_login_profile.person", { user: "person" }), expect: "fail" },
  ),
  ...casesOf(
    "wildcard-principal-in-organisation",
    { name: "named principals", address: key, expect: "pass" },
    { name: "denials to everybody", address: "aws_s3_bucket_policy.archive", expect: "pass" },
    { name: "everybody of an organisation", address: key, edit: withWildcard({ StringEquals: { "aws:PrincipalOrgID": "o-abcdefghij" } }), expect: "pass" },
    { name: "everybody of an account", address: key, edit: withWildcard({ StringEquals: { "kms:CallerAccount": "111111111111" } }), expect: "pass" },
    { name: "everybody", address: key, edit: withWildcard(undefined), expect: "fail" },
    { name: "everybody behind an endpoint, whoever they are", address: key, edit: withWildcard({ StringEquals: { "aws:SourceVpce": "vpce-1" } }), expect: "fail" },
    { name: "a role of that name in any account", address: key, edit: withWildcard({ ArnLike: { "aws:PrincipalArn": "arn:aws:iam::*:role/deploy" } }), expect: "fail" },
    { name: "an organisation that may be absent", address: key, edit: withWildcard({ StringEqualsIfExists: { "aws:PrincipalOrgID": "o-abcdefghij" } }), expect: "fail" },
    { name: "a pattern of accounts as principal", address: key, edit: withWildcard(undefined, { AWS: "arn:aws:iam::*:root" }), expect: "fail" },
    { name: "no policy given", address: "aws_kms_key.mac", expect: "pass" },
    { name: "a role that everybody may assume", address: "aws_iam_role.flow", edit: rewrite("aws_iam_role.flow", "assume_role_policy", (d) => (d.Statement[0] = { Effect: "Allow", Principal: "*", Action: "sts:AssumeRole" })), expect: "fail" },
    { name: "a document that cannot be read", address: key, edit: set(key, { policy: "${data.aws_iam_policy_document.key.json}" }), expect: "unknown" },
  ),
  ...casesOf(
    "policy-no-administrator",
    { name: "a group's policy with everything", address: "aws_iam_group_policy.all", edit: set("aws_iam_group_policy.all", { group: "g", policy: document({ Effect: "Allow", Action: "*", Resource: "*" }) }), expect: "fail" },
    { name: "a group's policy that denies with NotAction", address: "aws_iam_group_policy.mfa", edit: set("aws_iam_group_policy.mfa", { group: "g", policy: document({ Effect: "Deny", NotAction: "iam:ChangePassword", Resource: "*" }) }), expect: "pass" },
    { name: "NotAction in a role's own policy", address: "aws_iam_role_policy.flow", edit: rewrite("aws_iam_role_policy.flow", "policy", (d) => { d.Statement[0].NotAction = d.Statement[0].Action; delete d.Statement[0].Action; }), expect: "fail", because: "NotAction" },
  ),
];
