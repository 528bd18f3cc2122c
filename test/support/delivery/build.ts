import { spawn } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { parse } from "yaml";
import { temporaryFolder } from "../temporary-folder";
import { packedPortcullis } from "./package";
import { findProgram, putPrograms } from "./programs";

/** A call to AWS as IAM is asked about it: action `PutObject` of service `s3` on an ARN. */
export interface RecordedCall {
  readonly service: string;
  readonly action: string;
  readonly resource: string;
  /** Role that the build had assumed by then. @default the project's own */
  readonly role?: string;
  /** Condition keys of the request. */
  readonly context?: Readonly<Record<string, string>>;
}

export type Objects = Readonly<Record<string, string | Buffer>>;

export interface BuildOptions {
  /** Folder that becomes the root of the source; it is copied. */
  readonly source: string;
  /** Folder of the second input `Application`; it is copied. @default none */
  readonly artifact?: string;
  /** Further inputs: name of the artifact → its folder; each is copied. @default none */
  readonly inputs?: Readonly<Record<string, string>>;
  /** Variables of the project and of the action, complete: see `variablesOf`. */
  readonly environment: Readonly<Record<string, string>>;
  /** Name or ARN of a secret → its JSON document. A secret that the buildspec names and is not here fails the build, as in CodeBuild. @default none */
  readonly secrets?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Address → bytes that `curl` brings from there. @default nothing can be fetched */
  readonly downloads?: Objects;
  /** Lock of a tool of Python → its programs → path of the real one or of a stand-in, which `pip` lays down after it has read the lock. @default none */
  readonly pythonPackages?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Bucket → key → what lies there before; the bucket of tools holds Portcullis besides. @default empty */
  readonly buckets?: Readonly<Record<string, Objects>>;
  /** Program → path of a real one or of a stand-in; one in JavaScript is started by node. They come before the image's and ours. @default none */
  readonly standIns?: Readonly<Record<string, string>>;
  /** Stand-in → how it behaves: `gitleaks: "no-report"` is its variable STAND_IN_GITLEAKS. @default each one's own default */
  readonly behaviour?: Readonly<Record<string, string>>;
}

export interface BuildResult {
  /** As CodeBuild calls it; the phases after it did not run. @default undefined: the build succeeded */
  readonly failedPhase?: "DOWNLOAD_SOURCE" | "INSTALL" | "BUILD" | "POST_BUILD" | "UPLOAD_ARTIFACTS";
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
  /** Key → bytes of what lies in the evidence bucket afterwards. */
  readonly evidence: Readonly<Record<string, Buffer>>;
  /** Bucket → folder with its objects. */
  readonly bucket: (name: string) => string;
  /** Folder with the output artifact, where the buildspec declares one and the build succeeded. */
  readonly artifact?: string;
  /** Report group → paths of the result files that it was given. */
  readonly reports: Readonly<Record<string, readonly string[]>>;
  readonly calls: readonly RecordedCall[];
}

interface Phase {
  readonly "on-failure"?: string;
  readonly commands: readonly string[];
}
interface Spec {
  readonly version: number;
  readonly env?: { readonly shell?: string; readonly "secrets-manager"?: Readonly<Record<string, string>> };
  readonly phases: Readonly<Record<string, Phase>>;
  readonly reports?: Readonly<Record<string, { readonly files: readonly string[]; readonly "base-directory"?: string }>>;
  readonly artifacts?: { readonly files: readonly string[]; readonly "base-directory"?: string };
}

const phases = ["install", "build", "post_build"] as const;
const phaseNames = { install: "INSTALL", build: "BUILD", post_build: "POST_BUILD" } as const;

/** Longest build of a test, in milliseconds. */
const longest = 240_000;

const filesBelow = (folder: string): readonly string[] =>
  existsSync(folder) ? readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((path) => statSync(join(folder, path)).isFile()).sort() : [];

const write = (file: string, bytes: string | Buffer): void => {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, bytes);
};

