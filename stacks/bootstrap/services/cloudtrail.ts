import type { ServicePermissions } from "./service";

export const cloudtrail: ServicePermissions = {
  service: "cloudtrail",
  read: ["DescribeTrails", "GetEventSelectors", "GetInsightSelectors", "GetTrail", "GetTrailStatus", "ListTags", "ListTrails"],
  write: ["AddTags", "CreateTrail", "DeleteTrail", "PutEventSelectors", "PutInsightSelectors", "RemoveTags", "StartLogging", "UpdateTrail"],
  named: (base, accountId) => [`arn:aws:cloudtrail:*:${accountId}:trail/${base}-*`],
  roles: ["cloudtrail.amazonaws.com"],
};
