import type { AwsSecurityFinding } from "@aws-sdk/client-securityhub";
import { byteLength } from "./text";

/** Security Hub User Guide, "BatchImportFindings for finding providers": findings a call, bytes of a finding and of a call. */
export const limits = { findings: 100, findingBytes: 240 * 1024, callBytes: 6 * 1024 * 1024 } as const;

/** What stands around the list in a request, generously. */
const frameBytes = 64;

/** Findings in calls within the limits, in their order. What fits in no call at all comes back as `tooLarge`. */
export const batchesOf = (findings: readonly AwsSecurityFinding[]): { readonly batches: readonly (readonly AwsSecurityFinding[])[]; readonly tooLarge: readonly AwsSecurityFinding[] } => {
  const batches: AwsSecurityFinding[][] = [];
  const tooLarge: AwsSecurityFinding[] = [];
  let used = 0;
  for (const finding of findings) {
    const bytes = byteLength(JSON.stringify(finding)) + 1;
    const last = batches.at(-1);
    if (bytes > limits.findingBytes) tooLarge.push(finding);
    else if (last && last.length < limits.findings && used + bytes <= limits.callBytes) {
      last.push(finding);
      used += bytes;
    } else {
      batches.push([finding]);
      used = frameBytes + bytes;
    }
  }
  return { batches, tooLarge };
};
