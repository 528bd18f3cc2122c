export { SecureBucket, type Lifecycle, type SecureBucketProps } from "./secure-bucket";
export { accessLogDelivery, bucketArn, noRemoval, readableBy } from "./statements";
