import type { ServicePermissions } from "./service";

/** Projects are tagged by what makes and changes them; starting one is not declaring it. */
export const codebuild: ServicePermissions = {
  service: "codebuild",
  read: ["BatchGetProjects", "BatchGetReportGroups", "GetResourcePolicy", "ListReportsForReportGroup"],
  write: ["CreateProject", "CreateReportGroup", "DeleteProject", "DeleteReport*", "UpdateProject", "UpdateReportGroup"],
  named: (base, accountId) => ["project", "report-group"].map((kind) => `arn:aws:codebuild:*:${accountId}:${kind}/${base}-*`),
  roles: ["codebuild.amazonaws.com"],
};
