import { existsSync } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Clock } from "../clock";
import { readReport, sourceOfFile, UnreadableReport, type Report } from "../findings";
import type { Scanner, ScanPlace } from "./scanner";

export interface ScanQuestion {
  readonly scanners: readonly Scanner[];
  /** Folder that reports and records go to; what an earlier scan left there is removed. */
  readonly folder: string;
  /** Commit that is scanned. */
  readonly commit: string;
  readonly place: Omit<ScanPlace, "report">;
  readonly clock: Clock;
  readonly say: (line: string) => void;
}

export interface WrittenReport {
  readonly path: string;
  readonly format: string;
}

/** What the report says of itself; what cannot be read says nothing, and the gate tells why. */
const readOwn = (path: string, format: string): Partial<Report> => {
  try {
    return readReport(sourceOfFile(path), format);
  } catch (error) {
    if (error instanceof UnreadableReport) return {};
    throw error;
  }
};

/**
 * Runs each scanner to its end, one after another, and writes its report and the record of its run. None stops the others: the gate
 * misses what is not there, and says so.
 * @returns the reports that were written
 */
export const scanRepository = async ({ scanners, folder, commit, place, clock, say }: ScanQuestion): Promise<readonly WrittenReport[]> => {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const written: WrittenReport[] = [];
  for (const { name, tool, format, title, scan } of scanners) {
    const path = join(folder, `${name}.json`);
    say(`Looking for ${title} (${tool})`);
    const started = clock.now().toISOString();
    const facts = await scan({ ...place, report: path });
    if (!existsSync(path)) {
      say(`  no report: exit code ${facts.exitCode} of ${facts.command}`);
      continue;
    }
    const own = readOwn(path, format);
    const lookedAt = facts.lookedAt ?? own.lookedAt;
    const looked = facts.looked ?? own.looked ?? 0;
    const record = {
      tool,
      toolVersion: facts.toolVersion ?? own.toolVersion ?? "unknown",
      rules: facts.rules ?? own.rules ?? 0,
      looked,
      commit,
      exitCode: facts.exitCode,
      command: facts.command,
      started,
      ...(lookedAt === undefined ? {} : { lookedAt }),
    };
    await place.portcullis("gate", "record", path, ...Object.entries(record).map(([key, value]) => `--${key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}=${value}`));
    say(`  looked at ${looked} ${lookedAt ?? "things"}, found ${own.findings?.filter(({ state }) => state === "open").length ?? "nothing that can be read"}`);
    written.push({ path, format });
  }
  return written;
};
