import type { ScanTool } from "../tool";
import { zapTool } from "../zap/tool";

/** The same by attacks: it sends forms and changes data, so that an application team asks for it where its first environment can bear that. */
export const zapFull: ScanTool = zapTool({ name: "zap-full", isActive: true, limitMinutes: 180 }, { title: "Web application, attacked", isOptional: true });
