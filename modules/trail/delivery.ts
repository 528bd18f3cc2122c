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
