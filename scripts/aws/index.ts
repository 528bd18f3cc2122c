export { endpointKind, StsSessions, type Purpose, type Sessions } from "./session";
export { kmsMac } from "./mac";
export { explainAwsError } from "./fault";
