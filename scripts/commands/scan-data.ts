import { rename, writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { Collector, dataFaces, lookedText, placeOf, protectedText, remedy, reportOf, scanDatabase, scanFiles, type DataFinding, type DataReport } from "../data-scan";
import { blockedError, usageError } from "../errors";
import { plural, visible, visibleJson } from "../faces";
import { readCheckout, revisionOf } from "../git";
import type { CommandContext } from "./context";

/** Worst first. */
const severities = ["critical", "high", "medium", "low"] as const;

export interface ScanOptions {
  readonly format: keyof typeof dataFaces;
  readonly out?: string;
  readonly atLeast: (typeof severities)[number];
  readonly exclude: readonly string[];
  readonly ignored?: boolean;
  readonly database: readonly string[];
}

/**
 * What `scan data` does.
 * @throws PortcullisError (blocked) `sensitive-data`; (usage) `nothing-to-scan`, `nothing-looked-at`
 */
export const scanData = async (context: CommandContext, paths: readonly string[], options: ScanOptions): Promise<void> => {
  if (paths.length + options.database.length === 0) throw usageError({ id: "nothing-to-scan", problem: "neither a path nor a database was named", where: "scan data", remedy: "Name what is to be looked at: ./portcullis scan data ." });
  const report = await look(context, paths, options);
  if (options.out !== undefined) await writeWhole(resolve(context.root, options.out), visibleJson(report));
  context.stdout.write(dataFaces[options.format](report));
  context.stderr.write(summaryOf(report));
  refuse(report, options.atLeast);
};

const look = async (context: CommandContext, paths: readonly string[], { exclude, ignored, database }: ScanOptions): Promise<DataReport> => {
  const collector = new Collector();
  await scanFiles(paths, { root: context.root, excluded: exclude, includeIgnored: ignored }, collector);
  for (const address of database) await scanDatabase({ address, environment: context.environment, collector, onTable: (table) => void context.stderr.write(`Looking at ${visible(table)}\n`) });
  // What lies in no repository has no commit: the gate then asks the record beside the report.
  const commit = await readCheckout(context.root).then(revisionOf, () => undefined);
  return reportOf(collector, context.clock, commit);
};

/** Whole or not at all: a report that was cut off would block. */
const writeWhole = async (path: string, text: string): Promise<void> => {
  await writeFile(`${path}.tmp`, text);
  await rename(`${path}.tmp`, path);
};

/** Lines of what was not looked at, at most. */
const mostLines = 20;

const summaryOf = ({ looked, skipped, rules, protected: kinds }: DataReport): string => {
  const unseen = skipped.filter(({ kind }) => kind !== "chosen");
  return [
    `Looked at ${lookedText(looked)} with ${rules.length} recognisers; protected: ${protectedText(kinds)}; left out: ${skipped.length - unseen.length}`,
    ...unseen.slice(0, mostLines).map(({ path, kind, reason }) => `${kind === "protected" ? "encrypted" : "not looked at"}: ${visible(path)}: ${reason}`),
    ...(unseen.length > mostLines ? [`and ${unseen.length - mostLines} more that were not looked at: --format json lists all`] : []),
    "",
  ].join("\n");
};

/** @throws PortcullisError (blocked) `sensitive-data`; (usage) `nothing-looked-at` */
const refuse = ({ findings, looked, skipped }: DataReport, atLeast: ScanOptions["atLeast"]): void => {
  if (looked.files + looked.entries + looked.tables === 0)
    throw usageError({ id: "nothing-looked-at", problem: "nothing was looked at, which proves nothing", where: skipped[0] && `${skipped[0].path}: ${skipped[0].reason}`, remedy: "Name files that are there; --ignored looks also at what git ignores." });
  const stopping = findings.filter(({ severity }) => severities.indexOf(severity as ScanOptions["atLeast"]) <= severities.indexOf(atLeast));
  const worst = [...stopping].sort((one, other) => severities.indexOf(one.severity as ScanOptions["atLeast"]) - severities.indexOf(other.severity as ScanOptions["atLeast"]))[0];
  if (worst === undefined) return;
  throw blockedError({ id: "sensitive-data", problem: `${plural(stopping.length, "place holds", "places hold")} health or personal data in the clear`, where: visible(placeOf(worst)), details: countsOf(stopping), remedy });
};

const countsOf = (findings: readonly DataFinding[]): readonly string[] => {
  const titles = new Map<string, number>();
  for (const { title, count } of findings) titles.set(title, (titles.get(title) ?? 0) + count);
  return [...titles].map(([title, count]) => `- ${count.toLocaleString("en-US")} × ${title}`);
};
