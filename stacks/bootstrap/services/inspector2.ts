import type { ServicePermissions } from "./service";

export const inspector2: ServicePermissions = {
  service: "inspector2",
  read: ["BatchGetAccountStatus", "Get*", "List*"],
  write: ["*CisScanConfiguration", "*Filter", "Disable", "Enable", "TagResource", "UntagResource"],
  linkedRole: ["inspector2.amazonaws.com", "agentless.inspector2.amazonaws.com"],
};
