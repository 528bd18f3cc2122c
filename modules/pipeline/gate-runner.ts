import type { Construct } from "constructs";
import { throughBucket } from "../build-project";
import { LambdaFunction, logGroupOf } from "../lambda-function";
import type { Statement } from "../core";
import { bucketArn, gateFunctionName } from "./names";

/** Code of the function in which gates judge, and whose. */
export interface GateCode {
  /** Release of Portcullis: `portcullis-function-<version>.zip` lies in the bucket of tools. */
  readonly version: string;
  /** SHA-256 of that zip: 64 hexadecimal digits. */
  readonly sha256: string;
  /** Names of the pipelines that it judges. */
  readonly pipelines: readonly string[];
}

export interface GateRunnerProps extends GateCode {
  readonly base: string;
  readonly accountId: string;
  readonly region: string;
  readonly evidenceBucket: string;
  readonly toolsBucket: string;
  readonly keyArn: string;
  readonly permissionsBoundaryArn: string;
  /** In days. */
  readonly logRetentionDays: number;
}

export const gateLogGroup = (base: string): string => logGroupOf(gateFunctionName(base));

/** What a gate in a build may, for every pipeline that is judged here; the artifact it reads by what the job brings along. */
const statementsOf = ({ pipelines, evidenceBucket, toolsBucket, keyArn, region }: GateRunnerProps): readonly Statement[] => {
  const evidence = bucketArn(evidenceBucket);
  const folders = pipelines.flatMap((pipeline) => [`${pipeline}/executions/*/reports/*`, `${pipeline}/baseline/*`, `${pipeline}/penetration-tests/*`]);
  return [
    { Sid: "ReadAssignments", Effect: "Allow", Action: "s3:GetObject", Resource: pipelines.map((pipeline) => `${bucketArn(toolsBucket)}/manifests/${pipeline}/*`) },
    { Sid: "ReadEvidence", Effect: "Allow", Action: "s3:GetObject", Resource: folders.map((folder) => `${evidence}/${folder}`) },
    { Sid: "ListEvidence", Effect: "Allow", Action: "s3:ListBucket", Resource: evidence, Condition: { StringLike: { "s3:prefix": folders } } },
    { Sid: "HandOverVerdict", Effect: "Allow", Action: "s3:PutObject", Resource: pipelines.map((pipeline) => `${evidence}/${pipeline}/executions/*/verdicts/*`) },
    { Sid: "WriteBaseline", Effect: "Allow", Action: "s3:PutObject", Resource: pipelines.map((pipeline) => `${evidence}/${pipeline}/baseline/*/verdict.json`) },
    throughBucket("EvidenceKey", keyArn, region, [evidenceBucket, toolsBucket], "use"),
    // They take no resource (Service Authorization Reference, "AWS CodePipeline").
    { Sid: "AnswerPipelines", Effect: "Allow", Action: ["codepipeline:PutJobFailureResult", "codepipeline:PutJobSuccessResult"], Resource: "*" },
  ];
};

/**
 * The function in which gates judge: the packed command itself, with the longest time and the largest disk and memory that Lambda has (Lambda
 * Developer Guide, "Lambda quotas").
 */
export const addGateFunction = (scope: Construct, props: GateRunnerProps): LambdaFunction =>
  new LambdaFunction(scope, "gate", {
    name: gateFunctionName(props.base),
    description: "Decides whether a change may go on, for the pipelines whose results are too big for a build",
    accountId: props.accountId,
    region: props.region,
    codeObject: { bucket: props.toolsBucket, key: `portcullis-function-${props.version}.zip`, sha256: props.sha256, handler: "dist/scripts/delivery/gate-function.handler" },
    permissionsBoundaryArn: props.permissionsBoundaryArn,
    keyArn: props.keyArn,
    logRetentionDays: props.logRetentionDays,
    timeoutSeconds: 900,
    memoryMegabytes: 10_240,
    temporaryMegabytes: 10_240,
    statements: statementsOf(props),
  });
