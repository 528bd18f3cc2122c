export { endpointKind, isLoopback, requireLoopback, StsSessions, type Purpose, type Sessions } from "./session";
export { kmsMac } from "./mac";
