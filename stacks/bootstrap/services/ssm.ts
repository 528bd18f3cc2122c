import type { ServicePermissions } from "./service";

export const ssm: ServicePermissions = {
  service: "ssm",
  read: ["DescribeDocument*", "GetDocument", "GetServiceSetting", "ListTagsForResource"],
  write: ["*ServiceSetting", "AddTags*", "CreateDocument", "DeleteDocument", "ModifyDocumentPermission", "RemoveTags*", "UpdateDocument*"],
};
