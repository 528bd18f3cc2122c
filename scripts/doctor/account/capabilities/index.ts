import type { Capability } from "../capability";
import { accessAnalyzer } from "./access-analyzer";
import { cloudTrail } from "./cloud-trail";
import { configRecorder } from "./config-recorder";
import { defaultVpc } from "./default-vpc";
import { guardDuty } from "./guard-duty";
import { inspector } from "./inspector";
import { logArchive } from "./log-archive";
import { macie } from "./macie";
import { oidcProvider } from "./oidc-provider";
import { securityHub } from "./security-hub";
import { sessionPreferences } from "./session-preferences";

/** In the order of environments/settings/ownership.ts. */
export const capabilities: readonly Capability[] = [
  cloudTrail,
  logArchive,
  configRecorder,
  guardDuty,
  securityHub,
  macie,
  inspector,
  defaultVpc,
  accessAnalyzer,
  sessionPreferences,
  oidcProvider,
];
