import type { ServicePermissions } from "./service";

export const codepipeline: ServicePermissions = {
  service: "codepipeline",
  read: ["GetPipeline", "ListTagsForResource"],
  write: ["CreatePipeline", "DeletePipeline", "TagResource", "UntagResource", "UpdatePipeline"],
  named: (base, accountId) => [`arn:aws:codepipeline:*:${accountId}:${base}-*`],
  roles: ["codepipeline.amazonaws.com"],
};
