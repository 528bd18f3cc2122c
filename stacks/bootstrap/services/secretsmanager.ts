import type { ServicePermissions } from "./service";

/** Nothing is declared in it: the builds of licensed tools read the secret that a person has laid there. */
export const secretsmanager: ServicePermissions = { service: "secretsmanager", read: [], write: [] };
