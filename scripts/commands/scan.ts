import { resolve } from "node:path";
import { Option } from "commander";
import { Collector, dataFaces, lookedText, placeOf, protectedText, remedy, reportOf, scanDatabase, scanFiles, type DataFinding, type DataReport } from "../data-scan";
import { blockedError, usageError } from "../errors";
import { plural, visible, visibleJson } from "../faces";
import { readCheckout, revisionOf } from "../git";
import type { CommandContext, RegisterCommand } from "./context";
import { formatOption, writeWhole } from "./output";

/** Worst first. */
const severities = ["critical", "high", "medium", "low"] as const;

interface Options {
  readonly format: keyof typeof dataFaces;
  readonly out?: string;
  readonly atLeast: (typeof severities)[number];
  readonly exclude: readonly string[];
  readonly ignored?: boolean;
  readonly database: readonly string[];
}

export const scan: RegisterCommand = (program, context) => {
  program
    .command("scan")
    .description("look for what must not lie in the clear")
    .command("data")
    .description("find health and personal data in the clear in files and databases; what is found is only ever shown masked")
    .argument("[paths...]", "files and folders")
    .option("--database <address...>", "databases as well: postgresql://, mysql://, dynamodb://, or env:NAME of a variable that holds the address", [])
    .option("--exclude <path...>", "files and folders that are left out, and named in the report", [])
    .option("--ignored", "look also at what git ignores")
    .addOption(new Option("--at-least <severity>", "what stops: this severity and worse").choices(severities).default("medium"))
    .option("--out <file>", "write the JSON report there as well: the gate's evidence")
    .addOption(formatOption("json", "sarif", "markdown"))
    .addHelpText("after", "\nExamples:\n  ./portcullis scan data .\n  ./portcullis scan data src fixtures --exclude fixtures/vendor --out data-scan.json\n  ./portcullis scan data export.zip --format markdown\n  ./portcullis scan data --database env:DATABASE_URL")
    .action(async (paths: readonly string[], options: Options) => {
      if (paths.length + options.database.length === 0) throw usageError({ id: "nothing-to-scan", problem: "neither a path nor a database was named", where: "scan data", remedy: "Name what is to be looked at: ./portcullis scan data ." });
      const report = await look(context, paths, options);
      if (options.out !== undefined) await writeWhole(resolve(context.root, options.out), visibleJson(report));
      context.stdout.write(dataFaces[options.format](report));
      context.stderr.write(summaryOf(report));
      refuse(report, options.atLeast);
    });
};

const look = async (context: CommandContext, paths: readonly string[], { exclude, ignored, database }: Options): Promise<DataReport> => {
  const collector = new Collector();
  await scanFiles(paths, { root: context.root, excluded: exclude, includeIgnored: ignored }, collector);
  for (const address of database) await scanDatabase({ address, environment: context.environment, collector, onTable: (table) => void context.stderr.write(`Looking at ${visible(table)}\n`) });
  // What lies in no repository has no commit: the gate then asks the record beside the report.
  const commit = await readCheckout(context.root).then(revisionOf, () => undefined);
  return reportOf(collector, context.clock, commit);
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
const refuse = ({ findings, looked, skipped }: DataReport, atLeast: Options["atLeast"]): void => {
  if (looked.files + looked.entries + looked.tables === 0)
    throw usageError({ id: "nothing-looked-at", problem: "nothing was looked at, which proves nothing", where: skipped[0] && `${skipped[0].path}: ${skipped[0].reason}`, remedy: "Name files that are there; --ignored looks also at what git ignores." });
  const stopping = findings.filter(({ severity }) => severities.indexOf(severity as Options["atLeast"]) <= severities.indexOf(atLeast));
  const worst = [...stopping].sort((one, other) => severities.indexOf(one.severity as Options["atLeast"]) - severities.indexOf(other.severity as Options["atLeast"]))[0];
  if (worst === undefined) return;
  throw blockedError({ id: "sensitive-data", problem: `${plural(stopping.length, "place holds", "places hold")} health or personal data in the clear`, where: visible(placeOf(worst)), details: countsOf(stopping), remedy });
};

const countsOf = (findings: readonly DataFinding[]): readonly string[] => {
  const titles = new Map<string, number>();
  for (const { title, count } of findings) titles.set(title, (titles.get(title) ?? 0) + count);
  return [...titles].map(([title, count]) => `- ${count.toLocaleString("en-US")} × ${title}`);
};
