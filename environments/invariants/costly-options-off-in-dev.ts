import { EnvironmentError } from "../errors";
import type { Environment } from "../schema";
import type { Invariant } from "./invariant";

/** Options that cost by the hour, byte or event however little the environment is used. */
const costly: readonly { readonly key: string; readonly on: (environment: Environment) => boolean; readonly remedy: string }[] = [
  { key: "network.natGateways", on: (e) => e.network.natGateways === "per-zone", remedy: "use none or single" },
  { key: "network.interfaceEndpoints", on: (e) => e.network.interfaceEndpoints.length > 0, remedy: "leave the list empty; a single NAT gateway is cheaper" },
  { key: "audit.dataEvents", on: (e) => e.audit.dataEvents, remedy: "set it to false" },
  { key: "audit.functionEvents", on: (e) => e.audit.functionEvents, remedy: "set it to false" },
  { key: "audit.insights", on: (e) => e.audit.insights, remedy: "set it to false" },
  { key: "audit.eventDataStore", on: (e) => e.audit.eventDataStore !== undefined, remedy: "leave it out" },
  { key: "baseline.unusedAccessAnalyzer", on: (e) => e.baseline.unusedAccessAnalyzer, remedy: "set it to false" },
  { key: "detection.macie", on: (e) => e.detection.macie, remedy: "set it to false" },
  { key: "detection.runtimeMonitoring", on: (e) => e.detection.runtimeMonitoring, remedy: "set it to false" },
  { key: "detection.guardDuty.scannedBuckets", on: (e) => e.detection.guardDuty.scannedBuckets.length > 0, remedy: "leave the list empty" },
  { key: "detection.inspector.lambdaCode", on: (e) => e.detection.inspector.lambdaCode, remedy: "set it to false" },
  { key: "detection.inspector.cisScan", on: (e) => e.detection.inspector.cisScan !== undefined, remedy: "leave it out" },
];

export const costlyOptionsOffInDev: Invariant = ({ environments }) =>
  environments
    .filter(({ environment }) => environment.stage === "dev")
    .flatMap(({ file, environment }) =>
      costly
        .filter(({ on }) => on(environment))
        .map(({ key, remedy }) => new EnvironmentError({ file, key, problem: "costs too much for an environment of stage dev", remedy })),
    );
