export { AuditTrail, type AuditTrailProps } from "./audit-trail";
export { trailDelivery } from "./delivery";
