import type { ServicePermissions } from "./service";

export const budgets: ServicePermissions = {
  service: "budgets",
  read: ["ListTagsForResource", "ViewBudget"],
  write: ["ModifyBudget", "TagResource", "UntagResource"],
  named: (base, accountId) => [`arn:aws:budgets::${accountId}:budget/${base}-*`],
};
