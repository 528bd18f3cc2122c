import type { ServicePermissions } from "./service";

export const logs: ServicePermissions = {
  service: "logs",
  read: ["Describe*", "GetLogDelivery", "ListLogDeliveries", "ListTagsForResource"],
  write: [
    "AssociateKmsKey",
    "CreateLogDelivery",
    "CreateLogGroup",
    "DeleteLogDelivery",
    "DeleteLogGroup",
    "DeleteMetricFilter",
    "DeleteResourcePolicy",
    "DeleteRetentionPolicy",
    "DisassociateKmsKey",
    "PutMetricFilter",
    "PutResourcePolicy",
    "PutRetentionPolicy",
    "TagResource",
    "UntagResource",
    "UpdateLogDelivery",
  ],
};
