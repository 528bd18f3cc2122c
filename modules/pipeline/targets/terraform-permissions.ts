import type { ConditionBlock, Statement } from "../../core";
import type { Application, PathEnvironment, Target } from "../application";
import { bucketArn } from "../names";

/** Key of the state of one root module. */
export const stateKey = ({ name }: Pick<Application, "name">, root: string): string => `${name}/${root}.tfstate`;

type State = NonNullable<PathEnvironment["state"]>;

/**
 * The key of the state. An alias is no resource of a policy: a statement names the keys of the account and holds the alias against them (KMS
 * Developer Guide, "Use aliases to control access to KMS keys").
 */
export const stateKeyStatement = ({ keyArn, keyPolicyArn }: State, region: string, Action: Statement["Action"]): Statement => {
  const [account, alias] = keyArn.split(":alias/");
  const through = { "kms:ViaService": `s3.${region}.amazonaws.com` };
  return {
    Sid: "EncryptState",
    Effect: "Allow",
    Action,
    ...(alias === undefined
      ? { Resource: keyArn, Condition: { StringEquals: through } }
      : { Resource: keyPolicyArn ?? `${account}:key/*`, Condition: { StringEquals: through, "ForAnyValue:StringEquals": { "kms:ResourceAliases": `alias/${alias}` } } }),
  };
};

/** State of this application's root modules, and the lock beside it (Terraform documentation, "Backend type: s3"). */
export const stateStatements = (application: Application, { state, region }: PathEnvironment): readonly Statement[] =>
  state === undefined
    ? []
    : [
        { Sid: "FindState", Effect: "Allow", Action: "s3:ListBucket", Resource: bucketArn(state.bucket), Condition: { StringLike: { "s3:prefix": `${application.name}/*` } } },
        { Sid: "KeepState", Effect: "Allow", Action: ["s3:GetObject", "s3:PutObject"], Resource: `${bucketArn(state.bucket)}/${application.name}/*.tfstate` },
        { Sid: "LockState", Effect: "Allow", Action: ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"], Resource: `${bucketArn(state.bucket)}/${application.name}/*.tfstate.tflock` },
        stateKeyStatement(state, region, ["kms:Decrypt", "kms:GenerateDataKey"]),
      ];

/**
 * The state as a plan takes it: read, and not locked, for a plan writes nothing. ReadOnlyAccess of AWS, which is attached besides, also reads objects,
 * items, messages and parameters of others: what is none of the actions of the deployment is denied, whatever AWS adds to it.
 */
export const lookingStatements = (application: Application, { state, region }: PathEnvironment, actions: readonly string[]): readonly Statement[] => {
  if (state === undefined) return [];
  const bucket = bucketArn(state.bucket);
  const own = `${bucket}/${application.name}/*.tfstate`;
  const key = stateKeyStatement(state, region, "kms:Decrypt");
  return [
    { Sid: "FindState", Effect: "Allow", Action: "s3:ListBucket", Resource: bucket, Condition: { StringLike: { "s3:prefix": `${application.name}/*` } } },
    { Sid: "ReadState", Effect: "Allow", Action: "s3:GetObject", Resource: own },
    key,
    { Sid: "DenyWhatDeployingDoesNotTake", Effect: "Deny", NotAction: ["sts:GetCallerIdentity", ...actions], NotResource: [bucket, own, ...[key.Resource ?? []].flat()] },
  ];
};

/** Services to which a deployment may hand a role of its application. */
const passedTo: ConditionBlock = { StringEquals: { "iam:PassedToService": ["ecs-tasks.amazonaws.com", "ec2.amazonaws.com", "lambda.amazonaws.com", "scheduler.amazonaws.com", "states.amazonaws.com"] } };

const isIam = (action: string): boolean => action.toLowerCase().startsWith("iam:");
const isPassRole = (action: string): boolean => action.toLowerCase() === "iam:passrole";

/** What a team asks for, and the state. IAM is confined to roles and policies of the application's own name. */
export const terraformStatements = (application: Application, { actions }: Extract<Target, { readonly kind: "terraform" }>, environment: PathEnvironment): readonly Statement[] => {
  const own = (type: string) => `arn:aws:iam::${environment.accountId}:${type}/${application.name}-*`;
  const other = actions.filter((action) => !isIam(action));
  const iam = actions.filter((action) => isIam(action) && !isPassRole(action));
  return [
    ...stateStatements(application, environment),
    ...(other.length === 0 ? [] : [{ Sid: "Deploy", Effect: "Allow", Action: other, Resource: "*" } as const]),
    ...(iam.length === 0 ? [] : [{ Sid: "KeepOwnRoles", Effect: "Allow", Action: iam, Resource: [own("role"), own("policy")] } as const]),
    ...(actions.some(isPassRole) ? [{ Sid: "HandOverOwnRoles", Effect: "Allow", Action: "iam:PassRole", Resource: own("role"), Condition: passedTo } as const] : []),
  ];
};

const webAclActions = (kind: "RuleGroup" | "IPSet" | "RegexPatternSet"): readonly string[] => ["Create", "Delete", "Get", "Update"].map((verb) => `wafv2:${verb}${kind}`);

/** Virtual patches: rule groups and the sets they use, of the application's own name (Service Authorization Reference, "AWS WAF V2"). */
export const patchStatements = (application: Application, environment: PathEnvironment): readonly Statement[] => {
  const own = (scope: string, region: string) => ["rulegroup", "ipset", "regexpatternset"].map((type) => `arn:aws:wafv2:${region}:${environment.accountId}:${scope}/${type}/${application.name}-*`);
  return [
    {
      Sid: "KeepVirtualPatches",
      Effect: "Allow",
      Action: [...webAclActions("RuleGroup"), ...webAclActions("IPSet"), ...webAclActions("RegexPatternSet"), "wafv2:ListTagsForResource", "wafv2:TagResource", "wafv2:UntagResource"],
      // What a distribution of CloudFront uses stands in us-east-1 (AWS WAF Developer Guide, "Web ACL scope").
      Resource: [...own("regional", environment.region), ...own("global", "us-east-1")],
    },
  ];
};
