/** Compiles the TypeScript sources into dist/ when one of them is newer than the last build. Node built-ins only. */
import { spawn } from "node:child_process";
import { closeSync, existsSync, mkdirSync, openSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const dist = join(root, "dist");
const stamp = join(dist, ".built");
const lock = join(dist, ".building");
const project = join(root, "tsconfig.build.json");
const settings = [project, join(root, "tsconfig.json"), join(root, "package.json")];

/**
 * Returns true when dist/ is as new as the sources. Two launches at once build once: the second waits.
 * @param {(message: string) => void} say
 */
export async function buildIfStale(say) {
  if (isFresh()) return true;
  mkdirSync(dist, { recursive: true });
  while (!takeLock()) {
    await sleep(200);
    if (isFresh()) return true;
  }
  try {
    if (isFresh()) return true;
    say("Compiling");
    // Taken before the compiler reads anything, so that an edit made meanwhile counts as newer.
    const began = new Date();
    const { code, output } = await compile();
    if (code !== 0) {
      say(output.trimEnd());
      say("  to do:  Mend what the compiler names above (file, line, key), then run the same command again.");
      return false;
    }
    dropOrphans();
    closeSync(openSync(stamp, "w"));
    utimesSync(stamp, began, began);
    return true;
  } finally {
    rmSync(lock, { force: true });
  }
}

/** A file that became a folder would otherwise go on being loaded: `dist/x.js` comes before `dist/x/index.js`. */
function dropOrphans() {
  const compiled = readdirSync(dist, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile() && /\.js(\.map)?$/.test(entry.name));
  for (const entry of compiled) {
    const path = join(entry.parentPath, entry.name);
    const source = join(root, relative(dist, path).replace(/\.js(\.map)?$/, ".ts"));
    if (!existsSync(source)) rmSync(path);
  }
}

function isFresh() {
  const built = modified(stamp);
  const { include } = JSON.parse(readFileSync(project, "utf8"));
  return built > 0 && newest([...settings, ...include.map((name) => join(root, name))]) <= built;
}

function newest(paths) {
  return Math.max(0, ...paths.map((path) => newestOf(path)));
}

function newestOf(path) {
  if (/\.(ts|json)$/.test(path)) return modified(path);
  let entries;
  try {
    entries = readdirSync(path, { withFileTypes: true });
  } catch {
    return 0;
  }
  const relevant = entries.filter((entry) => entry.isDirectory() || /\.(ts|json)$/.test(entry.name));
  // A folder's own time changes when a file in it is removed.
  return Math.max(modified(path), newest(relevant.map((entry) => join(path, entry.name))));
}

function modified(path) {
  try {
    return statSync(path).mtimeMs;
  } catch {
    return 0;
  }
}

function takeLock() {
  try {
    const descriptor = openSync(lock, "wx");
    writeSync(descriptor, String(process.pid));
    closeSync(descriptor);
    return true;
  } catch (error) {
    if (error.code !== "EEXIST") throw error;
    if (!holderLives()) rmSync(lock, { force: true });
    return false;
  }
}

function holderLives() {
  try {
    const pid = Number(readFileSync(lock, "utf8"));
    // Empty: its holder is about to write its pid.
    if (pid === 0) return Date.now() - modified(lock) < 5_000;
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}

function compile() {
  const compiler = join(root, "node_modules", "typescript", "bin", "tsc");
  if (!existsSync(compiler)) return Promise.resolve({ code: 1, output: "node_modules/typescript is missing: run `npm ci`" });
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [compiler, "-p", project], { cwd: root, stdio: ["ignore", "pipe", "pipe"] });
    const chunks = [];
    child.stdout.on("data", (chunk) => chunks.push(chunk));
    child.stderr.on("data", (chunk) => chunks.push(chunk));
    child.on("error", (error) => resolve({ code: 1, output: error.message }));
    child.on("close", (code) => resolve({ code: code ?? 1, output: Buffer.concat(chunks).toString("utf8") }));
  });
}