/**
 * `<id>:<key>` of the buildspec, where the id may be an ARN, which holds colons itself (CodeBuild User Guide, "Build specification reference",
 * env/secrets-manager).
 */
const secretReference = (reference: string): { readonly id: string; readonly key: string } => {
  const words = reference.split(":");
  const isArn = words[0] === "arn";
  const id = isArn ? words.slice(0, 7).join(":") : words[0]!;
  return { id, key: words[isArn ? 7 : 1] ?? "" };
};

/** Files under a folder that patterns of a buildspec name: `**` is any depth, `*` anything in one name. */
const matching = (folder: string, patterns: readonly string[]): readonly string[] => {
  const expression = (pattern: string) => new RegExp(`^${pattern.split(/(\*\*\/\*|\*\*\/|\*)/).map((part) => ({ "**/*": ".*", "**/": "(?:.*/)?", "*": "[^/]*" })[part] ?? part.replace(/[.+?^${}()|[\]\\]/g, "\\$&")).join("")}$`);
  return filesBelow(folder).filter((path) => patterns.some((pattern) => expression(pattern).test(path)));
};

/** One private folder a build: the root of all it sees. */
class World {
  public readonly folder = temporaryFolder();
  public readonly source = join(this.folder, "source");
  public readonly bin = join(this.folder, "bin");
  private readonly environmentFile = join(this.folder, "exported");
  private readonly calls = join(this.folder, "calls.jsonl");

  constructor(private readonly options: BuildOptions) {
    for (const name of ["bin", "home", "tmp"]) mkdirSync(join(this.folder, name));
    cpSync(options.source, this.source, { recursive: true, verbatimSymlinks: true });
    for (const [name, folder] of Object.entries(this.inputs)) cpSync(folder, this.input(name), { recursive: true });
    writeFileSync(this.calls, "");
    this.fillBuckets();
    this.layDownloads();
    putPrograms(this.bin, options.standIns ?? {});
  }

  /** Name of an input besides the source → the folder it comes from. */
  private get inputs(): Readonly<Record<string, string>> {
    const { artifact, inputs } = this.options;
    return { ...(artifact === undefined ? {} : { Application: artifact }), ...inputs };
  }

  private input(name: string): string {
    return join(this.folder, "inputs", name);
  }

  public bucket(name: string): string {
    return join(this.folder, "buckets", name);
  }

  private fillBuckets(): void {
    const { EVIDENCE_BUCKET, TOOLS_BUCKET, ARTIFACT_BUCKET } = this.options.environment;
    for (const name of [EVIDENCE_BUCKET, TOOLS_BUCKET, ARTIFACT_BUCKET].filter((bucket) => bucket !== undefined)) mkdirSync(this.bucket(name), { recursive: true });
    const { version, bytes } = packedPortcullis();
    if (TOOLS_BUCKET !== undefined) write(join(this.bucket(TOOLS_BUCKET), `portcullis-${version}.tgz`), bytes);
    for (const [name, objects] of Object.entries(this.options.buckets ?? {})) {
      mkdirSync(this.bucket(name), { recursive: true });
      for (const [key, content] of Object.entries(objects)) write(join(this.bucket(name), key), content);
    }
  }

  private layDownloads(): void {
    const files = Object.entries(this.options.downloads ?? {}).map(([address, content], index) => {
      const file = join(this.folder, "downloads", String(index));
      write(file, content);
      return [address, file] as const;
    });
    writeFileSync(join(this.folder, "downloads.json"), JSON.stringify(Object.fromEntries(files)));
    writeFileSync(join(this.folder, "python-packages.json"), JSON.stringify(this.options.pythonPackages ?? {}));
  }

  public recordCall(call: RecordedCall): void {
    writeFileSync(this.calls, `${JSON.stringify(call)}\n`, { flag: "a" });
  }

  public recorded(): readonly RecordedCall[] {
    return readFileSync(this.calls, "utf8").split("\n").filter(Boolean).map((line): RecordedCall => JSON.parse(line));
  }

