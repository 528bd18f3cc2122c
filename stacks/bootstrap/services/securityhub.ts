import type { ServicePermissions } from "./service";

export const securityhub: ServicePermissions = {
  service: "securityhub",
  // BatchGet* reads rules and associations; no finding is among them.
  read: ["BatchGetAutomationRules", "BatchGetStandardsControlAssociations", "DescribeHub", "GetAdministratorAccount", "GetEnabledStandards", "GetFindingAggregator", "List*"],
  write: ["*AutomationRule*", "*FindingAggregator", "*SecurityHub*", "*Standards*", "TagResource", "UntagResource"],
  linkedRole: "securityhub.amazonaws.com",
};
