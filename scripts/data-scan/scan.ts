import { constants } from "node:fs";
import { open } from "node:fs/promises";
import { readFileSync } from "node:fs";
import type { Clock } from "../clock";
import { packageFile } from "../package-root";
import { Collector } from "./collector";
import { lookAt } from "./content/look";
import { recognisers } from "./recognisers";
import type { DataReport } from "./types";
import { walk, type WalkOptions } from "./walk";

const chunkBytes = 1 << 18;

/** A file in pieces. What became a link or a pipe since it was listed is not opened. */
async function* chunksOf(path: string): AsyncIterable<Uint8Array> {
  const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    if (!(await file.stat()).isFile()) return;
    const buffer = Buffer.allocUnsafe(chunkBytes);
    for (let { bytesRead } = await file.read(buffer); bytesRead > 0; { bytesRead } = await file.read(buffer)) yield Buffer.from(buffer.subarray(0, bytesRead));
  } finally {
    await file.close();
  }
}

/** Looks at every file below the paths, one after the other. @throws PortcullisError (usage) `scan-path-missing` */
export const scanFiles = async (paths: readonly string[], options: WalkOptions, collector: Collector): Promise<void> => {
  const { files, skipped } = await walk(paths, options);
  for (const { path, kind, reason } of skipped) collector.skip(path, kind, reason);
  for (const { name, path } of files) await lookAt({ name, chunks: chunksOf(path) }, collector);
};

const versionOfTool = (): string => (JSON.parse(readFileSync(packageFile("package.json"), "utf8")) as { readonly version: string }).version;

/** The report of all that a collector gathered. @param commit of the repository that was scanned */
export const reportOf = (collector: Collector, clock: Clock, commit: string | undefined): DataReport => ({
  format: "portcullis-data-scan",
  version: 1,
  tool: { name: "portcullis", version: versionOfTool() },
  rules: recognisers.map(({ id }) => id),
  time: clock.now().toISOString(),
  commit,
  ...collector.result(),
});
