import { asList, valueOf } from "./attributes";
import { statementsOf } from "./policy-documents";
import type { ResourceView, RuleContext } from "./rule";

const attachments = ["aws_iam_role_policy_attachment", "aws_iam_user_policy_attachment", "aws_iam_group_policy_attachment", "aws_iam_policy_attachment"];

/**
 * True where a policy is a permissions boundary and nothing else: a role of the stack carries it, nothing is granted it,
 * and it denies something. A boundary grants nothing by itself, it only limits (IAM User Guide, "Permissions boundaries"),
 * so it may begin with Allow everything.
 */
export const isBoundaryOnly = (policy: ResourceView, context: RuleContext): boolean => {
  if (policy.type !== "aws_iam_policy") return false;
  const name = valueOf(policy.at("name"));
  const carries = (role: ResourceView): boolean => {
    const boundary = valueOf(role.at("permissions_boundary"));
    return typeof boundary === "string" && typeof name === "string" && name !== "" && boundary.endsWith(`:policy/${name}`);
  };
  const carried = context.referring("aws_iam_role", "permissions_boundary", policy).length > 0 || context.resources("aws_iam_role").some(carries);
  const granted =
    attachments.some((type) => context.referring(type, "policy_arn", policy).length > 0) || context.referring("aws_iam_role", "managed_policy_arns", policy).length > 0 ||
    attachments.some((type) => context.resources(type).some((attachment) => asList(valueOf(attachment.at("policy_arn"))).some((arn) => typeof name === "string" && String(arn).endsWith(`:policy/${name}`))));
  return carried && !granted && (statementsOf(valueOf(policy.json("policy"))) ?? []).some(({ allows }) => !allows);
};
