import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join, normalize } from "node:path";
import { Option } from "commander";
import { plural } from "../faces";
import { sha256 } from "../sha256";
import { classifications, environments, type Classification } from "../../environments";
import { blockedError, usageError } from "../errors";
import { commitSchema, digestSchema, facePieces, gather, gateFileNames, gateFormats, judge, parseExploited, parseExploitProbabilities, parseManifest, parsePolicy, parseVerdict, rulesFor, type GateFormat, type Input, type Verdict } from "../gate";
import { authorOf } from "../git";
import { parseFindingWaivers } from "../waivers";
import type { CommandContext, RegisterCommand } from "./context";
import { gateImport } from "./gate-import";
import { gatePatches } from "./gate-patches";
import { gateRecord } from "./gate-record";
import { formatOption } from "./output";

interface Options {
  readonly manifest?: string;
  readonly environment?: string;
  readonly commit?: string;
  readonly digest?: string;
  readonly classification?: Classification;
  readonly event: "promotion" | "pull-request";
  readonly policy?: string;
  readonly waivers?: string;
  readonly baseline?: string;
  readonly exploited?: string;
  readonly exploitProbability?: string;
  readonly virtualPatches?: string;
  readonly penetrationTest: readonly string[];
  readonly release?: string;
  readonly author?: string;
  readonly emulator?: boolean;
  readonly as: readonly string[];
  readonly format: string;
  readonly out?: string;
}

const append = (each: string, before: readonly string[]): readonly string[] => [...before, each];

/** Commands under `gate`, one file each. */
const subcommands: readonly RegisterCommand[] = [gateRecord, gatePatches, gateImport];

export const gate: RegisterCommand = (program, context) => {
  const command = program
    .command("gate")
    .description("decide from the reports of scanners whether a change may go on; believes nobody who does not prove to have looked")
    .argument("[reports...]", "report files, or folders of them")
    .option("--manifest <file>", "which tools this pipeline requires (YAML or JSON)")
    .option("--environment <name>", "where the change goes to")
    .option("--commit <hash>", "commit that is to go on: 40 or 64 hexadecimal digits")
    .option("--digest <digest>", "digest of the artifact that is to go on: sha256:…")
    .addOption(new Option("--classification <class>", "class of data, for an environment that is not in environments/, or a stricter one").choices([...classifications]))
    .addOption(new Option("--event <event>", "a pull request may be stopped by what it adds only, where the policy says so").choices(["promotion", "pull-request"]).default("promotion"))
    .option("--baseline <file>", "JSON verdict of the target branch's last promotion")
    .option("--exploited <file>", "CISA's list of known exploited vulnerabilities (JSON)")
    .option("--exploit-probability <file>", "FIRST's EPSS scores (CSV)")
    .option("--virtual-patches <file>", "what `gate patches` observed, for waivers that rest on a virtual patch")
    .option("--penetration-test <file>", "evidence of a penetration test (YAML or JSON); may be given again", append, [])
    .option("--release <version>", "semantic version that is to go on, for penetration tests of each major release")
    .option("--author <person>", "who wrote the change (default: author of the commit, where this checkout has it)")
    .option("--policy <file>", "policy (default: policies/gate/policy.yaml)")
    .option("--waivers <file>", "waivers (default: policies/waivers.yaml)")
    .option("--as <format=file>", "format of a report whose content does not show it; may be given again", append, [])
    .option("--emulator", "the change goes to the embedded AWS")
    .option("--out <folder>", "write every face of the verdict to this folder as well")
    .addOption(formatOption(...Object.keys(gateFormats).filter((name) => name !== "terminal")))
    .addHelpText(
      "after",
      "\nExamples:\n  ./portcullis gate reports/ --manifest gate.yaml --environment dev --commit $(git rev-parse HEAD)\n  ./portcullis gate trivy.json semgrep.sarif --manifest gate.yaml --environment prod --commit $COMMIT --digest $DIGEST --exploited kev.json --exploit-probability epss.csv --out verdict\n  ./portcullis gate record trivy.json --tool trivy --tool-version 0.68.1 --rules 250000 --looked 12 --commit $COMMIT --exit-code 0",
    )
    .action(async (reports: readonly string[], options: Options) => {
      const verdict = await decide(context, reports, options);
      if (options.out !== undefined) await writeFaces(options.out, verdict);
      const format = (options.format === "table" ? "terminal" : options.format) as GateFormat;
      for (const piece of facePieces(format, verdict)) context.stdout.write(piece);
      refuse(verdict);
    })
    // A subcommand has options of the same names.
    .enablePositionalOptions();
  for (const register of subcommands) register(command, context);
};

