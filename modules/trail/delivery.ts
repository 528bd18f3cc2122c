import { bucketArn } from "../bucket";
import type { Statement } from "../core";

/** The account in a trail's ARN. */
const accountOf = (trailArn: string): string => trailArn.split(":")[4] ?? "";

/** Lets one trail deliver into a bucket (CloudTrail User Guide, "Amazon S3 bucket policy for CloudTrail"). */
export const trailDelivery = (bucketName: string, trailArn: string): readonly Statement[] => [
  {
    Sid: "TrailChecksBucket",
    Effect: "Allow",
    Principal: { Service: "cloudtrail.amazonaws.com" },
    Action: "s3:GetBucketAcl",
    Resource: bucketArn(bucketName),
    Condition: { StringEquals: { "aws:SourceArn": trailArn } },
  },
  {
    Sid: "TrailDelivers",
    Effect: "Allow",
    Principal: { Service: "cloudtrail.amazonaws.com" },
    Action: "s3:PutObject",
    Resource: `${bucketArn(bucketName)}/AWSLogs/${accountOf(trailArn)}/*`,
    Condition: { StringEquals: { "aws:SourceArn": trailArn, "s3:x-amz-acl": "bucket-owner-full-control" } },
  },
];

/** Nobody removes what was delivered; only the bucket's lifecycle does, once its retention is over. */
export const noRemoval = (bucketName: string): Statement => ({
  Sid: "DenyRemoval",
  Effect: "Deny",
  Principal: "*",
  Action: ["s3:BypassGovernanceRetention", "s3:DeleteObject", "s3:DeleteObjectVersion"],
  Resource: `${bucketArn(bucketName)}/*`,
});
