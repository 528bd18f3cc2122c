import { spawn, type ChildProcess } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { main } from "../../../scripts/cli";
import { systemClock } from "../../../scripts/clock";
import { readReport, sourceOfFile, type Report } from "../../../scripts/findings";
import type { Verdict } from "../../../scripts/gate";

const repository = join(__dirname, "../../..");
const commit = "1".repeat(40);

/** A made-up key pair of AWS, of which this repository holds nothing that looks like one. */
const madeUp = (seed: string) => createHash("sha256").update(seed).digest();
const base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const keyId = `AK${"IA"}${[...madeUp("planted").subarray(0, 16)].map((byte) => base32[byte % 32]).join("")}`;
const secretKey = madeUp("planted secret").toString("base64").slice(0, 40);
export const planted = [keyId, secretKey] as const;

/** EICAR's test file, by the European Institute for Computer Antivirus Research: every scanner knows it, so it never lies in one piece in this repository. */
export const eicar = ["X5O!P%@AP[4\\PZX54(P^)7CC)7}", "$EICAR-STANDARD-ANTI", "VIRUS-TEST-FILE!$H+H*"].join("");

/** What the run of a tool knows and its report does not say. */
export interface RunFacts {
  readonly version: string;
  readonly rules: number;
  readonly looked: number;
  readonly exitCode: number;
}

export type Variant = "flawed" | "fixed";

/** test/fixtures/vulnerable-app in a folder of its own, to be scanned, judged and mended. */
export class Notebook {
  public readonly folder = realpathSync(mkdtempSync(join(tmpdir(), "portcullis-notebook-")));
  private readonly servers: ChildProcess[] = [];

  constructor() {
    cpSync(join(repository, "test", "fixtures", "vulnerable-app"), this.folder, { recursive: true });
    this.write("flawed/settings.cjs", `module.exports = {\n  awsAccessKeyId: "${keyId}",\n  awsSecretAccessKey: "${secretKey}",\n};\n`);
    this.write("fixed/settings.cjs", "module.exports = {\n  awsAccessKeyId: process.env.AWS_ACCESS_KEY_ID,\n  awsSecretAccessKey: process.env.AWS_SECRET_ACCESS_KEY,\n};\n");
    this.write("flawed/uploads/test-file.com", eicar);
    this.write("fixed/uploads/letter.txt", "Good day.\n");
  }

  public path(name: string): string {
    return join(this.folder, name);
  }

  public write(name: string, text: string): void {
    mkdirSync(join(this.path(name), ".."), { recursive: true });
    writeFileSync(this.path(name), text);
  }

  public read(report: string, format?: string): Report {
    return readReport(sourceOfFile(this.path(report), report), format);
  }

  /**
   * What `./portcullis gate` says of one report, before dev.
   * @param facts written beside it by `./portcullis gate record` @default none: the report proves itself or blocks
   */
  public async judge(report: string, tool: string, { format, facts }: { readonly format?: string; readonly facts?: RunFacts } = {}): Promise<{ readonly exitCode: number; readonly verdict: Verdict }> {
    const path = this.path(report);
    const record = [path, "--tool", tool, "--commit", commit, "--rules-time", new Date().toISOString()];
    if (facts) await this.portcullis("gate", "record", ...record, "--tool-version", facts.version, "--rules", `${facts.rules}`, "--looked", `${facts.looked}`, "--exit-code", `${facts.exitCode}`);
    this.write("gate.yaml", JSON.stringify({ version: 1, pipeline: "notebook", requires: [{ tool }] }));
    this.write("waivers.yaml", "[]\n");
    const named = format === undefined ? [] : ["--as", `${format}=${path}`];
    const out = this.path("verdict");
    const exitCode = await this.portcullis("gate", path, ...named, "--manifest", this.path("gate.yaml"), "--environment", "dev", "--commit", commit, "--waivers", this.path("waivers.yaml"), "--out", out);
    return { exitCode, verdict: JSON.parse(readFileSync(join(out, "verdict.json"), "utf8")) as Verdict };
  }

  private async portcullis(...argv: string[]): Promise<number> {
    const [stdout, stderr] = [new PassThrough().resume(), new PassThrough().resume()];
    return main(argv, { root: repository, environment: { PATH: process.env["PATH"], HOME: this.folder }, clock: systemClock, stdout, stderr });
  }

  /** Starts the server on a free port of 127.0.0.1. @returns its address */
  public async serve(variant: Variant): Promise<string> {
    const server = spawn(process.execPath, [this.path(`${variant}/server.cjs`)], { env: { NODE_PATH: join(repository, "node_modules") }, stdio: ["pipe", "pipe", "inherit"] });
    this.servers.push(server);
    const port = await new Promise<string>((resolve, reject) => {
      server.stdout.setEncoding("utf8").once("data", resolve);
      server.once("exit", () => reject(new Error("the notebook's server did not start")));
    });
    return `http://127.0.0.1:${port.trim()}/`;
  }

  /** Ends its servers and removes its folder. */
  public remove(): void {
    for (const server of this.servers) server.stdin?.end();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
