import { createHash } from "node:crypto";
import { tarGzOf } from "./archives";

/**
 * A `portcullis` that takes a moment instead of seconds: it writes records and faces of a verdict that lets everything pass. For tests of what a
 * build calls, never of what the gate decides.
 */
const script = `#!/bin/bash
set -euo pipefail
if [ "$2" = record ]; then echo '{}' > "$3.record.json"; exit 0; fi
while [ "$1" != --out ]; do shift; done
mkdir -p "$2"
echo '{"outcome":"pass","reasons":[],"time":"2026-11-22T12:00:00.000Z"}' > "$2/verdict.json"
echo '<testsuites/>' > "$2/verdict.codebuild.xml"
`;

export interface JudgePackage {
  readonly version: string;
  readonly sha256: string;
  readonly bytes: Buffer;
}

export const lenientPortcullis = async (): Promise<JudgePackage> => {
  const bytes = await tarGzOf({ "package/portcullis": script });
  return { version: "1.4.0", sha256: createHash("sha256").update(bytes).digest("hex"), bytes };
};
