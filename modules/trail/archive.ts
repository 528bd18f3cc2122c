import { bucketArn, noRemoval } from "../bucket";
import { everyone, type Statement } from "../core";

/** What could make an archive forget, open or empty: how long it keeps, whom it lets in, under which key, that it is there at all. */
const weakening = [
  "s3:DeleteBucket",
  "s3:DeleteBucketPolicy",
  "s3:PutBucketAcl",
  "s3:PutBucketLogging",
  "s3:PutBucketObjectLockConfiguration",
  "s3:PutBucketOwnershipControls",
  "s3:PutBucketPolicy",
  "s3:PutBucketPublicAccessBlock",
  "s3:PutBucketVersioning",
  "s3:PutEncryptionConfiguration",
  "s3:PutLifecycleConfiguration",
  "s3:PutReplicationConfiguration",
];

/**
 * Keeps the archive of a trail: nobody removes files before their time, and only the named principals, which make reviewed
 * changes, alter the bucket. Were they all gone, the account's root user could still take the policy away, whatever it denies
 * (Amazon S3 API Reference, PutBucketPolicy).
 */
export const archiveProtection = (bucketName: string, changedBy: readonly string[]): readonly Statement[] => [
  noRemoval(bucketName),
  {
    Sid: "DenyWeakening",
    Effect: "Deny",
    Principal: everyone,
    Action: weakening,
    Resource: bucketArn(bucketName),
    Condition: { ArnNotEquals: { "aws:PrincipalArn": [...changedBy] } },
  },
];
