export { archiveProtection } from "./archive";
export { AuditTrail, type AuditTrailProps } from "./audit-trail";
export { trailDelivery } from "./delivery";
export { managementEvents, type FunctionEvents, type ObjectEvents } from "./event-selectors";
export { bucketChanges, recordingChanges } from "./tampering";
