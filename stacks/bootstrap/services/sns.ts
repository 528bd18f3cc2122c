import type { ServicePermissions } from "./service";

export const sns: ServicePermissions = {
  service: "sns",
  read: ["GetSubscriptionAttributes", "GetTopicAttributes", "ListSubscriptionsByTopic", "ListTagsForResource"],
  write: ["CreateTopic", "DeleteTopic", "SetSubscriptionAttributes", "SetTopicAttributes", "Subscribe", "TagResource", "Unsubscribe", "UntagResource"],
  named: (base, accountId) => [`arn:aws:sns:*:${accountId}:${base}-*`],
};
