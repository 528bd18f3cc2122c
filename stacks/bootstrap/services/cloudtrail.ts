import type { ServicePermissions } from "./service";

export const cloudtrail: ServicePermissions = {
  service: "cloudtrail",
  read: ["DescribeTrails", "GetEventDataStore", "GetEventSelectors", "GetInsightSelectors", "GetTrail", "GetTrailStatus", "ListTags", "ListTrails"],
  write: ["*EventDataStore", "AddTags", "CreateTrail", "DeleteTrail", "PutEventSelectors", "PutInsightSelectors", "RemoveTags", "StartLogging", "UpdateTrail"],
  // The ARN of an event data store holds no name.
  named: (base, accountId) => [`arn:aws:cloudtrail:*:${accountId}:trail/${base}-*`, `arn:aws:cloudtrail:*:${accountId}:eventdatastore/*`],
  roles: ["cloudtrail.amazonaws.com"],
};
