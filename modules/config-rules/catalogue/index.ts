import type { ManagedRule } from "../rule";
import { databaseRules } from "./database";
import { encryptionRules } from "./encryption";
import { identityRules } from "./identity";
import { loggingRules } from "./logging";
import { networkRules } from "./network";
import { storageRules } from "./storage";

/** Every managed rule that is deployed. A new one is a line in the file of its family. */
export const catalogue: readonly ManagedRule[] = [
  ...identityRules,
  ...storageRules,
  ...databaseRules,
  ...loggingRules,
  ...networkRules,
  ...encryptionRules,
];
