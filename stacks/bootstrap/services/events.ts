import type { ServicePermissions } from "./service";

export const events: ServicePermissions = {
  service: "events",
  read: ["DescribeRule", "List*"],
  write: ["DeleteRule", "DisableRule", "EnableRule", "PutRule", "PutTargets", "RemoveTargets", "TagResource", "UntagResource"],
  named: (base, accountId) => [`arn:aws:events:*:${accountId}:rule/${base}-*`],
  roles: ["events.amazonaws.com"],
};
