import { asList, blocksAt, hasReference, isRecord, unknown, valueOf, worstOf } from "./attributes";
import type { Attribute, Outcome, ResourceView } from "./rule";

/** IAM policy documents as rules read them (IAM User Guide, "Grammar of the IAM JSON policy language"). */

export interface Condition {
  readonly operator: string;
  /** Lower case: condition keys are not case-sensitive. */
  readonly key: string;
  readonly values: readonly string[];
}

export interface Statement {
  readonly allows: boolean;
  /** Kind (`AWS`, `Service`, `Federated`, `CanonicalUser`) → principals. A bare `*` is `AWS: *`. */
  readonly principals: Readonly<Record<string, readonly string[]>>;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  /** The elements among NotPrincipal, NotAction and NotResource that the statement uses. */
  readonly negated: readonly string[];
  readonly conditions: readonly Condition[];
}

const texts = (value: unknown): readonly string[] => asList(value).map(String);

const conditionsOf = (condition: unknown): readonly Condition[] =>
  isRecord(condition)
    ? Object.entries(condition).flatMap(([operator, keys]) => (isRecord(keys) ? Object.entries(keys).map(([key, values]) => ({ operator, key: key.toLowerCase(), values: texts(values) })) : []))
    : [];

const principalsOf = (principal: unknown): Statement["principals"] =>
  isRecord(principal) ? Object.fromEntries(Object.entries(principal).map(([kind, values]) => [kind, texts(values)])) : principal === undefined ? {} : { AWS: texts(principal) };

/** The statements of a parsed document; undefined where it is not a policy document. */
export const statementsOf = (document: unknown): readonly Statement[] | undefined => {
  if (!isRecord(document)) return undefined;
  const statements = asList(document.Statement);
  if (!statements.every(isRecord)) return undefined;
  return statements.map((statement) => ({
    allows: statement.Effect === "Allow",
    principals: principalsOf(statement.Principal),
    actions: texts(statement.Action),
    resources: texts(statement.Resource),
    negated: ["NotPrincipal", "NotAction", "NotResource"].filter((element) => element in statement),
    conditions: conditionsOf(statement.Condition),
  }));
};

type Kind = "identity" | "resource" | "trust";

/**
 * Where policy documents stand. A VPC endpoint's policy is left out: it grants nothing, it only narrows what the
 * caller's own policies grant (AWS PrivateLink Guide, "Control access to VPC endpoints using endpoint policies").
 */
const documentAttributes: Readonly<Record<Kind, Readonly<Record<string, string>>>> = {
  identity: {
    aws_iam_policy: "policy",
    aws_iam_role_policy: "policy",
    aws_iam_user_policy: "policy",
    aws_iam_group_policy: "policy",
    aws_iam_role: "inline_policy",
    aws_ssoadmin_permission_set_inline_policy: "inline_policy",
  },
  resource: {
    aws_backup_vault_policy: "policy",
    aws_cloudwatch_event_bus_policy: "policy",
    aws_cloudwatch_log_resource_policy: "policy_document",
    aws_dynamodb_resource_policy: "policy",
    aws_ecr_repository_policy: "policy",
    aws_efs_file_system_policy: "policy",
    aws_kms_key: "policy",
    aws_kms_key_policy: "policy",
    aws_opensearch_domain_policy: "access_policies",
    aws_s3_bucket_policy: "policy",
    aws_secretsmanager_secret_policy: "policy",
    aws_sns_topic: "policy",
    aws_sns_topic_policy: "policy",
    aws_sqs_queue: "policy",
    aws_sqs_queue_policy: "policy",
  },
  trust: { aws_iam_role: "assume_role_policy" },
};

/** Terraform types that hold policy documents of these kinds. */
export const typesWithDocuments = (...kinds: readonly Kind[]): readonly string[] => [...new Set(kinds.flatMap((kind) => Object.keys(documentAttributes[kind])))];

const inlineDocuments = (resource: ResourceView): readonly Attribute[] => {
  const blocks = blocksAt(resource, "inline_policy");
  if (blocks === undefined) return [{ kind: "unknown" }];
  return blocks.map((block): Attribute => {
    try {
      return { kind: "template", template: JSON.parse(String(block.policy)) as unknown };
    } catch {
      return block.policy === undefined || block.policy === null || block.policy === "" ? { kind: "absent" } : { kind: "unknown" };
    }
  });
};

const documentsOf = (resource: ResourceView, kinds: readonly Kind[]): readonly Attribute[] =>
  kinds.flatMap((kind) => {
    const path = documentAttributes[kind][resource.type];
    if (path === undefined) return [];
    return path === "inline_policy" && resource.type === "aws_iam_role" ? inlineDocuments(resource) : [resource.json(path)];
  });

/** Judges every statement of a resource's documents; unknown where a document cannot be read. */
export const judgeStatements = (resource: ResourceView, kinds: readonly Kind[], judge: (statement: Statement) => Outcome | undefined): Outcome =>
  worstOf(
    documentsOf(resource, kinds).flatMap((attribute): readonly Outcome[] => {
      if (attribute.kind === "absent") return [];
      const statements = attribute.kind === "unknown" ? undefined : statementsOf(valueOf(attribute));
      if (statements === undefined) return [unknown("a policy document cannot be read: write it with JSON.stringify, not jsonencode or a policy-document data source")];
      return statements.flatMap((statement) => judge(statement) ?? []);
    }),
  );

/** A text that is nothing but a reference which may become anything, wildcards too: a variable, a local, a data source. */
export const mayBeAnything = (text: string): boolean => {
  const whole = text.match(/^\$\{([^{}]*)\}$/)?.[1];
  return whole === undefined ? hasReference(text) && /\$\{[^}]*\(/.test(text) : !/^aws_[a-z0-9_]+\.[\w-]+(\[[^\]]+\])?\.[\w.]+$/.test(whole.trim());
};

const compile = (pattern: string): RegExp => new RegExp(`^${pattern.replace(/[.+^${}()|[\]\\]/g, "\\$&").replaceAll("*", ".*").replaceAll("?", ".")}$`, "i");

/** The same few patterns are asked about ever again. */
const compiled = new Map<string, RegExp>();
const expressionOf = (pattern: string): RegExp => {
  const expression = compiled.get(pattern) ?? compile(pattern);
  compiled.set(pattern, expression);
  return expression;
};

/** True where a statement's action covers the named one; patterns and case as IAM reads them. */
export const coversAction = (pattern: string, action: string): boolean => expressionOf(pattern).test(action);

/**
 * A condition that lets through only callers or sources that it names: a positive operator, no `IfExists` (which lets
 * through a request without the key), and values that are not wildcards alone.
 */
export const isRestrictedBy = (statement: Statement, keys: readonly (string | RegExp)[]): boolean =>
  statement.conditions.some(
    ({ operator, key, values }) =>
      keys.some((wanted) => (typeof wanted === "string" ? wanted.toLowerCase() === key : wanted.test(key))) &&
      /^(ForAnyValue:)?(StringEquals|StringEqualsIgnoreCase|StringLike|ArnEquals|ArnLike)$/.test(operator) &&
      values.length > 0 &&
      values.every((value) => !/^[*?]*$/.test(value)),
  );
