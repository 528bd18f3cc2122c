import type { ServicePermissions } from "./service";

export const s3: ServicePermissions = {
  service: "s3",
  read: ["GetAccelerateConfiguration", "GetAccountPublicAccessBlock", "GetBucket*", "GetEncryptionConfiguration", "GetLifecycleConfiguration", "GetReplicationConfiguration", "ListBucket"],
  write: ["CreateBucket", "DeleteBucket", "DeleteBucketPolicy", "PutBucket*", "PutEncryptionConfiguration", "PutLifecycleConfiguration"],
  named: (base) => [`arn:aws:s3:::${base}-*`],
};
