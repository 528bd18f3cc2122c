import { everyone, type Statement } from "../core";

export const bucketArn = (name: string): string => `arn:aws:s3:::${name}`;
const everything = (name: string): readonly string[] => [bucketArn(name), `${bucketArn(name)}/*`];

/** TLS of at least version 1.2 for everybody (CIS AWS Foundations 2.1.1; S3 User Guide, "s3:TlsVersion"). */
export const tlsOnly = (bucketName: string): readonly Statement[] => [
  {
    Sid: "DenyPlainHttp",
    Effect: "Deny",
    Principal: everyone,
    Action: "s3:*",
    Resource: everything(bucketName),
    Condition: { Bool: { "aws:SecureTransport": "false" } },
  },
  {
    Sid: "DenyOldTls",
    Effect: "Deny",
    Principal: everyone,
    Action: "s3:*",
    Resource: everything(bucketName),
    Condition: { NumericLessThan: { "s3:TlsVersion": "1.2" } },
  },
];

/**
 * Refuses objects that ask for S3-managed keys: whoever asks for nothing gets the bucket's key, whoever sends
 * `AES256` would silently go round it. The condition Null lets requests without the header pass; AWS's own services
 * follow their own configuration (CloudTrail has written its digest files under S3's keys).
 */
export const customerKeyOnly = (bucketName: string): Statement => ({
  Sid: "DenyOtherEncryption",
  Effect: "Deny",
  Principal: everyone,
  Action: "s3:PutObject",
  Resource: `${bucketArn(bucketName)}/*`,
  Condition: {
    Null: { "s3:x-amz-server-side-encryption": "false" },
    StringNotEquals: { "s3:x-amz-server-side-encryption": "aws:kms" },
    Bool: { "aws:PrincipalIsAWSService": "false" },
  },
});

/** Lets S3 deliver the access logs of buckets of one account (S3 User Guide, "Enabling Amazon S3 server access logging"). */
export const accessLogDelivery = (bucketName: string, accountId: string): Statement => ({
  Sid: "ServerAccessLogsDeliver",
  Effect: "Allow",
  Principal: { Service: "logging.s3.amazonaws.com" },
  Action: "s3:PutObject",
  Resource: `${bucketArn(bucketName)}/*`,
  Condition: { StringEquals: { "aws:SourceAccount": accountId }, ArnLike: { "aws:SourceArn": bucketArn("*") } },
});

/** Nobody but the named principals reads objects, whatever IAM says. Listing stays open: Terraform's look at a bucket needs it. */
export const readableBy = (bucketName: string, principalArns: readonly string[]): Statement => ({
  Sid: "DenyReadingByOthers",
  Effect: "Deny",
  Principal: everyone,
  Action: ["s3:GetObject", "s3:GetObjectVersion"],
  Resource: `${bucketArn(bucketName)}/*`,
  Condition: { ArnNotEquals: { "aws:PrincipalArn": [...principalArns] } },
});

/** Nobody removes objects, whatever IAM says; only the bucket's lifecycle does, once retention is over. */
export const noRemoval = (bucketName: string): Statement => ({
  Sid: "DenyRemoval",
  Effect: "Deny",
  Principal: everyone,
  Action: ["s3:BypassGovernanceRetention", "s3:DeleteObject", "s3:DeleteObjectVersion"],
  Resource: `${bucketArn(bucketName)}/*`,
});
