import type { ServicePermissions } from "./service";

export const macie2: ServicePermissions = {
  service: "macie2",
  read: ["Describe*", "GetClassificationExportConfiguration", "GetCustomDataIdentifier", "GetFindingsFilter", "GetAdministratorAccount", "GetMacieSession", "List*"],
  write: ["*ClassificationJob", "*CustomDataIdentifier", "*FindingsFilter", "*Macie*", "PutClassificationExportConfiguration", "TagResource", "UntagResource"],
  linkedRole: "macie.amazonaws.com",
};