const badOption = (where: string, problem: string, remedy: string) => usageError({ id: "bad-option", problem, where, remedy });

const demand = (value: string | undefined, option: string, remedy: string): string => {
  if (value === undefined) throw badOption(option, `${option} is missing`, remedy);
  return value;
};

const textOf = ({ text, input }: ReadInput) => ({ name: input.name, text });

interface ReadInput {
  readonly text: string;
  readonly input: Input;
}

/** @throws PortcullisError (usage) `gate-file-unreadable` */
const readInput = async (role: Input["role"], path: string): Promise<ReadInput> => {
  const bytes = await readFile(path).catch((error: NodeJS.ErrnoException) => {
    throw usageError({ id: "gate-file-unreadable", problem: `the file of ${role.replace("-", " ")} cannot be read (${error.code ?? "unknown"})`, where: path, remedy: "Name a file that is there, or leave the option out." });
  });
  return { text: bytes.toString("utf8"), input: { role, name: path, sha256: sha256(bytes) } };
};

/** Class of the environment; the option can only be stricter than what environments/ says. */
const classificationOf = (environment: string, asked: Classification | undefined): Classification => {
  const declared = environments.find(({ name }) => name === environment)?.classification;
  if (declared === undefined) {
    if (asked !== undefined) return asked;
    throw badOption("--classification", `environments/ has no environment ${JSON.stringify(environment)}, so that its class of data is not known`, `Name it by --classification: ${classifications.join(", ")}; or name one of ${environments.map(({ name }) => name).join(", ")}.`);
  }
  if (asked !== undefined && classifications.indexOf(asked) < classifications.indexOf(declared)) throw badOption("--classification", `${environment} holds data of class ${declared}, which is stricter than ${asked}`, "Leave the option out.");
  return asked ?? declared;
};

const formatsOf = (named: readonly string[], reports: readonly string[]): ReadonlyMap<string, string> =>
  new Map(
    named.map((each) => {
      const at = each.indexOf("=");
      if (at < 1 || at === each.length - 1) throw badOption("--as", `${JSON.stringify(each)} is not <format>=<file>`, "For example: --as clamav=clamscan.txt");
      const file = normalize(each.slice(at + 1));
      if (!reports.some((report) => file === report || file.startsWith(`${report.replace(/\/$/, "")}/`))) throw badOption("--as", `${file} is not among the reports`, "Name it as a report as well.");
      return [file, each.slice(0, at)];
    }),
  );

