import type { Statement } from "../core";

/**
 * ReadOnlyAccess of AWS also reads what services hold: objects, items, messages, secrets. Whoever looks at the
 * configuration of an account needs none of it.
 */
export const denyDataReads: Statement = {
  Sid: "DenyReadingData",
  Effect: "Deny",
  Action: [
    "athena:GetQueryResults*",
    "codecommit:Git*",
    "codecommit:GetBlob",
    "codecommit:GetFile",
    "dynamodb:BatchGet*",
    "dynamodb:GetItem",
    "dynamodb:GetRecords",
    "dynamodb:PartiQL*",
    "dynamodb:Query",
    "dynamodb:Scan",
    "ec2:GetConsole*",
    "ec2:GetPasswordData",
    "ecr:BatchGetImage",
    "ecr:GetDownloadUrlForLayer",
    "es:ESHttp*",
    "kinesis:GetRecords",
    "kms:Decrypt",
    "lambda:GetFunction",
    "logs:FilterLogEvents",
    "logs:GetLogEvents",
    "logs:GetQueryResults",
    "logs:StartQuery",
    "rds:DownloadDBLogFilePortion",
    "s3:GetObject*",
    "secretsmanager:BatchGetSecretValue",
    "secretsmanager:GetSecretValue",
    "sqs:ReceiveMessage",
    "ssm:GetParameter*",
  ],
  Resource: "*",
};
