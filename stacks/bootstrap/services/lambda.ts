import type { ServicePermissions } from "./service";

export const lambda: ServicePermissions = {
  service: "lambda",
  read: ["GetFunction*", "GetPolicy", "GetRuntimeManagementConfig", "List*"],
  write: ["AddPermission", "CreateFunction", "DeleteFunction", "PutFunction*", "RemovePermission", "TagResource", "UntagResource", "UpdateFunction*"],
  named: (base, accountId) => [`arn:aws:lambda:*:${accountId}:function:${base}-*`],
  roles: ["lambda.amazonaws.com"],
};
