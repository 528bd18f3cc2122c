export { AuditTrail, type AuditTrailProps } from "./audit-trail";
export { noRemoval, trailDelivery } from "./delivery";
