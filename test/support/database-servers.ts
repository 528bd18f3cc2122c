import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/** A database server of a test's own: a new folder, a private socket, no port. */
export interface DatabaseServer {
  /** Address of a database on it for a user: over the socket. */
  readonly address: (user: string, database: string) => string;
  /** Runs statements as the superuser. @throws what the client printed */
  readonly run: (sql: string) => string;
  readonly stop: () => Promise<void>;
}

const onPath = (name: string): string | undefined => (process.env["PATH"] ?? "").split(delimiter).map((folder) => join(folder, name)).find((path) => existsSync(path));

/** Debian keeps the programs of PostgreSQL's server off the PATH. */
const postgresFolder = (): string | undefined => {
  const debian = "/usr/lib/postgresql";
  const newest = existsSync(debian) ? readdirSync(debian).sort((one, other) => Number(other) - Number(one))[0] : undefined;
  return newest === undefined ? undefined : join(debian, newest, "bin");
};

export const hasPostgres = (): boolean => postgresFolder() !== undefined;
export const hasMariaDb = (): boolean => onPath("mariadbd") !== undefined || existsSync("/usr/sbin/mariadbd");

/** Servers of databases refuse to run as root: then they run as the user that their package made. */
const userOf = (name: string): { readonly uid: number; readonly gid: number } | undefined => {
  if (process.getuid?.() !== 0) return undefined;
  const id = (flag: string) => Number(execFileSync("id", [flag, name], { encoding: "utf8" }));
  return { uid: id("-u"), gid: id("-g") };
};

const ownFolder = (owner: { readonly uid: number; readonly gid: number } | undefined): string => {
  // Sockets have short names: https://man7.org/linux/man-pages/man7/unix.7.html
  const folder = mkdtempSync(join(tmpdir(), "pc-db-"));
  chmodSync(folder, 0o755);
  if (owner) chownSync(folder, owner.uid, owner.gid);
  return folder;
};

const untilItAnswers = async (isUp: () => boolean, server: ChildProcess, log: () => string): Promise<void> => {
  for (const deadline = Date.now() + 30_000; Date.now() < deadline; await sleep(100)) {
    if (isUp()) return;
    if (server.exitCode !== null) break;
  }
  throw new Error(`the database server did not start:\n${log().slice(-2000)}`);
};

const stopped = async (server: ChildProcess, folder: string): Promise<void> => {
  const ended = new Promise((resolve) => server.once("exit", resolve));
  if (server.exitCode === null && server.kill("SIGTERM")) await ended;
  rmSync(folder, { recursive: true, force: true });
};

const succeeds = (work: () => unknown): boolean => {
  try {
    work();
    return true;
  } catch {
    return false;
  }
};

const launch = (program: string, programArguments: readonly string[], owner: object | undefined): { readonly server: ChildProcess; readonly log: () => string } => {
  const server = spawn(program, [...programArguments], { ...owner, stdio: ["ignore", "pipe", "pipe"] });
  let text = "";
  for (const stream of [server.stdout, server.stderr]) stream!.on("data", (chunk: Buffer) => (text += chunk.toString("utf8")));
  return { server, log: () => text };
};

/** A PostgreSQL whose superuser is `postgres`; everybody on its socket is trusted. */
export const startPostgres = async (): Promise<DatabaseServer> => {
  const owner = userOf("postgres");
  const folder = ownFolder(owner);
  const bin = postgresFolder()!;
  const data = join(folder, "data");
  execFileSync(join(bin, "initdb"), ["-D", data, "-U", "postgres", "--auth=trust", "-E", "UTF8", "--no-sync"], { ...owner, cwd: folder, stdio: "pipe" });
  const { server, log } = launch(join(bin, "postgres"), ["-D", data, "-k", folder, "-c", "listen_addresses=", "-c", "fsync=off"], owner);
  const run = (sql: string, database = "clinic") => execFileSync(join(bin, "psql"), ["-h", folder, "-U", "postgres", "-d", database, "-v", "ON_ERROR_STOP=1", "-qAt", "-f", "-"], { input: sql, encoding: "utf8", stdio: "pipe" });
  await untilItAnswers(() => succeeds(() => run("select 1", "postgres")), server, log);
  run("create database clinic", "postgres");
  return { address: (user, database) => `postgresql:///${database}?host=${encodeURIComponent(folder)}&user=${user}`, run, stop: () => stopped(server, folder) };
};

/** A MariaDB whose superuser is `root`; its socket is the only way in. */
export const startMariaDb = async (): Promise<DatabaseServer> => {
  const owner = userOf("mysql");
  const folder = ownFolder(owner);
  const data = join(folder, "data");
  const socket = join(folder, "s");
  mkdirSync(data);
  if (owner) chownSync(data, owner.uid, owner.gid);
  execFileSync(onPath("mariadb-install-db") ?? "/usr/bin/mariadb-install-db", ["--no-defaults", `--datadir=${data}`, "--auth-root-authentication-method=normal", "--skip-test-db"], { ...owner, cwd: folder, stdio: "pipe" });
  const { server, log } = launch(onPath("mariadbd") ?? "/usr/sbin/mariadbd", ["--no-defaults", `--datadir=${data}`, `--socket=${socket}`, "--skip-networking", "--log-bin-trust-function-creators=1", `--pid-file=${join(folder, "pid")}`], owner);
  const run = (sql: string) => execFileSync("mariadb", ["--no-defaults", `--socket=${socket}`, "--user=root", "--batch", "--skip-column-names"], { input: sql, encoding: "utf8", stdio: "pipe" });
  await untilItAnswers(() => succeeds(() => run("select 1")), server, log);
  run("create database clinic");
  return { address: (user, database) => `mysql://${user}@localhost/${database}?socket=${encodeURIComponent(socket)}`, run, stop: () => stopped(server, folder) };
};
