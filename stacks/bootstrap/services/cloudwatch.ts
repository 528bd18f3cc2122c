import type { ServicePermissions } from "./service";

export const cloudwatch: ServicePermissions = {
  service: "cloudwatch",
  read: ["DescribeAlarms", "GetDashboard", "ListTagsForResource"],
  write: ["DeleteAlarms", "DeleteDashboards", "PutDashboard", "PutMetricAlarm", "TagResource", "UntagResource"],
  // Dashboards are of no region.
  named: (base, accountId) => [`arn:aws:cloudwatch:*:${accountId}:alarm:${base}-*`, `arn:aws:cloudwatch::${accountId}:dashboard/${base}-*`],
};