  /** What a build begins with: nothing of the person's who runs the tests. */
  public variables(): Readonly<Record<string, string>> {
    const behaviours = Object.entries(this.options.behaviour ?? {}).map(([name, behaviour]) => [`STAND_IN_${name.toUpperCase().replaceAll("-", "_")}`, behaviour]);
    return {
      PATH: this.bin,
      HOME: join(this.folder, "home"),
      TMPDIR: join(this.folder, "tmp"),
      LANG: "C.UTF-8",
      CODEBUILD_SRC_DIR: this.source,
      ...Object.fromEntries(Object.keys(this.inputs).map((name) => [`CODEBUILD_SRC_DIR_${name}`, this.input(name)])),
      CODEBUILD_BUILD_ID: "build:00000000-0000-4000-8000-000000000000",
      AWS_REGION: "eu-central-1",
      AWS_DEFAULT_REGION: "eu-central-1",
      STAND_IN_WORLD: this.folder,
      STAND_IN_REAL_CURL: findProgram("curl") ?? "",
      ...Object.fromEntries(behaviours),
      ...this.options.environment,
    };
  }

  /**
   * Runs a phase in a bash of its own that begins with what the phases before it exported, and in the folder they ended in. What was only
   * set and not exported is gone: a definition is not to depend on how CodeBuild keeps its shell.
   */
  public async run(commands: readonly string[], variables: Readonly<Record<string, string>>): Promise<{ readonly code: number; readonly stdout: string; readonly stderr: string }> {
    const script = join(this.folder, "phase.sh");
    const before = existsSync(this.environmentFile) ? [`. '${this.environmentFile}'`] : [`cd "$CODEBUILD_SRC_DIR"`];
    const after = [`{ export -p; printf 'cd %q\\n' "$PWD"; } > '${this.environmentFile}'`];
    writeFileSync(script, [...before, ...commands, ...after, ""].join("\n"));
    return new Promise((resolve, reject) => {
      const child = spawn(join(this.bin, "bash"), [script], { cwd: this.source, env: { ...variables }, timeout: longest, stdio: ["ignore", "pipe", "pipe"] });
      const [stdout, stderr]: [Buffer[], Buffer[]] = [[], []];
      child.stdout.on("data", (chunk: Buffer) => stdout.push(chunk));
      child.stderr.on("data", (chunk: Buffer) => stderr.push(chunk));
      child.on("error", reject);
      child.on("close", (code) => resolve({ code: code ?? 255, stdout: Buffer.concat(stdout).toString("utf8"), stderr: Buffer.concat(stderr).toString("utf8") }));
    });
  }

  /** A folder of a buildspec, with the variables that the build exported. */
  public async folderOf(text: string, variables: Readonly<Record<string, string>>): Promise<string> {
    const { stdout } = await this.run([`printf %s "${text}"`], variables);
    return resolve(this.source, stdout);
  }
}

const exitOf = (code: number, message: string): Outcome => ({ code, stdout: "", stderr: message });
interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Reads the secrets that the buildspec names, as the project's role. */
const readSecrets = (world: World, spec: Spec, secrets: NonNullable<BuildOptions["secrets"]>): Readonly<Record<string, string>> | Outcome => {
  const values: Record<string, string> = {};
  for (const [variable, reference] of Object.entries(spec.env?.["secrets-manager"] ?? {})) {
    const { id, key } = secretReference(reference);
    world.recordCall({ service: "secretsmanager", action: "GetSecretValue", resource: id });
    const value = secrets[id]?.[key];
    if (value === undefined) return exitOf(1, `Secrets Manager Error Message: ${id} holds no ${key}`);
    values[variable] = value;
  }
  return values;
};

const isOutcome = (value: Readonly<Record<string, string>> | Outcome): value is Outcome => typeof value["code"] === "number";

