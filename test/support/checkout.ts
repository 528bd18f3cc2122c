import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

const root = join(__dirname, "..", "..");

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A clone of this checkout as it stands, with its own history, its own emulator and the packages that are installed. */
export class Checkout {
  public readonly folder = mkdtempSync(join(tmpdir(), "portcullis-e2e-"));
  /** A person's environment with settings of AWS that must never be used. */
  private readonly environment: NodeJS.ProcessEnv = {
    ...process.env,
    AWS_PROFILE: "production",
    AWS_ACCESS_KEY_ID: "AKIAREALREALREALREAL",
    AWS_SECRET_ACCESS_KEY: "really-secret",
    AWS_REGION: "us-east-1",
  };

  /**
   * @param options.isCompiled takes over what this checkout has compiled: the clone then compiles only what differs.
   */
  constructor(options: { readonly isCompiled?: boolean } = {}) {
    const files = execFileSync("git", ["-C", root, "ls-files", "-co", "--exclude-standard", "-z"]).toString("utf8").split("\0").filter(Boolean);
    // Listed by git, but removed and not yet committed: as it stands, it is not there.
    for (const file of files.filter((path) => existsSync(join(root, path)))) {
      mkdirSync(dirname(join(this.folder, file)), { recursive: true });
      // The times tell `npm start` that the installed packages are current: it must not install into the shared folder.
      cpSync(join(root, file), join(this.folder, file), { preserveTimestamps: true });
    }
    if (options.isCompiled) cpSync(join(root, "dist"), join(this.folder, "dist"), { recursive: true, preserveTimestamps: true });
    symlinkSync(join(root, "node_modules"), join(this.folder, "node_modules"));
    this.git("init", "--quiet", "--initial-branch=main");
    writeFileSync(join(this.folder, ".git", "info", "exclude"), "node_modules\n");
    this.commit("As it stands");
  }

  public git(...args: string[]): void {
    execFileSync("git", ["-C", this.folder, "-c", "user.name=Author", "-c", "user.email=author@example.org", ...args], { stdio: "pipe" });
  }

  public commit(message: string): void {
    this.git("add", "--all");
    this.git("commit", "--quiet", "--allow-empty", "--message", message);
  }

  public edit(file: string, change: (text: string) => string): void {
    const before = readFileSync(join(this.folder, file), "utf8");
    const after = change(before);
    if (after === before) throw new Error(`the edit of ${file} changes nothing`);
    writeFileSync(join(this.folder, file), after);
  }

  public write(file: string, text: string): void {
    writeFileSync(join(this.folder, file), text);
  }

  public npmStart(...args: string[]): Promise<Ended> {
    return this.run(["scripts/start.mjs", ...args]).ended;
  }

  public portcullis(...args: string[]): Promise<Ended> {
    return this.run(["portcullis", ...args]).ended;
  }

  /**
   * Starts a command of this checkout; `onError` sees its stderr as it comes.
   * @param options.environment added to the person's own
   * @param options.leadsGroup as a terminal starts it: a signal to the group (-pid) reaches all that it started in there
   */
  public run(
    args: readonly string[],
    onError: (text: string, child: ChildProcess) => void = () => undefined,
    options: { readonly environment?: NodeJS.ProcessEnv; readonly leadsGroup?: boolean } = {},
  ): { readonly child: ChildProcess; readonly ended: Promise<Ended> } {
    const child = spawn(process.execPath, [...args], { cwd: this.folder, env: { ...this.environment, ...options.environment }, detached: options.leadsGroup === true, stdio: ["ignore", "pipe", "pipe"] });
    let stdout = "";
    let stderr = "";
    child.stdout!.on("data", (chunk: Buffer) => (stdout += chunk.toString("utf8")));
    child.stderr!.on("data", (chunk: Buffer) => {
      stderr += chunk.toString("utf8");
      onError(stderr, child);
    });
    const ended = new Promise<Ended>((resolve, reject) => {
      child.once("error", reject);
      child.once("close", (code) => resolve({ code, stdout, stderr }));
    });
    return { child, ended };
  }

  /**
   * Why a command did not end well: its exit code, its refusal without the progress before it, and what went wrong in the
   * embedded AWS. Empty where it ended well. CI cuts long output, and this must be what is left of it.
   */
  public complaint({ code, stderr }: Ended): string {
    if (code === 0) return "";
    const refusal = /^\s*✗ /m.exec(stderr);
    const said = refusal ? stderr.slice(refusal.index) : stderr.split("\n").slice(-20).join("\n");
    return [`exit ${code}`, said, ...this.emulatorFaults()].join("\n");
  }

  /** What the embedded AWS failed at or refused: a request that was made twice ends so. */
  private emulatorFaults(): string[] {
    const log = join(this.folder, ".portcullis", "emulator.log");
    if (!existsSync(log)) return [];
    return readFileSync(log, "utf8").split("\n").filter((line) => / (400|409|5\d\d) \d+ms|attempt=|^\w*Error\b/.test(line)).slice(-20);
  }

  /** Address of this checkout's embedded AWS. */
  public async endpoint(): Promise<string> {
    return JSON.parse((await this.portcullis("emulator", "status", "--format", "json")).stdout).endpoint;
  }

  public async remove(): Promise<void> {
    await this.portcullis("emulator", "stop");
    rmSync(this.folder, { recursive: true, force: true });
  }
}
