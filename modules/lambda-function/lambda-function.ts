import { LambdaFunction as LambdaFunctionResource } from "@cdktf/provider-aws/lib/lambda-function";
import { Construct } from "constructs";
import type { Statement } from "../core";
import { EncryptedLogGroup } from "../log-group";
import { ServiceRole } from "../service-role";
import { writeArchive } from "./archive";

export interface LambdaFunctionProps {
  readonly name: string;
  /** What it does, for people. */
  readonly description: string;
  readonly accountId: string;
  readonly region: string;
  /** Absolute path of the folder that holds its code; `index.mjs` exports `handler`. */
  readonly codeFolder: string;
  /** What it may do, besides writing its log. */
  readonly statements: readonly Statement[];
  readonly permissionsBoundaryArn: string;
  /** ARN of the key of its log group; it grants `log-groups` the name of `logGroupOf`. */
  readonly keyArn: string;
  /** Retention of its log, in days. */
  readonly logRetentionDays: number;
  /** Longest run, in seconds. @default 60 */
  readonly timeoutSeconds?: number;
}

/** Where Lambda writes what a function logs (Lambda Developer Guide, "Sending Lambda function logs to CloudWatch Logs"). */
export const logGroupOf = (functionName: string): string => `/aws/lambda/${functionName}`;

/**
 * A function on the Node.js that AWS keeps, with the AWS SDK that Lambda brings: nothing is bundled or installed. It has an
 * encrypted log and a role under the boundary. Its concurrency is not reserved: new accounts may run ten at once in all, and
 * AWS then refuses a reservation.
 *
 * @example
 * new LambdaFunction(scope, "reporter", {
 *   name: "castle-dev-reporter",
 *   description: "Reports to the security team each night",
 *   accountId: "111111111111",
 *   region: "eu-central-1",
 *   codeFolder: "/srv/castle/reporter",
 *   statements: [{ Sid: "Publish", Effect: "Allow", Action: "sns:Publish", Resource: "arn:aws:sns:eu-central-1:111111111111:castle-dev-alerts" }],
 *   permissionsBoundaryArn: "arn:aws:iam::111111111111:policy/castle-dev-boundary",
 *   keyArn: "arn:aws:kms:eu-central-1:111111111111:key/1234abcd-12ab-34cd-56ef-1234567890ab",
 *   logRetentionDays: 365,
 * });
 */
export class LambdaFunction extends Construct {
  public readonly arn: string;
  public readonly resource: LambdaFunctionResource;

  constructor(scope: Construct, id: string, props: LambdaFunctionProps) {
    super(scope, id);
    const logGroup = new EncryptedLogGroup(this, "log-group", { name: logGroupOf(props.name), keyArn: props.keyArn, retentionDays: props.logRetentionDays });
    const role = new ServiceRole(this, "role", {
      name: props.name,
      description: `Runs the function ${props.name}`,
      service: "lambda.amazonaws.com",
      accountId: props.accountId,
      permissionsBoundaryArn: props.permissionsBoundaryArn,
      statements: [
        {
          Sid: "WriteLog",
          Effect: "Allow",
          Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
          Resource: `arn:aws:logs:${props.region}:${props.accountId}:log-group:${logGroup.name}:*`,
        },
        ...props.statements,
      ],
      unsafe: { withoutSourceCondition: { reason: "Lambda sends no source when it assumes a role (Lambda Developer Guide, 'Execution role')" } },
    });
    const code = writeArchive(this, props.codeFolder, props.name);
    this.resource = new LambdaFunctionResource(this, "function", {
      functionName: props.name,
      description: props.description,
      role: role.arn,
      runtime: "nodejs22.x",
      architectures: ["arm64"],
      handler: "index.handler",
      filename: code.path,
      sourceCodeHash: code.hash,
      timeout: props.timeoutSeconds ?? 60,
      memorySize: 256,
      loggingConfig: { logFormat: "JSON", logGroup: logGroup.name, applicationLogLevel: "INFO", systemLogLevel: "WARN" },
      tracingConfig: { mode: "PassThrough" },
      dependsOn: [role.permissions, logGroup.resource],
    });
    this.arn = `arn:aws:lambda:${props.region}:${props.accountId}:function:${props.name}`;
  }
}
