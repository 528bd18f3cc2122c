import type { ServicePermissions } from "./service";

/** Nothing is declared in it: deploy roles of pipelines push images to repositories that others declare. */
export const ecr: ServicePermissions = { service: "ecr", read: [], write: [] };
