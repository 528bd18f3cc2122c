import { execFileSync, spawnSync } from "node:child_process";
import { accessSync, chmodSync, constants, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";

/**
 * Runs the workflows on this machine with act (github.com/nektos/act), without containers and without the network: the
 * actions they use are stand-ins, and `npm` and `./portcullis` are programs that note how they were called.
 */

export const repository = join(__dirname, "../../..");

/** The program act: PORTCULLIS_ACT, or on the PATH. */
export const findAct = (): string | undefined =>
  [process.env["PORTCULLIS_ACT"], ...(process.env["PATH"] ?? "").split(delimiter).map((folder) => join(folder, "act"))]
    .filter((path): path is string => path !== undefined && path !== "")
    .find((path) => {
      try {
        accessSync(path, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });

/** One call of a stand-in, in the order of the calls. */
export interface Call {
  readonly program: string;
  readonly args: readonly string[];
  /** Role that the stand-in of configure-aws-credentials took on, empty where the job has none. */
  readonly role: string;
  readonly hasToken: boolean;
  /** Commit that was checked out. */
  readonly commit: string;
}

const note = (program: string): string => `#!/usr/bin/env node
const { appendFileSync } = require("node:fs");
const { execFileSync } = require("node:child_process");
const { env } = process;
const args = process.argv.slice(2);
appendFileSync(env.STAND_IN_LOG, JSON.stringify({
  program: ${JSON.stringify(program)}, args, role: env.STAND_IN_ROLE ?? "", hasToken: Boolean(env.GITHUB_TOKEN),
  commit: execFileSync("git", ["rev-parse", "HEAD"], { encoding: "utf8" }).trim(),
}) + "\\n");
if (env.STAND_IN_FAILS === args.slice(0, 3).join(" ")) process.exitCode = 1;
`;

const ours = "example-org/portcullis";

/** The command, as far as the workflows lean on it. */
const command = `${note("portcullis")}
const { readFileSync } = require("node:fs");
if (args[0] === "list") process.stdout.write(readFileSync(env.STAND_IN_LIST, "utf8"));
if (args[0] === "plan") process.stdout.write(JSON.stringify({ planned: args[1] }));
if (args[0] === "promote") process.stdout.write("promoted to " + args[2] + "\\n");
if (args[0] === "review") for (const file of args.filter((arg) => arg.endsWith(".json"))) JSON.parse(readFileSync(file, "utf8"));
`;

/** `npm`, of which only the scan leaves something that a later step takes. */
const npm = `${note("npm")}
const { mkdirSync, writeFileSync } = require("node:fs");
const { join } = require("node:path");
const out = args[args.indexOf("--out") + 1];
if (args.includes("scan")) {
  mkdirSync(join(out, "verdict"), { recursive: true });
  writeFileSync(join(out, "verdict", "verdict.json"), "{}");
}
`;

/** Nothing is fetched: what is asked for comes from nowhere. */
const curl = `${note("curl")}
const { writeFileSync } = require("node:fs");
const { gzipSync } = require("node:zlib");
const output = args[args.indexOf("--output") + 1];
writeFileSync(output, output.endsWith(".gz") ? gzipSync("") : "{}");
`;

const composite = (inputs: readonly string[], script: string): string =>
  JSON.stringify({
    name: "stand-in",
    inputs: Object.fromEntries(inputs.map((input) => [input, { required: false }])),
    runs: {
      using: "composite",
      steps: [
        {
          // eslint-disable-next-line no-restricted-syntax -- a key of GitHub's action format, not an option of spawn
          shell: "bash",
          run: script,
          env: Object.fromEntries(inputs.map((input) => [`INPUT_${input.replaceAll("-", "_").toUpperCase()}`, `\${{ inputs.${input} }}`])),
        },
      ],
    },
  });

const standIns: Readonly<Record<string, string>> = {
  "actions/checkout": composite(["ref", "persist-credentials"], 'test "$INPUT_PERSIST_CREDENTIALS" = false && git clone --quiet "$STAND_IN_ORIGIN" . && git checkout --quiet "${INPUT_REF:-$GITHUB_SHA}"'),
  "actions/setup-node": composite(["node-version"], "node --version"),
  "hashicorp/setup-terraform": composite(["terraform_wrapper"], 'test "$INPUT_TERRAFORM_WRAPPER" = false'),
  "aws-actions/configure-aws-credentials": composite(["role-to-assume"], 'echo "STAND_IN_ROLE=$INPUT_ROLE_TO_ASSUME" >> "$GITHUB_ENV"'),
  "actions/upload-artifact": composite(["name", "path"], 'mkdir -p "$STAND_IN_ARTIFACTS/$INPUT_NAME" && cp -R "$INPUT_PATH" "$STAND_IN_ARTIFACTS/$INPUT_NAME/"'),
  "actions/download-artifact": composite(["pattern", "path"], 'mkdir -p "$INPUT_PATH" && cp "$STAND_IN_ARTIFACTS"/$INPUT_PATTERN/* "$INPUT_PATH/"'),
};

const git = (folder: string, ...args: readonly string[]): string =>
  execFileSync("git", ["-c", "user.name=stand-in", "-c", "user.email=stand-in@example.com", "-c", "init.defaultBranch=main", ...args], { cwd: folder, encoding: "utf8" }).trim();

const write = (path: string, text: string, executable = false): void => {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  if (executable) chmodSync(path, 0o755);
};

const commitAll = (folder: string, message: string): string => {
  git(folder, "add", "--all");
  git(folder, "commit", "--quiet", "--allow-empty", "--message", message);
  return git(folder, "rev-parse", "HEAD");
};

/** Actions that the workflows use, `owner/name@sha`. */
export const usedActions = (): readonly string[] => [
  ...new Set(
    readdirSync(join(repository, ".github/workflows")).flatMap((file) =>
      [...readFileSync(join(repository, ".github/workflows", file), "utf8").matchAll(/uses: (\S+)/g)].flatMap(([, action]) => action ?? []),
    ),
  ),
];

export interface WorkflowRun {
  readonly exitCode: number | null;
  readonly output: string;
  readonly calls: readonly Call[];
  readonly base: string;
  readonly head: string;
  readonly seconds: number;
}

export interface WorkflowOptions {
  readonly act: string;
  readonly event: "pull_request" | "push";
  readonly workflow: string;
  /** What `./portcullis list --format json` prints. */
  readonly list: unknown;
  /** First three words of a call of the command or of npm that shall fail, such as `promote --to dev`. */
  readonly fails?: string;
  /** A pull request from somebody else's copy of the repository. */
  readonly fork?: boolean;
}

export const runWorkflow = ({ act, event, workflow, list, fails = "", fork = false }: WorkflowOptions): WorkflowRun => {
  const work = mkdtempSync(join(tmpdir(), "portcullis-act-"));
  try {
    const origin = join(work, "origin");
    write(join(origin, ".github/workflows", workflow), readFileSync(join(repository, ".github/workflows", workflow), "utf8"));
    write(join(origin, "portcullis"), command, true);
    git(origin, "init", "--quiet");
    // act reads the repository's name from here; nothing is fetched.
    git(origin, "remote", "add", "origin", `https://github.com/${ours}.git`);
    const base = commitAll(origin, "base");
    const head = commitAll(origin, "head");

    const actions = usedActions().flatMap((action) => {
      const [name = "", sha = ""] = action.split("@");
      const folder = join(work, "actions", name);
      const text = standIns[name];
      if (text === undefined) throw new Error(`no stand-in for ${name}`);
      if (!existsSync(folder)) {
        write(join(folder, "action.yml"), text);
        git(folder, "init", "--quiet");
        commitAll(folder, "stand-in");
      }
      return ["--local-repository", `${name}@${sha}=${folder}`];
    });

    for (const [program, text] of Object.entries({ npm, curl, go: note("go") })) write(join(work, "bin", program), text, true);
    write(join(work, "list.json"), JSON.stringify(list));
    write(join(work, "log"), "");
    write(
      join(work, "event.json"),
      JSON.stringify({
        ...(event === "pull_request"
          ? { pull_request: { number: 7, base: { sha: base, ref: "main" }, head: { sha: head, ref: "change", repo: { full_name: fork ? "somebody/portcullis" : ours } } } }
          : { ref: "refs/heads/main", after: head }),
        repository: { full_name: ours, name: "portcullis", owner: { login: "example-org" }, default_branch: "main" },
      }),
    );
    const variables = { STAND_IN_LOG: "log", STAND_IN_LIST: "list.json", STAND_IN_ORIGIN: "origin", STAND_IN_ARTIFACTS: "artifacts" };
    const began = performance.now();
    const { status, stdout, stderr } = spawnSync(
      act,
      [
        event,
        ...["--workflows", `.github/workflows/${workflow}`, "--eventpath", join(work, "event.json"), "--platform", "ubuntu-latest=-self-hosted"],
        ...["--pull=false", "--action-offline-mode", "--no-skip-checkout", "--no-cache-server", "--action-cache-path", join(work, "cache")],
        ...["--secret", "GITHUB_TOKEN=stand-in-token", "--env", `STAND_IN_FAILS=${fails}`],
        ...Object.entries(variables).flatMap(([name, path]) => ["--env", `${name}=${join(work, path)}`]),
        ...actions,
      ],
      {
        cwd: origin,
        encoding: "utf8",
        env: { PATH: [join(work, "bin"), process.env["PATH"]].join(delimiter), HOME: work, XDG_CONFIG_HOME: join(work, "config"), XDG_CACHE_HOME: join(work, "cache") },
      },
    );
    return {
      exitCode: status,
      output: `${stdout}${stderr}`,
      calls: readFileSync(join(work, "log"), "utf8").split("\n").filter(Boolean).map((line) => JSON.parse(line) as Call),
      base,
      head,
      seconds: (performance.now() - began) / 1000,
    };
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
};
