import type { EventPattern } from "../event-alert";

const calls = (service: string, eventName: readonly string[], more: NonNullable<EventPattern["detail"]> = {}): EventPattern => ({
  source: [`aws.${service}`],
  "detail-type": ["AWS API Call via CloudTrail"],
  detail: { eventSource: [`${service}.amazonaws.com`], eventName, ...more },
});

/**
 * Whoever stops, removes or narrows the recording, or tries to. CloudTrail takes these calls in the trail's home region alone
 * (CloudTrail API Reference, StopLogging), so that region's event bus sees them, and it does so although the trail may have ended with them.
 */
export const recordingChanges: EventPattern = calls("cloudtrail", [
  "DeleteEventDataStore",
  "DeleteTrail",
  "PutEventSelectors",
  "PutInsightSelectors",
  "StopEventDataStoreIngestion",
  "StopLogging",
  "UpdateEventDataStore",
  "UpdateTrail",
]);

/** Whoever changes one of these buckets, or tries to (Amazon S3 User Guide, "Amazon S3 account-level and bucket-level CloudTrail events"). */
export const bucketChanges = (bucketNames: readonly string[]): EventPattern =>
  calls(
    "s3",
    [
      "DeleteBucket",
      "DeleteBucketEncryption",
      "DeleteBucketLifecycle",
      "DeleteBucketOwnershipControls",
      "DeleteBucketPolicy",
      "DeleteBucketPublicAccessBlock",
      "PutBucketAcl",
      "PutBucketEncryption",
      "PutBucketLifecycle",
      "PutBucketLogging",
      "PutBucketObjectLockConfiguration",
      "PutBucketOwnershipControls",
      "PutBucketPolicy",
      "PutBucketPublicAccessBlock",
      "PutBucketReplication",
      "PutBucketVersioning",
    ],
    { requestParameters: { bucketName: [...bucketNames] } },
  );
