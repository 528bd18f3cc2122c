import type { Question } from "../answer";
import { applicationsScanned } from "./applications-scanned";
import { auditLogsOn } from "./audit-logs-on";
import { imagesHardened } from "./images-hardened";
import { productionStopped } from "./production-stopped";
import { secretsDetected } from "./secrets-detected";
import { webPatchesLive } from "./web-patches-live";

/** Every question, in the order in which an assessor asks. */
export const questions: readonly Question[] = [applicationsScanned, secretsDetected, productionStopped, auditLogsOn, imagesHardened, webPatchesLive];
