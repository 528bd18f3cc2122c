import { lstatSync, readdirSync, readFileSync, type Stats } from "node:fs";
import { join } from "node:path";
import { sha256 } from "../sha256";
import { openFile, readReport, UnreadableReport, type Source } from "../findings";
import type { GatheredReport } from "./evidence";
import { parseRecord, recordSuffix } from "./record";
import type { Input } from "./verdict";

export interface Gathered {
  readonly reports: readonly GatheredReport[];
  /** Reports and records with their hashes. */
  readonly inputs: readonly Input[];
}

interface Entry {
  readonly path: string;
  /** Undefined where nothing is there. */
  readonly stats: Stats | undefined;
}

const statsOf = (path: string): Stats | undefined => lstatSync(path, { throwIfNoEntry: false });

/** Files under a path, in the order of their names; a link is not followed. */
const entriesOf = (path: string): readonly Entry[] => {
  const stats = statsOf(path);
  if (stats === undefined || !stats.isDirectory()) return [{ path, stats }];
  return readdirSync(path)
    .sort()
    .flatMap((name) => entriesOf(join(path, name)));
};

const isRecord = (path: string): boolean => path.endsWith(recordSuffix);

const unread = (name: string, kind: "missing" | "unsafe" | "malformed", problem: string): GatheredReport => ({ name, sha256: sha256(""), size: 0, content: { kind, problem } });

const readContent = (source: Source, format: string | undefined): GatheredReport["content"] => {
  try {
    return { report: readReport(source, format) };
  } catch (error) {
    if (error instanceof UnreadableReport) return { kind: error.kind, problem: error.message };
    // A reader that fails in another way is a defect of ours, and no reason to let the change pass.
    return { kind: "malformed", problem: `its reader failed (${error instanceof Error ? error.name : "unknown"})` };
  }
};

/** Records are small: what is larger is none. In bytes. */
const largestRecord = 2 ** 16;

const readRecord = (path: string): { readonly record?: GatheredReport["record"]; readonly input?: Input } => {
  const stats = statsOf(path);
  if (stats === undefined) return {};
  if (!stats.isFile()) return { record: { problem: "it is no regular file" } };
  if (stats.size > largestRecord) return { record: { problem: `it has ${stats.size} bytes; at most ${largestRecord} are read` } };
  const bytes = readFileSync(path);
  return { record: parseRecord(bytes.toString("utf8")), input: { role: "record", name: path, sha256: sha256(bytes) } };
};

const gatherOne = ({ path, stats }: Entry, format: string | undefined): Gathered => {
  if (stats === undefined) return { reports: [unread(path, "missing", "there is no such file")], inputs: [] };
  if (!stats.isFile()) return { reports: [unread(path, "unsafe", stats.isSymbolicLink() ? "it is a symbolic link, which may lead anywhere" : "it is no regular file")], inputs: [] };
  const { record, input } = readRecord(`${path}${recordSuffix}`);
  const file = openFile(path);
  try {
    const content = readContent(file, format);
    // After it was read: the hash is of those bytes of which the findings are.
    const sha256 = file.hash();
    return { reports: [{ name: path, sha256, size: file.size, content, record }], inputs: [{ role: "report", name: path, sha256 }, ...(input ? [input] : [])] };
  } finally {
    file.close();
  }
};

/** A record without its report says that one is lost. */
const lostReports = (entries: readonly Entry[]): readonly GatheredReport[] =>
  entries.flatMap(({ path }) => {
    const report = path.slice(0, -recordSuffix.length);
    return isRecord(path) && statsOf(report) === undefined ? [unread(report, "missing", "its record is there, and the report is not")] : [];
  });

/**
 * Reads reports from files and folders, one after another. What cannot be read is told as such: the gate blocks on it.
 * @param formats format by path as it was given, for reports whose content does not show it
 * @throws the file system's error where a folder or file that is there may not be read
 */
export const gather = (paths: readonly string[], formats: ReadonlyMap<string, string>): Gathered => {
  // Named twice, once by its folder: still one report.
  const entries = [...new Map(paths.flatMap(entriesOf).map((entry) => [entry.path, entry])).values()];
  const gathered = entries.filter(({ path }) => !isRecord(path)).map((entry) => gatherOne(entry, formats.get(entry.path)));
  return { reports: [...gathered.flatMap(({ reports }) => reports), ...lostReports(entries)], inputs: gathered.flatMap(({ inputs }) => inputs) };
};
