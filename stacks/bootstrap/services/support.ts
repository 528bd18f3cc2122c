import type { ServicePermissions } from "./service";

/** Nothing is declared there: the permissions boundary must admit what the support role does. */
export const support: ServicePermissions = { service: "support", read: [], write: [] };
