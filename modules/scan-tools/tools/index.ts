import type { ScanTool } from "../tool";
import { acunetix } from "./acunetix";
import { aqua } from "./aqua";
import { aquaDynamic } from "./aqua-dynamic";
import { checkov } from "./checkov";
import { clamav } from "./clamav";
import { detectSecrets } from "./detect-secrets";
import { fortifyOnDemand } from "./fortify-on-demand";
import { fortifyScanCentral } from "./fortify-scancentral";
import { gitleaks } from "./gitleaks";
import { npmAudit } from "./npm-audit";
import { osvScanner } from "./osv-scanner";
import { pipAudit } from "./pip-audit";
import { semgrep } from "./semgrep";
import { trivy } from "./trivy";
import { veracodePipeline } from "./veracode-pipeline";
import { veracodeSca } from "./veracode-sca";
import { wapiti } from "./wapiti";
import { yara } from "./yara";
import { zapBaseline } from "./zap-baseline";
import { zapFull } from "./zap-full";

/** Every tool of the pipelines; one file each. */
export const scanTools: readonly ScanTool[] = [gitleaks, detectSecrets, semgrep, npmAudit, pipAudit, osvScanner, checkov, clamav, yara, trivy, zapBaseline, zapFull, wapiti, veracodePipeline, fortifyScanCentral, fortifyOnDemand, veracodeSca, aqua, acunetix, aquaDynamic];
