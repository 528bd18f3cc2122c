import type { ServicePermissions } from "./service";

export const accessAnalyzer: ServicePermissions = {
  service: "access-analyzer",
  read: ["Get*", "List*"],
  write: ["*Analyzer", "*ArchiveRule", "TagResource", "UntagResource"],
  linkedRole: "access-analyzer.amazonaws.com",
};
