import type { ServicePermissions } from "./service";

export const kms: ServicePermissions = {
  service: "kms",
  read: ["DescribeKey", "GetKeyPolicy", "GetKeyRotationStatus", "ListAliases", "ListKeyPolicies", "ListResourceTags"],
  write: [
    "CreateAlias",
    "CreateGrant",
    "CreateKey",
    "DeleteAlias",
    "EnableKey",
    "EnableKeyRotation",
    "PutKeyPolicy",
    "ScheduleKeyDeletion",
    "TagResource",
    "UntagResource",
    "UpdateAlias",
    "UpdateKeyDescription",
  ],
};
