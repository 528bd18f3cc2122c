import type { ServicePermissions } from "./service";

/** Nothing is declared in it: deploy roles of pipelines register a task definition, which hands its roles to the tasks. */
export const ecs: ServicePermissions = { service: "ecs", read: [], write: [], handedOver: ["ecs-tasks.amazonaws.com"] };
