import { scanTools, type ScanTool } from "../../scan-tools";
import type { Application, Platform } from "../application";
import { applicationRefusals } from "./application";
import { pathRefusals } from "./path";
import { platformRefusals } from "./platform";
import type { Question, Refusal } from "./refusal";
import { sourceRefusals } from "./source";
import { toolRefusals } from "./tools";

export { PipelineRefused, type Refusal } from "./refusal";

/** Everything that is wrong with the props of one pipeline, each with the way out; nothing where a pipeline follows from them. */
export const refusals = (application: Application, platform: Platform, tools: readonly ScanTool[] = scanTools): readonly Refusal[] => {
  const question: Question = { application, platform, tools };
  return [applicationRefusals, sourceRefusals, pathRefusals, toolRefusals, platformRefusals].flatMap((judge) => judge(question));
};
