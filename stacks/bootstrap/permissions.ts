import { regionsOf } from "../../environments";
import { bucketArn } from "../../modules/bucket";
import type { Statement } from "../../modules/core";
import { addressListFolder } from "../../modules/guardduty";
import type { BootstrapContext } from "./context";
import { declareExceptions } from "./exceptions";
import { ledgerPrefixes, planPrefix, recordPrefixes } from "./ledger";
import { prefixed, services, servicesWithLinkedRoles, servicesWithRoles } from "./services";

/** What both deployment roles read: configuration, never the data that the services hold. */
export const readStatements = ({ environment, names }: BootstrapContext): readonly Statement[] => [
  {
    Sid: "ReadConfiguration",
    Effect: "Allow",
    Action: [
      ...services.flatMap(({ service, read }) => prefixed(service, read)),
      "iam:Get*",
      "iam:List*",
      "sts:GetCallerIdentity",
    ],
    Resource: "*",
  },
  {
    Sid: "DenyReadingData",
    Effect: "Deny",
    Action: [
      "dynamodb:BatchGetItem",
      "dynamodb:GetItem",
      "dynamodb:Query",
      "dynamodb:Scan",
      "ec2:GetConsole*",
      "ec2:GetPasswordData",
      "iam:GenerateCredentialReport",
      "iam:GetCredentialReport",
      "logs:FilterLogEvents",
      "logs:GetLogEvents",
      "logs:GetQueryResults",
      "logs:StartQuery",
      "secretsmanager:BatchGetSecretValue",
      "secretsmanager:GetSecretValue",
      "ssm:GetParameter*",
    ],
    Resource: "*",
  },
  {
    // It gives a function's code, which may hold anything; our own is in the repository, and Terraform reads functions by it.
    Sid: "DenyReadingCode",
    Effect: "Deny",
    Action: "lambda:GetFunction",
    NotResource: `arn:aws:lambda:*:${environment.accountId}:function:${names.base}-*`,
  },
];

/** Addresses that GuardDuty trusts or warns of: the only objects that stacks declare (stacks/detection). */
const addressLists = ({ names }: BootstrapContext): string => `${bucketArn(names.findingsBucket)}/${addressListFolder}/*`;

/** State, bundles and ledger, as either role uses them. */
const sharedOperation = (context: BootstrapContext): readonly Statement[] => {
  const { names, environment, ledger } = context;
  const home = `arn:aws:kms:${environment.homeRegion}:${environment.accountId}:key/*`;
  const ledgerObjects = ledgerPrefixes.map((prefix) => `${bucketArn(ledger.bucket)}/${prefix}/*`);
  const state = bucketArn(names.stateBucket);
  const bundles = bucketArn(names.bundleBucket);
  return [
    { Sid: "FindObjects", Effect: "Allow", Action: "s3:ListBucket", Resource: [state, bundles, bucketArn(ledger.bucket)] },
    { Sid: "ReadObjects", Effect: "Allow", Action: "s3:GetObject", Resource: [`${state}/*`, `${bundles}/*`, ...ledgerObjects] },
    { Sid: "ReadAddressLists", Effect: "Allow", Action: ["s3:GetObject", "s3:GetObjectTagging"], Resource: addressLists(context) },
    { Sid: "LockState", Effect: "Allow", Action: ["s3:DeleteObject", "s3:PutObject"], Resource: `${state}/*.tflock` },
    { Sid: "NotePlans", Effect: "Allow", Action: "s3:PutObject", Resource: `${bucketArn(ledger.bucket)}/${planPrefix}/*` },
    { Sid: "StoreBundles", Effect: "Allow", Action: "s3:PutObject", Resource: `${bundles}/*` },
    {
      Sid: "UseKeysOfBuckets",
      Effect: "Allow",
      Action: ["kms:Decrypt", "kms:GenerateDataKey"],
      Resource: [...new Set([home, `arn:aws:kms:${ledger.region}:${ledger.accountId}:key/*`])],
      Condition: {
        StringEquals: { "kms:ViaService": [...new Set([environment.homeRegion, ledger.region])].map((region) => `s3.${region}.amazonaws.com`) },
      },
    },
    {
      Sid: "ComputeFingerprints",
      Effect: "Allow",
      Action: ["kms:GenerateMac", "kms:VerifyMac"],
      Resource: home,
      Condition: { "ForAnyValue:StringEquals": { "kms:ResourceAliases": names.fingerprintKeyAlias } },
    },
  ];
};

/** The plan role, with which the code of a pull request runs, changes nothing but locks, bundles and notes of plans. */
export const planStatements = sharedOperation;

