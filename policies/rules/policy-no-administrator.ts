import { asList, fail, notApplicable, unknown, valueOf, worstOf } from "../attributes";
import { isBoundaryOnly } from "../boundaries";
import { judgeStatements, mayBeAnything, type Statement, typesWithDocuments } from "../policy-documents";
import type { Outcome, ResourceView, Rule } from "../rule";

/** `iam:*` on everything is everything: who holds it writes the rest for himself. */
const everyAction = /^([*?]+(:[*?]+)?|iam:[*?]+)$/i;
const everyResource = /^([*?:]+|arn:(aws|\*):[*?:]*)$/;

const judgeStatement = ({ allows, negated, actions, resources }: Statement): Outcome | undefined => {
  if (!allows) return undefined;
  if (negated.includes("NotAction")) return fail("Allow with NotAction grants everything but a list");
  const action = actions.find((name) => everyAction.test(name));
  const onEverything = resources.some((name) => everyResource.test(name)) || negated.includes("NotResource");
  if (action !== undefined && onEverything) return fail(`a statement allows ${action} on every resource`);
  if (actions.some(mayBeAnything) && (onEverything || resources.some(mayBeAnything))) return unknown("an action of a statement is a reference that may become anything");
  return action !== undefined && resources.some(mayBeAnything) ? unknown("a resource of a statement is a reference that may become anything") : undefined;
};

const administrators = ["AdministratorAccess", "IAMFullAccess"].map((name) => `arn:aws:iam::aws:policy/${name}`);
const attachments = ["aws_iam_role_policy_attachment", "aws_iam_user_policy_attachment", "aws_iam_group_policy_attachment", "aws_iam_policy_attachment"];

const judgeAttached = (resource: ResourceView): Outcome => {
  const path = attachments.includes(resource.type) ? "policy_arn" : "managed_policy_arns";
  const granted = asList(valueOf(resource.at(path))).map(String);
  return worstOf(granted.filter((arn) => administrators.includes(arn)).map((arn) => fail(`${arn} grants everything`)));
};

export const policyNoAdministrator: Rule = {
  id: "policy-no-administrator",
  title: "No policy grants everything",
  risk: "critical",
  types: [...new Set([...typesWithDocuments("identity", "resource"), ...attachments])],
  source: "CIS AWS Foundations 5.0, 1.15; IAM User Guide, 'Apply least-privilege permissions'",
  remedy: "Name the actions and resources that are needed; deny instead of NotAction.",
  evaluate: (resource, context) =>
    isBoundaryOnly(resource, context) ? notApplicable : worstOf([judgeStatements(resource, ["identity", "resource"], judgeStatement), judgeAttached(resource)]),
};
