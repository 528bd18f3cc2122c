export { SecureBucket, type Lifecycle, type SecureBucketProps } from "./secure-bucket";
export { accessLogDelivery, bucketArn, readableBy } from "./statements";