/** The apply role also records in the ledger, writes state, holds the lock of a promotion, and plans by the plan role. */
export const applyStatements = (context: BootstrapContext): readonly Statement[] => {
  const state = bucketArn(context.names.stateBucket);
  const recorded = recordPrefixes.map((prefix) => `${bucketArn(context.ledger.bucket)}/${prefix}/*`);
  return [
    ...sharedOperation(context),
    { Sid: "Record", Effect: "Allow", Action: "s3:PutObject", Resource: [...recorded, `${state}/ledger-anchors/*`] },
    { Sid: "WriteState", Effect: "Allow", Action: "s3:PutObject", Resource: [`${state}/*.tfstate`, `${state}/promotion-lock.json`] },
    { Sid: "DeclareAddressLists", Effect: "Allow", Action: ["s3:DeleteObject*", "s3:PutObject", "s3:PutObjectTagging"], Resource: addressLists(context) },
    { Sid: "PlanByPlanRole", Effect: "Allow", Action: "sts:AssumeRole", Resource: context.names.planRoleArn },
    { Sid: "FreePromotionLock", Effect: "Allow", Action: "s3:DeleteObject", Resource: `${state}/promotion-lock.json` },
  ];
};

/**
 * What the stacks declare, by the name of the managed policy that allows it: three of them, since one holds at most 6144 characters and
 * all inline policies of a role together at most 10240 (IAM User Guide, "IAM and AWS STS quotas").
 */
export const declarePolicies = (context: BootstrapContext): Readonly<Record<string, readonly Statement[]>> => ({
  "declare-by-name": declareByName(context),
  "declare-in-regions": declareInRegions(context),
  "declare-identities": declareIdentities(context),
});

/** Where a service's ARNs hold names: what bears a name of this environment. */
const declareByName = ({ environment, names }: BootstrapContext): readonly Statement[] => {
  const adopted = environment.ownership.logArchive.mode === "adopt" ? [bucketArn(environment.ownership.logArchive.bucketName)] : [];
  return services.flatMap(({ service, write, named }): Statement[] =>
    named === undefined
      ? []
      : [
          {
            Sid: `Declare${service.charAt(0).toUpperCase()}${service.slice(1)}`,
            Effect: "Allow",
            Action: prefixed(service, write),
            Resource: [...named(names.base, environment.accountId), ...(service === "s3" ? adopted : [])],
          },
        ],
  );
};

/** Where they do not: in the regions of the environment. */
const declareInRegions = ({ environment }: BootstrapContext): readonly Statement[] => [
  {
    Sid: "DeclareInRegions",
    Effect: "Allow",
    Action: services.flatMap(({ service, write, named }) => (named === undefined ? prefixed(service, write) : [])),
    Resource: "*",
    Condition: { StringEquals: { "aws:RequestedRegion": regionsOf(environment) } },
  },
];

const declareIdentities = ({ environment, names }: BootstrapContext): readonly Statement[] => [
  {
    Sid: "DeclareRoles",
    Effect: "Allow",
    Action: [
      "iam:AttachRolePolicy",
      "iam:CreateRole",
      "iam:DeleteRole",
      "iam:DeleteRolePolicy",
      "iam:DetachRolePolicy",
      "iam:PutRolePermissionsBoundary",
      "iam:PutRolePolicy",
      "iam:TagRole",
      "iam:UntagRole",
      "iam:UpdateAssumeRolePolicy",
      "iam:UpdateRole",
      "iam:UpdateRoleDescription",
    ],
    Resource: `arn:aws:iam::${environment.accountId}:role/${names.base}-*`,
  },
  {
    Sid: "DeclareAccountSettings",
    Effect: "Allow",
    Action: ["iam:*AccountPasswordPolicy", "s3:PutAccountPublicAccessBlock"],
    Resource: "*",
  },
  ...declareExceptions(environment, names),
  {
    Sid: "PassRoles",
    Effect: "Allow",
    Action: "iam:PassRole",
    Resource: `arn:aws:iam::${environment.accountId}:role/${names.base}-*`,
    Condition: { StringEquals: { "iam:PassedToService": servicesWithRoles } },
  },
  {
    Sid: "LetServicesMakeTheirRoles",
    Effect: "Allow",
    Action: "iam:CreateServiceLinkedRole",
    Resource: serviceLinkedRoles(environment.accountId),
    Condition: { StringEquals: { "iam:AWSServiceName": servicesWithLinkedRoles } },
  },
  {
    // Terraform tags the one that it makes and may remove it; only the creation says for which service (Service Authorization Reference, "AWS IAM").
    Sid: "KeepServicesRoles",
    Effect: "Allow",
    Action: ["iam:DeleteServiceLinkedRole", "iam:TagRole", "iam:UntagRole"],
    Resource: serviceLinkedRoles(environment.accountId),
  },
];

const serviceLinkedRoles = (accountId: string): readonly string[] => servicesWithLinkedRoles.map((service) => `arn:aws:iam::${accountId}:role/aws-service-role/${service}/*`);
