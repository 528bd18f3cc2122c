export { endpointKind, StsSessions, type Purpose, type Sessions } from "./session";
export { ec2Tagged } from "./ec2-tagged";
export { kmsMac } from "./mac";
export { explainAwsError } from "./fault";
export { webAclReader, type WebAclReader } from "./web-acls";
