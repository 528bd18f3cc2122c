import { sarifLog } from "../../review";
import type { Renderer } from "./renderer";

/** SARIF 2.1.0 at the TypeScript line that made the construct, in a category of its own beside the review's. */
export const renderSarif: Renderer = ({ findings }) =>
  sarifLog(
    findings.map((finding) => ({ ...finding, text: `${finding.reason} (${finding.address} in ${finding.stack})` })),
    { category: "portcullis-check/" },
  );
