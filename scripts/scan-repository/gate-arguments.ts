import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { WrittenReport } from "./scan";

const manifest = join("policies", "gate", "portcullis.yaml");
/** Evidence of penetration tests of this repository's stacks, one file each. */
const penetrationTests = join("policies", "gate", "penetration-tests");

export interface GateOptions {
  /** Folder of `reports` and `verdict`, from the repository's root. */
  readonly out: string;
  readonly environment: string;
  readonly event: string;
  readonly commit: string;
}

/** What `./portcullis gate` is asked after a scan. */
export const gateArguments = (root: string, reports: readonly WrittenReport[], { out, environment, event, commit }: GateOptions): readonly string[] => {
  const folder = join(root, penetrationTests);
  const tests = existsSync(folder) ? readdirSync(folder).filter((name) => /\.(?:ya?ml|json)$/.test(name)).sort() : [];
  return [
    ...["gate", join(out, "reports"), "--manifest", manifest, "--environment", environment, "--event", event, "--commit", commit, "--out", join(out, "verdict")],
    ...reports.flatMap(({ path, format }) => ["--as", `${format}=${path}`]),
    ...tests.flatMap((name) => ["--penetration-test", join(penetrationTests, name)]),
  ];
};
