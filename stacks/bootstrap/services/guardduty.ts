import type { ServicePermissions } from "./service";

export const guardduty: ServicePermissions = {
  service: "guardduty",
  read: ["Describe*", "Get*", "List*"],
  write: ["Create*", "Delete*", "TagResource", "UntagResource", "Update*"],
  roles: ["malware-protection-plan.guardduty.amazonaws.com"],
  linkedRole: ["guardduty.amazonaws.com", "malware-protection.guardduty.amazonaws.com"],
};
