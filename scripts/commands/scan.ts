import { Option } from "commander";
import type { RegisterCommand } from "./context";
import { formatOption } from "./output";
import type { ScanOptions } from "./scan-data";

const severities = ["critical", "high", "medium", "low"] as const satisfies readonly ScanOptions["atLeast"][];

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
    .action(async (paths: readonly string[], options: ScanOptions) => {
      // Its drivers of databases and readers of files take a tenth of a second to load: only who scans waits for them.
      const { scanData } = await import("./scan-data");
      await scanData(context, paths, options);
    });
};
