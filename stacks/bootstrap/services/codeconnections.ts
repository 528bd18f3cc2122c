import type { ServicePermissions } from "./service";

/**
 * A connection is made and confirmed by a person; a pipeline is handed it (CodePipeline User Guide, "Connections": PassConnection). The prefix
 * is that of the connection's ARN, and those made before the service's new name keep the old one.
 */
const connections = (service: string): ServicePermissions => ({ service, read: ["GetConnection", "ListTagsForResource"], write: ["PassConnection"] });

export const codeconnections = connections("codeconnections");
export const codestarConnections = connections("codestar-connections");
