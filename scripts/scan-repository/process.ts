import { spawn } from "node:child_process";
import { usageError } from "../errors";
import type { Ended } from "./scanner";

/** Scanners need no credential, so none is theirs to lose. */
const isCredential = (name: string): boolean => name.startsWith("AWS_") || /TOKEN|SECRET|PASSWORD|CREDENTIAL/i.test(name);

/** What of a person's environment a scanner gets. */
export const withoutCredentials = (environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv => Object.fromEntries(Object.entries(environment).filter(([name]) => !isCredential(name)));

/** How to come by a program that this repository does not bring along. */
export type Remedies = Readonly<Record<string, string>>;

/**
 * Runs a program to its end, whatever it finds.
 * @throws PortcullisError (usage) `scanner-missing`
 */
export const run = (program: string, programArguments: readonly string[], options: { readonly folder: string; readonly environment: NodeJS.ProcessEnv; readonly remedies: Remedies }): Promise<Ended> =>
  new Promise((resolve, reject) => {
    const child = spawn(program, programArguments, { cwd: options.folder, env: options.environment, stdio: ["ignore", "pipe", "pipe"] });
    const [stdout, stderr]: [Buffer[], Buffer[]] = [[], []];
    child.stdout.on("data", (chunk: Buffer) => stdout.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => stderr.push(chunk));
    child.on("error", () => reject(usageError({ id: "scanner-missing", problem: `${program} does not start`, where: "npm run scan", remedy: options.remedies[program] ?? "Run `npm ci`, then try again." })));
    // Ended by a signal it has no exit code: 255 is none that any scanner uses for a scan that went well.
    child.on("close", (code) => resolve({ exitCode: code ?? 255, stdout: Buffer.concat(stdout).toString("utf8"), stderr: Buffer.concat(stderr).toString("utf8") }));
  });
