import type { Scanner } from "../scanner";
import { check } from "./check";
import { data } from "./data";
import { gitleaks } from "./gitleaks";
import { npmAudit } from "./npm-audit";
import { pipAuditOfCommand, pipAuditOfScanners } from "./pip-audit";
import { semgrep } from "./semgrep";

/** What policies/gate/portcullis.yaml requires; one file each. The quick ones first. */
export const scanners: readonly Scanner[] = [gitleaks, semgrep, data, npmAudit, pipAuditOfCommand, pipAuditOfScanners, check];
export { gitleaksRemedy } from "./gitleaks";