const decide = async (context: CommandContext, given: readonly string[], options: Options): Promise<Verdict> => {
  const manifestPath = demand(options.manifest, "--manifest", "Name the file that says which tools this pipeline requires; docs/gate.md shows one.");
  const environment = demand(options.environment, "--environment", `For example: --environment ${environments.at(-1)?.name}`);
  const commit = demand(options.commit, "--commit", "For example: --commit $(git rev-parse HEAD)").toLowerCase();
  if (!commitSchema.safeParse(commit).success) throw badOption("--commit", "the commit must be a full hash: 40 or 64 hexadecimal digits", "For example: --commit $(git rev-parse HEAD)");
  const digest = options.digest?.toLowerCase();
  if (digest !== undefined && !digestSchema.safeParse(digest).success) throw badOption("--digest", "the digest must be sha256: and 64 hexadecimal digits", "Take it from the registry or the build, not from a tag.");
  const classification = classificationOf(environment, options.classification);
  const reports = given.map((path) => normalize(path));
  const formats = formatsOf(options.as, reports);
  const policyPath = options.policy ?? join(context.root, "policies", "gate", "policy.yaml");
  const waiversPath = options.waivers ?? join(context.root, "policies", "waivers.yaml");

  const [manifestFile, policyFile, waiversFile, baselineFile, exploitedFile, probabilityFile, patchesFile] = await Promise.all([
    readInput("manifest", manifestPath),
    readInput("policy", policyPath),
    readInput("waivers", waiversPath),
    options.baseline === undefined ? undefined : readInput("baseline", options.baseline),
    options.exploited === undefined ? undefined : readInput("exploited", options.exploited),
    options.exploitProbability === undefined ? undefined : readInput("exploit-probability", options.exploitProbability),
    options.virtualPatches === undefined ? undefined : readInput("virtual-patches", options.virtualPatches),
  ]);
  const testFiles = await Promise.all(options.penetrationTest.map((path) => readInput("penetration-test", path)));
  const manifest = parseManifest(manifestFile.text, manifestPath);
  const policy = parsePolicy(policyFile.text, policyPath, environments.filter(({ stage }) => stage === "prod").map(({ name }) => name));
  const gathered = gather(reports, formats);
  const files = [manifestFile, policyFile, waiversFile, baselineFile, exploitedFile, probabilityFile, patchesFile, ...testFiles].flatMap((file) => file?.input ?? []);
  return judge({
    subject: { pipeline: manifest.pipeline, environment, classification, event: options.event, commit, digest, release: options.release },
    manifest,
    rules: rulesFor(policy, environment, classification),
    reports: gathered.reports,
    exploits: {
      exploited: exploitedFile && parseExploited(exploitedFile.text, exploitedFile.input.name),
      probabilities: probabilityFile && parseExploitProbabilities(probabilityFile.text, probabilityFile.input.name),
    },
    baseline: baselineFile && { name: baselineFile.input.name, verdict: parseVerdict(baselineFile.text, baselineFile.input.name) },
    waivers: parseFindingWaivers(waiversFile.text, waiversPath),
    livePatches: patchesFile && textOf(patchesFile),
    penetrationTests: testFiles.map(textOf),
    place: options.emulator ? "emulator" : "aws",
    changeAuthor: options.author ?? (await authorOf(context.root, commit)),
    clock: context.clock,
    inputs: [...gathered.inputs, ...files],
  });
};

/** Every face but that for Security Hub, where no environment says which account it is. @throws PortcullisError (usage) `gate-folder-unwritable` */
const writeFaces = async (folder: string, verdict: Verdict): Promise<void> => {
  const hasAccount = environments.some(({ name }) => name === verdict.subject.environment);
  try {
    await mkdir(folder, { recursive: true });
    for (const format of Object.keys(gateFormats) as GateFormat[]) if (format !== "asff" || hasAccount) await writeFile(join(folder, gateFileNames[format]), facePieces(format, verdict));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw usageError({ id: "gate-folder-unwritable", problem: `the verdict (${verdict.outcome}) cannot be written (${code})`, where: folder, remedy: "Name by --out a folder in which files can be made, and run the gate again." });
  }
};

/** @throws PortcullisError (blocked) `findings-blocked` */
const refuse = ({ outcome, reasons, subject }: Verdict): void => {
  if (outcome === "pass") return;
  const [first] = reasons;
  throw blockedError({
    id: "findings-blocked",
    problem: `the gate stops ${subject.commit.slice(0, 12)} before ${subject.environment}: ${plural(reasons.length, "reason")}`,
    where: first?.where,
    details: reasons.slice(0, 20).map(({ id, problem }) => `- ${id}: ${problem}`),
    remedy: first?.remedy ?? "Look at the findings that block.",
  });
};
