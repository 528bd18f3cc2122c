import type { ServicePermissions } from "./service";

/** Nothing is declared in it: deploy roles of pipelines start deployments of applications that others declare. */
export const codedeploy: ServicePermissions = { service: "codedeploy", read: [], write: [] };
