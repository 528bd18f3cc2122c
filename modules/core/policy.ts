/** Policy documents as plain objects. They are written by JSON.stringify, so that rules can read them at synth and in a plan. */

export type ConditionBlock = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
export type Principal =
  | "*"
  | { readonly Service: string | readonly string[] }
  | { readonly AWS: string | readonly string[] }
  | { readonly Federated: string };

/** One statement in AWS's own spelling. */
export interface Statement {
  readonly Sid: string;
  readonly Effect: "Allow" | "Deny";
  readonly Principal?: Principal;
  readonly Action?: string | readonly string[];
  readonly NotAction?: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly NotResource?: string | readonly string[];
  readonly Condition?: ConditionBlock;
}

/**
 * The policy as Terraform takes it.
 *
 * @example
 * const document = policyDocument([
 *   {
 *     Sid: "DenyPlainHttp",
 *     Effect: "Deny",
 *     Principal: everyone,
 *     Action: "sqs:*",
 *     Resource: "arn:aws:sqs:eu-central-1:111111111111:castle-dev-events",
 *     Condition: { Bool: { "aws:SecureTransport": "false" } },
 *   },
 * ]);
 */
export const policyDocument = (statements: readonly Statement[]): string =>
  JSON.stringify({ Version: "2012-10-17", Statement: statements });

/** Anybody at all; the same as `"*"` (IAM User Guide, "AWS JSON policy elements: Principal"), in the form every reader of policies takes. */
export const everyone: Principal = { AWS: "*" };

export const accountRoot = (accountId: string): string => `arn:aws:iam::${accountId}:root`;

const accountOf = (arn: string): string => arn.split(":")[4] ?? "";

/**
 * Principal and condition that admit exactly the named roles or users. AWS refuses a resource policy that names a
 * role which does not exist yet, so the policy names the accounts and holds the caller's ARN against the list
 * (IAM User Guide, "aws:PrincipalArn": for an assumed role it is the ARN of the role).
 */
export const onlyPrincipals = (
  principalArns: readonly string[],
): { readonly Principal: { readonly AWS: readonly string[] }; readonly Condition: ConditionBlock } => ({
  Principal: { AWS: [...new Set(principalArns.map(accountOf))].sort().map(accountRoot) },
  Condition: { ArnEquals: { "aws:PrincipalArn": [...principalArns] } },
});
