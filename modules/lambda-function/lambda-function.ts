import { LambdaFunction as LambdaFunctionResource } from "@cdktf/provider-aws/lib/lambda-function";
import { Construct } from "constructs";
import { ConstructError, type Statement } from "../core";
import { EncryptedLogGroup } from "../log-group";
import { ServiceRole } from "../service-role";
import { writeArchive } from "./archive";

export interface LambdaFunctionProps {
  readonly name: string;
  /** What it does, for people. */
  readonly description: string;
  readonly accountId: string;
  readonly region: string;
  /** Absolute path of the folder that holds its code; `index.mjs` exports `handler`. @default `codeObject` */
  readonly codeFolder?: string;
  /** Its code as a zip in a bucket, where it is too large to be a part of the stack. @default `codeFolder` */
  readonly codeObject?: CodeObject;
  /** What it may do, besides writing its log. */
  readonly statements: readonly Statement[];
  readonly permissionsBoundaryArn: string;
  /** ARN of the key of its log group; it grants `log-groups` the name of `logGroupOf`. */
  readonly keyArn: string;
  /** Retention of its log, in days. */
  readonly logRetentionDays: number;
  /** Longest run, in seconds. @default 60 */
  readonly timeoutSeconds?: number;
  /** In megabytes. @default 256 */
  readonly memoryMegabytes?: number;
  /** Room under /tmp, in megabytes, from 512 to 10,240. @default 512 */
  readonly temporaryMegabytes?: number;
}

/** A zip that lies in a bucket of the function's region. */
export interface CodeObject {
  readonly bucket: string;
  readonly key: string;
  /** SHA-256 of its bytes, in hexadecimal: another object is refused. */
  readonly sha256: string;
  /** `<file>.<exported function>`. */
  readonly handler: string;
}

/** The SHA-256 as Lambda tells it. */
const inBase64 = (sha256: string): string => Buffer.from(sha256, "hex").toString("base64");

/**
 * Lambda fetches the object when the function is created or its code changes; that it was the right one shows in what Lambda tells of it
 * (Lambda API Reference, "FunctionConfiguration", CodeSha256). An apply that finds another fails there, before whatever depends on the function.
 */
const codeFrom = ({ bucket, key, sha256, handler }: CodeObject) => ({
  s3Bucket: bucket,
  s3Key: key,
  handler,
  sourceCodeHash: inBase64(sha256),
  lifecycle: {
    postcondition: [
      {
        condition: `\${self.code_sha256 == "${inBase64(sha256)}"}`,
        errorMessage: `s3://${bucket}/${key} is not the code that this function is declared with: its SHA-256 must be ${sha256}. Lay the right object there; then apply once without the function and once with it, for Lambda does not fetch an object again by itself.`,
      },
    ],
  },
});

/** Where Lambda writes what a function logs (Lambda Developer Guide, "Sending Lambda function logs to CloudWatch Logs"). */
export const logGroupOf = (functionName: string): string => `/aws/lambda/${functionName}`;

/**
 * A function on the Node.js that AWS keeps, with the AWS SDK that Lambda brings: nothing is bundled or installed here. It has an
 * encrypted log and a role under the boundary. Its concurrency is not reserved: new accounts may run ten at once in all, and
 * AWS then refuses a reservation.
 * @throws ConstructError unless its code is in one place
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
    this.resource = new LambdaFunctionResource(this, "function", {
      functionName: props.name,
      description: props.description,
      role: role.arn,
      runtime: "nodejs22.x",
      architectures: ["arm64"],
      ...this.code(props),
      timeout: props.timeoutSeconds ?? 60,
      memorySize: props.memoryMegabytes ?? 256,
      ...(props.temporaryMegabytes === undefined ? {} : { ephemeralStorage: { size: props.temporaryMegabytes } }),
      loggingConfig: { logFormat: "JSON", logGroup: logGroup.name, applicationLogLevel: "INFO", systemLogLevel: "WARN" },
      tracingConfig: { mode: "PassThrough" },
      dependsOn: [role.permissions, logGroup.resource],
    });
    this.arn = `arn:aws:lambda:${props.region}:${props.accountId}:function:${props.name}`;
  }

  private code({ name, codeFolder, codeObject }: LambdaFunctionProps) {
    if ((codeFolder === undefined) === (codeObject === undefined)) throw new ConstructError(this, { problem: `The function ${name} has no code, or code of two places.`, remedy: "Give either codeFolder or codeObject." });
    if (codeFolder === undefined) return codeFrom(codeObject!);
    const { path, hash } = writeArchive(this, codeFolder, name);
    return { handler: "index.handler", filename: path, sourceCodeHash: hash };
  }
}
