import { bucketArn } from "../bucket";
import type { Statement } from "../core";

/**
 * Lets AWS Config of one account deliver into a bucket, by its service-linked role (AWS Config Developer Guide,
 * "Permissions for the Amazon S3 bucket for the AWS Config delivery channel").
 */
export const configDelivery = (bucketName: string, accountId: string): readonly Statement[] => {
  const trusted = { Effect: "Allow", Principal: { Service: "config.amazonaws.com" } } as const;
  const onBehalf = { "aws:SourceAccount": accountId };
  return [
    {
      Sid: "ConfigChecksBucket",
      ...trusted,
      Action: ["s3:GetBucketAcl", "s3:ListBucket"],
      Resource: bucketArn(bucketName),
      Condition: { StringEquals: onBehalf },
    },
    {
      Sid: "ConfigDelivers",
      ...trusted,
      Action: "s3:PutObject",
      Resource: `${bucketArn(bucketName)}/AWSLogs/${accountId}/Config/*`,
      Condition: { StringEquals: { ...onBehalf, "s3:x-amz-acl": "bucket-owner-full-control" } },
    },
  ];
};
