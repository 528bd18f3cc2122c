import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { statfs } from "node:fs/promises";
import { createServer } from "node:net";
import { homedir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { emulatorStatus } from "../emulator";
import { findProviderSource } from "../terraform";
import type { Check } from "./check";

/** Node packages 0.6 GB, Python packages 0.7 GB, the AWS provider 0.7 GB, plans and states. */
const neededBytes = 3e9;

export async function checkGit(root: string, environment: NodeJS.ProcessEnv): Promise<Check> {
  const name = "git";
  const git = (...commandArguments: string[]) =>
    promisify(execFile)("git", ["-C", root, ...commandArguments], { env: environment }).then(({ stdout }) => stdout.trim());
  let version: string;
  try {
    version = (await git("version")).replace("git version ", "");
  } catch {
    return { name, state: "missing", found: "not found", remedy: "Install git: a release is a commit." };
  }
  try {
    const commit = await git("rev-parse", "--short", "HEAD");
    const isDirty = (await git("status", "--porcelain")) !== "";
    const found = `${version}, at commit ${commit}${isDirty ? ", with changes that are not committed" : ""}`;
    if (!isDirty) return { name, state: "ok", found };
    return { name, state: "note", found, remedy: "Commit before you promote: what is promoted is a commit." };
  } catch {
    return {
      name,
      state: "note",
      found: `${version}, but this folder is no git repository with a commit`,
      remedy: "Clone the repository with git, or run `git init` and commit: promote needs a commit.",
    };
  }
}

export function checkProvider(environment: NodeJS.ProcessEnv): Check {
  const { description } = findProviderSource(environment);
  const named = environment.TF_CLI_CONFIG_FILE;
  if (named && !existsSync(named)) {
    return {
      name: "AWS provider",
      state: "note",
      found: `${description}; TF_CLI_CONFIG_FILE names ${named}, which does not exist`,
      remedy: "Unset TF_CLI_CONFIG_FILE, or let it name a file: Terraform warns on every run, Portcullis leaves it out.",
    };
  }
  return { name: "AWS provider", state: "ok", found: description };
}

/** Where the SDK would look for them first; nothing is read but names, and nobody is asked. */
export function checkCredentials(environment: NodeJS.ProcessEnv): Check {
  const name = "AWS credentials";
  const home = environment.HOME ?? homedir();
  const sharedFile = environment.AWS_SHARED_CREDENTIALS_FILE ?? join(home, ".aws", "credentials");
  const configFile = environment.AWS_CONFIG_FILE ?? join(home, ".aws", "config");
  const sources: readonly (readonly [boolean, string])[] = [
    [Boolean(environment.AWS_ACCESS_KEY_ID), "AWS_ACCESS_KEY_ID is set"],
    [Boolean(environment.AWS_PROFILE), `profile ${environment.AWS_PROFILE}`],
    [Boolean(environment.AWS_WEB_IDENTITY_TOKEN_FILE), "web identity token (AWS_WEB_IDENTITY_TOKEN_FILE)"],
    [Boolean(environment.AWS_CONTAINER_CREDENTIALS_RELATIVE_URI ?? environment.AWS_CONTAINER_CREDENTIALS_FULL_URI), "container credentials"],
    [existsSync(sharedFile), sharedFile],
    [existsSync(configFile), configFile],
  ];
  const found = sources.find(([isThere]) => isThere)?.[1];
  const endpoint = environment.AWS_ENDPOINT_URL ? `; AWS_ENDPOINT_URL is ${environment.AWS_ENDPOINT_URL}` : "";
  if (found !== undefined) return { name, state: "ok", found: `${found}${endpoint}` };
  return {
    name,
    state: "note",
    found: `none${endpoint}`,
    remedy: "None are needed for `npm start` and the embedded AWS. For a real account sign in, for example with `aws sso login`.",
  };
}

export async function checkDisk(root: string): Promise<Check> {
  const { bavail, bsize } = await statfs(root);
  const free = bavail * bsize;
  const found = `${(free / 1e9).toFixed(1)} GB free`;
  if (free >= neededBytes) return { name: "Disk", state: "ok", found };
  return { name: "Disk", state: "missing", found, remedy: `Free some: ${neededBytes / 1e9} GB are needed for packages, provider and plans.` };
}

export async function checkEmulator(root: string): Promise<Check> {
  const name = "Embedded AWS";
  const status = await emulatorStatus({ root });
  if (status.running) return { name, state: "ok", found: `runs at ${status.endpoint} (process ${status.emulator.pid})` };
  if (status.state !== "stopped") {
    return {
      name,
      state: "note",
      found: `${status.state} (process ${status.emulator.pid}): what stood in its accounts is gone`,
      remedy: "Run `npm start`: it begins again with empty accounts.",
    };
  }
  if (await canListen()) return { name, state: "ok", found: "not running; ports on 127.0.0.1 are free" };
  return {
    name,
    state: "missing",
    found: "no port on 127.0.0.1 can be had",
    remedy: "Look at what keeps programs from listening on 127.0.0.1: a sandbox, a firewall or a missing loopback interface.",
  };
}

function canListen(): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(0, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}
