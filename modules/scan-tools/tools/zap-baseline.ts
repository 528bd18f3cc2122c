import type { ScanTool } from "../tool";
import { zapTool } from "../zap/tool";

/** What every visitor is answered: ZAP follows the links of the application and judges each answer, without an attack. */
export const zapBaseline: ScanTool = zapTool({ name: "zap-baseline", isActive: false, limitMinutes: 30 }, { title: "Web application, by what it answers" });
