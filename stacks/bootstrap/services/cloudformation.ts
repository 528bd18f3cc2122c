import type { ServicePermissions } from "./service";

export const cloudformation: ServicePermissions = {
  service: "cloudformation",
  read: ["Describe*", "Get*", "List*"],
  write: ["CreateStack", "DeleteStack", "TagResource", "UntagResource", "UpdateStack"],
  named: (base, accountId) => [`arn:aws:cloudformation:*:${accountId}:stack/${base}-*`],
};
