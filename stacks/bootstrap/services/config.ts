import type { ServicePermissions } from "./service";

export const config: ServicePermissions = {
  service: "config",
  read: ["Describe*", "GetResourceConfigHistory", "List*"],
  write: ["Delete*", "Put*", "Start*", "Stop*", "TagResource", "UntagResource"],
  // Repairs are run by Systems Manager.
  roles: ["ssm.amazonaws.com"],
  linkedRole: "config.amazonaws.com",
};
