import type { ScanTool } from "../tool";
import { gitleaks } from "./gitleaks";

/** Every tool of the pipelines; one file each. */
export const scanTools: readonly ScanTool[] = [gitleaks];