/** Copies what the buildspec hands on. @returns the folder, or why there is nothing */
const collect = async (world: World, { artifacts }: Spec, variables: Readonly<Record<string, string>>): Promise<string | Outcome | undefined> => {
  if (artifacts === undefined) return undefined;
  const folder = await world.folderOf(artifacts["base-directory"] ?? "", variables);
  const files = matching(folder, artifacts.files);
  if (files.length === 0) return exitOf(1, `no matching artifact paths found: ${artifacts.files.join(", ")} in ${folder}`);
  const target = join(world.folder, "artifact");
  for (const file of files) write(join(target, file), readFileSync(join(folder, file)));
  return target;
};

/**
 * Runs a generated buildspec as CodeBuild does (CodeBuild User Guide, "Build specification reference" and "Build phase transitions"): secrets first,
 * then install, build, post_build in bash, each of which aborts the build where it fails; then test reports and the output artifact. It runs in a
 * private folder with a HOME of its own and a PATH that holds the image's programs and stand-ins alone; nothing of the person's environment is seen.
 *
 * @example
 * const tool = scanTools.find(({ name }) => name === "gitleaks")!;
 * const text = buildspecText(scanBuildspec(tool, place(), packedPortcullis()));
 * const result = await runBuild(text, { source: checkout({ "a.ts": "x" }), environment: variablesOf(tool.name), standIns: { gitleaks: findProgram("gitleaks")! } });
 * expect(result).toMatchObject({ exitCode: 0 });
 * @throws Error where the text is no buildspec that this harness knows: another shell, a phase that does not abort, an unknown phase
 */
export const runBuild = async (text: string, options: BuildOptions): Promise<BuildResult> => {
  const spec = readSpec(text);
  const world = new World(options);
  const ran: Outcome[] = [];
  const reports: Record<string, readonly string[]> = {};
  const end = (failedPhase?: BuildResult["failedPhase"], artifact?: string): BuildResult => {
    const evidence = options.environment["EVIDENCE_BUCKET"] ?? "no-evidence";
    const files = filesBelow(world.bucket(evidence)).map((key) => [key, readFileSync(join(world.bucket(evidence), key))] as const);
    return {
      ...(failedPhase === undefined ? {} : { failedPhase }),
      exitCode: ran.at(-1)?.code ?? 0,
      stdout: ran.map(({ stdout }) => stdout).join(""),
      stderr: ran.map(({ stderr }) => stderr).join(""),
      evidence: Object.fromEntries(files),
      bucket: (name) => world.bucket(name),
      ...(artifact === undefined ? {} : { artifact }),
      reports,
      calls: world.recorded(),
    };
  };

  const secrets = readSecrets(world, spec, options.secrets ?? {});
  if (isOutcome(secrets)) {
    ran.push(secrets);
    return end("DOWNLOAD_SOURCE");
  }
  const variables = { ...world.variables(), ...secrets };
  let failedPhase: BuildResult["failedPhase"];
  for (const name of phases.filter((phase) => spec.phases[phase] !== undefined)) {
    const outcome = await world.run(spec.phases[name]!.commands, variables);
    ran.push(outcome);
    if (outcome.code !== 0) {
      failedPhase = phaseNames[name];
      break;
    }
  }
  // Results of tests go to their group also where the build has failed ("Working with test reporting").
  for (const [group, report] of Object.entries(spec.reports ?? {})) {
    const folder = await world.folderOf(report["base-directory"] ?? "", variables);
    reports[group] = matching(folder, report.files).map((file) => join(folder, file));
  }
  if (failedPhase !== undefined) return end(failedPhase);
  const artifact = await collect(world, spec, variables);
  if (artifact === undefined || typeof artifact === "string") return end(undefined, artifact);
  ran.push(artifact);
  return end("UPLOAD_ARTIFACTS");
};

const readSpec = (text: string): Spec => {
  const spec: Spec = parse(text);
  if (spec.version !== 0.2 || spec.env?.shell !== "bash") throw new Error("the harness runs buildspecs of version 0.2 whose shell is bash");
  for (const [name, phase] of Object.entries(spec.phases)) {
    if (!phases.some((known) => known === name)) throw new Error(`the harness knows no phase ${name}`);
    if (phase["on-failure"] !== "ABORT") throw new Error(`phase ${name} does not abort the build where it fails`);
  }
  return spec;
};
