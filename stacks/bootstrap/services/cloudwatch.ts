import type { ServicePermissions } from "./service";

export const cloudwatch: ServicePermissions = {
  service: "cloudwatch",
  read: ["DescribeAlarms", "ListTagsForResource"],
  write: ["DeleteAlarms", "PutMetricAlarm", "TagResource", "UntagResource"],
  named: (base, accountId) => [`arn:aws:cloudwatch:*:${accountId}:alarm:${base}-*`],
};
