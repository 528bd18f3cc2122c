import type { ServicePermissions } from "./service";

export const wafv2: ServicePermissions = {
  service: "wafv2",
  read: ["CheckCapacity", "Describe*", "Get*", "List*"],
  write: ["AssociateWebACL", "Create*", "Delete*", "DisassociateWebACL", "Put*", "TagResource", "UntagResource", "Update*"],
  linkedRole: "wafv2.amazonaws.com",
};
