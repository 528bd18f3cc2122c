import { both, casesOf, drop, rewrite, set } from "../support/case";
import { document } from "../support/hardened";

const key = "aws_kms_key.main";
const deploy = "aws_iam_policy.deploy";
const ci = "aws_iam_role.ci";
const claims = (change: (equals: Record<string, unknown>, condition: Record<string, unknown>) => void) => rewrite(ci, "assume_role_policy", (d) => change(d.Statement[0].Condition.StringEquals, d.Statement[0].Condition));
const sub = "token.actions.githubusercontent.com:sub";

const lakeKey = "aws_kms_key.lake";
const eventDataStore = () =>
  both(
    set(lakeKey, { enable_key_rotation: true, policy: document({ Effect: "Allow", Principal: { Service: "cloudtrail.amazonaws.com" }, Action: ["kms:Decrypt", "kms:GenerateDataKey"], Resource: "*" }) }),
    set("aws_cloudtrail_event_data_store.main", { name: "acme-events", kms_key_id: "${aws_kms_key.lake.arn}" }),
  );

export const accessCases = [
  ...casesOf(
    "key-rotation",
    { name: "rotated", address: key, expect: "pass" },
    { name: "a MAC key", address: "aws_kms_key.mac", expect: "not-applicable" },
    { name: "switched off", address: key, edit: set(key, { enable_key_rotation: false }), expect: "fail" },
    { name: "left out", address: key, edit: drop(key, "enable_key_rotation"), expect: "fail" },
    { name: "from a variable", address: key, edit: set(key, { enable_key_rotation: "${var.rotate}" }), expect: "unknown" },
  ),
  ...casesOf(
    "key-deletion-window",
    { name: "30 days", address: key, expect: "pass" },
    { name: "left out", address: key, edit: drop(key, "deletion_window_in_days"), expect: "pass" },
    { name: "7 days in prod", address: key, edit: set(key, { deletion_window_in_days: 7 }), expect: "fail" },
    { name: "7 days in dev", address: key, stage: "dev", edit: set(key, { deletion_window_in_days: 7 }), expect: "pass" },
    { name: "more than AWS lets", address: key, edit: set(key, { deletion_window_in_days: 31 }), expect: "fail" },
    { name: "from a variable", address: key, edit: set(key, { deletion_window_in_days: "${var.days}" }), expect: "unknown" },
  ),
  ...casesOf(
    "resource-policy-not-public",
    { name: "named principals", address: key, expect: "pass" },
    { name: "denials to everybody are fine", address: "aws_s3_bucket_policy.archive", expect: "pass" },
    { name: "everybody", address: key, edit: rewrite(key, "policy", (d) => (d.Statement[0].Principal = "*")), expect: "fail" },
    { name: "everybody as AWS in a list", address: key, edit: rewrite(key, "policy", (d) => (d.Statement[0].Principal = { AWS: ["*"] })), expect: "fail" },
    { name: "everybody of one account", address: key, edit: rewrite(key, "policy", (d) => Object.assign(d.Statement[0], { Principal: "*", Condition: { StringEquals: { "kms:CallerAccount": "111111111111" } } })), expect: "pass" },
    { name: "a condition that lets the keyless through", address: key, edit: rewrite(key, "policy", (d) => Object.assign(d.Statement[0], { Principal: "*", Condition: { StringEqualsIfExists: { "kms:CallerAccount": "111111111111" } } })), expect: "fail" },
    { name: "a condition that everything meets", address: key, edit: rewrite(key, "policy", (d) => Object.assign(d.Statement[0], { Principal: "*", Condition: { StringLike: { "aws:PrincipalArn": "*" } } })), expect: "fail" },
    { name: "everybody of an organisational unit, a key of many values", address: key, edit: rewrite(key, "policy", (d) => Object.assign(d.Statement[0], { Principal: "*", Condition: { "ForAnyValue:StringLike": { "aws:PrincipalOrgPaths": "o-a/r-b/ou-c/*" } } })), expect: "pass" },
    { name: "a condition on all of no values", address: key, edit: rewrite(key, "policy", (d) => Object.assign(d.Statement[0], { Principal: "*", Condition: { "ForAllValues:StringLike": { "aws:PrincipalOrgPaths": "o-a/r-b/ou-c/*" } } })), expect: "fail" },
    { name: "a condition that names nobody", address: key, edit: rewrite(key, "policy", (d) => Object.assign(d.Statement[0], { Principal: "*", Condition: { Bool: { "aws:SecureTransport": "true" } } })), expect: "fail" },
    { name: "NotPrincipal", address: key, edit: rewrite(key, "policy", (d) => { delete d.Statement[0].Principal; d.Statement[0].NotPrincipal = { AWS: "arn:aws:iam::1:root" }; }), expect: "fail" },
    { name: "a role that everybody may assume", address: "aws_iam_role.flow", edit: rewrite("aws_iam_role.flow", "assume_role_policy", (d) => (d.Statement[0] = { Effect: "Allow", Principal: { AWS: "*" }, Action: "sts:AssumeRole" })), expect: "fail" },
    { name: "no policy given", address: "aws_kms_key.mac", expect: "pass" },
    { name: "a document that cannot be read", address: key, edit: set(key, { policy: "${data.aws_iam_policy_document.key.json}" }), expect: "unknown" },
  ),
  ...casesOf(
    "policy-no-administrator",
    { name: "named actions", address: deploy, expect: "pass" },
    { name: "a boundary", address: "aws_iam_policy.boundary", expect: "not-applicable" },
    { name: "a boundary that is also granted", address: "aws_iam_policy.boundary", edit: set("aws_iam_role_policy_attachment.second", { role: "r", policy_arn: "${aws_iam_policy.boundary.arn}" }), expect: "fail" },
    { name: "a boundary that denies nothing", address: "aws_iam_policy.boundary", edit: rewrite("aws_iam_policy.boundary", "policy", (d) => d.Statement.splice(1)), expect: "fail" },
    { name: "everything", address: deploy, edit: rewrite(deploy, "policy", (d) => d.Statement.push({ Effect: "Allow", Action: "*", Resource: "*" })), expect: "fail", because: "allows * on every resource" },
    { name: "everything as *:*", address: deploy, edit: rewrite(deploy, "policy", (d) => d.Statement.push({ Effect: "Allow", Action: ["s3:GetObject", "*:*"], Resource: ["*"] })), expect: "fail" },
    { name: "all of IAM", address: deploy, edit: rewrite(deploy, "policy", (d) => d.Statement.push({ Effect: "Allow", Action: "iam:*", Resource: "*" })), expect: "fail" },
    { name: "everything but a list", address: deploy, edit: rewrite(deploy, "policy", (d) => d.Statement.push({ Effect: "Allow", NotAction: "iam:*", Resource: "*" })), expect: "fail", because: "NotAction" },
    { name: "everything on all resources but one", address: deploy, edit: rewrite(deploy, "policy", (d) => d.Statement.push({ Effect: "Allow", Action: "*", NotResource: "arn:aws:s3:::acme" })), expect: "fail" },
    { name: "a single statement, not a list", address: deploy, edit: set(deploy, { policy: JSON.stringify({ Statement: { Effect: "Allow", Action: "*", Resource: "*" } }) }), expect: "fail" },
    { name: "an inline policy of a role", address: "aws_iam_role.flow", edit: set("aws_iam_role.flow", { inline_policy: [{ name: "a", policy: document({ Effect: "Allow", Action: "*", Resource: "*" }) }] }), expect: "fail" },
    { name: "an inline policy of a role, harmless and with a reference", address: "aws_iam_role.flow", edit: set("aws_iam_role.flow", { inline_policy: [{ name: "a", policy: document({ Effect: "Allow", Action: "s3:GetObject", Resource: "${aws_s3_bucket.archive.arn}" }) }] }), expect: "pass" },
    { name: "the managed policy of administrators", address: "aws_iam_role_policy_attachment.ci", edit: set("aws_iam_role_policy_attachment.ci", { policy_arn: "arn:aws:iam::aws:policy/AdministratorAccess" }), expect: "fail" },
    { name: "an action that is a variable", address: deploy, edit: rewrite(deploy, "policy", (d) => d.Statement.push({ Effect: "Allow", Action: "${var.action}", Resource: "*" })), expect: "unknown" },
  ),
  ...casesOf(
    "pass-role-conditioned",
    { name: "to a named service", address: deploy, expect: "pass" },
    { name: "without a condition", address: deploy, edit: rewrite(deploy, "policy", (d) => delete d.Statement[1].Condition), expect: "fail" },
    { name: "hidden in a pattern", address: deploy, edit: rewrite(deploy, "policy", (d) => Object.assign(d.Statement[1], { Action: "IAM:Pass*", Condition: undefined })), expect: "fail" },
    { name: "to any service", address: deploy, edit: rewrite(deploy, "policy", (d) => (d.Statement[1].Condition = { StringLike: { "iam:PassedToService": "*" } })), expect: "fail" },
    { name: "everything on a bucket passes no role", address: deploy, edit: rewrite(deploy, "policy", (d) => d.Statement.push({ Effect: "Allow", Action: "*", Resource: "arn:aws:s3:::acme/*" })), expect: "pass" },
    { name: "a document that cannot be read", address: deploy, edit: set(deploy, { policy: "${var.policy}" }), expect: "unknown" },
  ),
  ...casesOf(
    "role-has-boundary",
    { name: "a literal", address: "aws_iam_role.flow", expect: "pass" },
    { name: "a reference", address: ci, expect: "pass" },
    { name: "none", address: ci, edit: drop(ci, "permissions_boundary"), expect: "fail" },
    { name: "an empty text", address: ci, edit: set(ci, { permissions_boundary: "" }), expect: "fail" },
    { name: "unknown in a plan of HCL", address: ci, editPlan: (plan) => ({ ...plan, configuration: undefined }), expect: "pass", expectOnPlan: "unknown" },
  ),
  ...casesOf(
    "service-trust-confused-deputy",
    { name: "on behalf of this account", address: "aws_iam_role.flow", expect: "pass" },
    { name: "CloudTrail sends no source", address: "aws_iam_role.trail", expect: "pass" },
    { name: "a bucket for one trail", address: "aws_s3_bucket_policy.archive", expect: "pass" },
    { name: "a key for log groups and EventBridge", address: key, expect: "pass" },
    { name: "a key that CloudTrail may describe, which reveals nothing", address: key, edit: rewrite(key, "policy", (d) => d.Statement.push({ Effect: "Allow", Principal: { Service: "cloudtrail.amazonaws.com" }, Action: "kms:DescribeKey", Resource: "*" })), expect: "pass" },
    { name: "a key that CloudTrail may use for anybody", address: key, edit: rewrite(key, "policy", (d) => d.Statement.push({ Effect: "Allow", Principal: { Service: "cloudtrail.amazonaws.com" }, Action: "kms:GenerateDataKey*", Resource: "*" })), expect: "fail" },
    { name: "the key of an event data store, which CloudTrail Lake uses without a source", address: lakeKey, edit: eventDataStore(), expect: "pass" },
    { name: "a key that an event data store shares with a trail", address: lakeKey, edit: both(eventDataStore(), set("aws_cloudtrail.main", { kms_key_id: "${aws_kms_key.lake.arn}" })), expect: "fail", because: "cloudtrail.amazonaws.com" },
    { name: "on behalf of anybody", address: "aws_iam_role.flow", edit: rewrite("aws_iam_role.flow", "assume_role_policy", (d) => delete d.Statement[0].Condition), expect: "fail", because: "vpc-flow-logs.amazonaws.com" },
    { name: "a bucket for any trail", address: "aws_s3_bucket_policy.archive", edit: rewrite("aws_s3_bucket_policy.archive", "policy", (d) => delete d.Statement[1].Condition), expect: "fail" },
    { name: "a topic for anybody's alarms", address: "aws_sns_topic_policy.alerts", edit: rewrite("aws_sns_topic_policy.alerts", "policy", (d) => delete d.Statement[0].Condition), expect: "fail" },
    { name: "a document that cannot be read", address: "aws_iam_role.flow", edit: set("aws_iam_role.flow", { assume_role_policy: "${data.aws_iam_policy_document.trust.json}" }), expect: "unknown" },
  ),
  ...casesOf(
    "oidc-trust-exact",
    { name: "an environment of one repository", address: ci, expect: "pass" },
    { name: "a role without OIDC", address: "aws_iam_role.flow", expect: "pass" },
    { name: "any branch", address: ci, edit: claims((equals, condition) => { delete equals[sub]; condition.StringLike = { [sub]: "repo:acme/infrastructure:*" }; }), expect: "fail", because: "StringEquals" },
    { name: "no subject", address: ci, edit: claims((equals) => delete equals[sub]), expect: "fail" },
    { name: "no audience", address: ci, edit: claims((equals) => delete equals["token.actions.githubusercontent.com:aud"]), expect: "fail" },
    { name: "a wildcard under StringEquals", address: ci, edit: claims((equals) => (equals[sub] = "repo:acme/*")), expect: "fail" },
    { name: "several subjects, one of them loose", address: ci, edit: claims((equals, condition) => { condition["ForAnyValue:StringLike"] = { [sub]: ["repo:acme/a:*"] }; delete equals[sub]; }), expect: "fail" },
    { name: "the provider by reference", address: ci, edit: both(rewrite(ci, "assume_role_policy", (d) => (d.Statement[0].Principal.Federated = "${aws_iam_openid_connect_provider.github.arn}")), claims((equals) => delete equals[sub])), expect: "fail" },
    { name: "a subject that is a variable", address: ci, edit: claims((equals) => (equals[sub] = "${var.subject}")), expect: "unknown" },
  ),
];
