import { fail, notApplicable, pass, unknown, valueOf } from "../attributes";
import { isBoundaryOnly } from "../boundaries";
import { guardedActions, startsBuilds, type Guard } from "../guarded-actions";
import { coversAction, judgeStatements, statementsOf, type Condition, type Statement } from "../policy-documents";
import type { Outcome, ResourceView, Rule, RuleContext } from "../rule";

/** Who is left out of a denial, by the end of the role's ARN; approvers are named whole. */
const leftOut: Readonly<Record<Guard, RegExp>> = {
  overrides: /:role\/[\w-]+-break-glass$/,
  approvals: /^arn:aws:(iam|sts)::\d{12}:[^*?]+$/,
  edits: /:role\/[\w-]+-(apply|break-glass)$/,
  builds: /:role\/[\w-]+-break-glass$/,
  locks: /:role\/[\w-]+-(apply|break-glass)$/,
  gates: /:role\/[\w-]+-break-glass$/,
  evidence: /:role\/[\w-]+-(apply|break-glass)$/,
};

/** The lock, and the gate where it judges in a function. */
const functions = /^(\*|arn:aws:lambda:.*-delivery-\*)$/;

/** On what the denial must be, at least. */
const heldOn: Readonly<Record<Guard, readonly RegExp[]>> = {
  overrides: [/^\*$/],
  approvals: [/^\*$/],
  edits: [/^\*$/],
  builds: [/^(\*|arn:aws:codebuild:\*)$/],
  locks: [functions],
  gates: [functions],
  evidence: [/^(\*|arn:aws:s3:::[\w-]+-evidence-\*)$/, /^(\*|arn:aws:s3:::[\w-]+-tools-\*)$/],
};

const covers = ({ actions, negated }: Statement, action: string): boolean => negated.length === 0 && actions.some((pattern) => coversAction(pattern, action));

const excusesOnly = (guard: Guard, conditions: readonly Condition[]): boolean =>
  conditions.every(({ operator, key, values }) =>
    key === "aws:principalarn"
      ? operator === "ArnNotEquals" && values.every((value) => leftOut[guard].test(value))
      : (guard === "builds" || guard === "gates") && key === `aws:principaltag/${startsBuilds.key}` && operator === "StringNotEquals" && values.every((value) => value === startsBuilds.value),
  );

const judgeBoundary = (boundary: ResourceView): Outcome => {
  const document = boundary.json("policy");
  const statements = document.kind === "unknown" ? undefined : statementsOf(valueOf(document));
  if (statements === undefined) return unknown("the boundary cannot be read");
  const open = (Object.keys(guardedActions) as Guard[]).flatMap((guard) =>
    guardedActions[guard].filter((action) => {
      const denials = statements.filter((statement) => !statement.allows && covers(statement, action) && excusesOnly(guard, statement.conditions));
      const allowed = statements.some((statement) => statement.allows && (statement.negated.length > 0 || covers(statement, action)));
      return allowed && !heldOn[guard].every((place) => denials.some(({ resources }) => resources.some((resource) => place.test(resource))));
    }),
  );
  return open.length === 0 ? pass : fail(`under this boundary others than those named may ${open.join(", ")}`);
};

/** The role that a policy lies in, where this stack declares it. */
const holderOf = (policy: ResourceView, context: RuleContext): ResourceView | undefined => {
  const referred = policy.references("role");
  const name = valueOf(policy.at("role"));
  return context.resources("aws_iam_role").find((role) => referred.includes(role.address) || (typeof name === "string" && valueOf(role.at("name")) === name));
};

const isMarked = (role: ResourceView | undefined): boolean => role !== undefined && valueOf(role.at(`tags.${startsBuilds.key}`)) === startsBuilds.value;

/** What grants the apply role: its own policies, by name. */
const isOfApply = (policy: ResourceView, holder: ResourceView | undefined): boolean => [valueOf(policy.at("name")), valueOf(holder?.at("name") ?? { kind: "absent" })].some((name) => /-apply(-|$)/.test(String(name)));

const judgeGrant = (policy: ResourceView, context: RuleContext): Outcome => {
  const holder = holderOf(policy, context);
  return judgeStatements(policy, ["identity"], (statement) => {
    if (!statement.allows || statement.negated.includes("NotAction")) return undefined;
    const granted = (guard: Guard): readonly string[] => guardedActions[guard].filter((action) => statement.actions.some((pattern) => coversAction(pattern, action)));
    const refused = [...granted("overrides"), ...(isOfApply(policy, holder) ? [] : granted("edits")), ...(isMarked(holder) ? [] : granted("builds"))];
    return refused.length === 0 ? undefined : fail(`a statement allows ${refused.join(", ")}, by which somebody gets round a pipeline`);
  });
};

/** A mark is worth what its bearer is: services that run builds, and nobody else. */
const judgeMarked = (role: ResourceView): Outcome =>
  judgeStatements(role, ["trust"], ({ allows, principals }) => {
    const others = Object.entries(principals).flatMap(([kind, names]) => (kind === "Service" ? names.filter((name) => !/^(codepipeline|codebuild)\.amazonaws\.com$/.test(name)) : names));
    return allows && others.length > 0 ? fail(`the role is marked as one that starts builds, and ${others.join(", ")} may assume it`) : undefined;
  });

export const pipelineControlsKept: Rule = {
  id: "pipeline-controls-kept",
  title: "Nobody gets round a pipeline but those who are named for it",
  risk: "critical",
  types: ["aws_iam_policy", "aws_iam_role_policy", "aws_iam_user_policy", "aws_iam_group_policy", "aws_iam_role"],
  source: "Service Authorization Reference, 'AWS CodePipeline' and 'AWS CodeBuild'; IAM User Guide, 'Permissions boundaries for IAM entities'",
  remedy: "Deny overrides, approvals, edits, builds, and changes of lock and evidence in the boundary to all but break-glass, approvers, the apply role and pipelines (stacks/bootstrap/boundary-pipelines.ts), and grant them to nobody else.",
  evaluate: (resource, context) => {
    if (resource.type === "aws_iam_role") return isMarked(resource) ? judgeMarked(resource) : notApplicable;
    return isBoundaryOnly(resource, context) ? judgeBoundary(resource) : judgeGrant(resource, context);
  },
};
