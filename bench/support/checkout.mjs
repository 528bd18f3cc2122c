import { createHash } from "node:crypto";
import { cpSync, existsSync, lstatSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { cleanEnvironment, run } from "./process.mjs";

export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/**
 * A clone of this checkout as it stands, uncommitted changes included, with the packages that are installed here. It has
 * its own embedded AWS, so that those of this checkout are not touched.
 */
export async function makeCheckout() {
  requirePackages();
  const folder = mkdtempSync(join(tmpdir(), "portcullis-bench-"));
  const environment = cleanEnvironment();
  const inFolder = { cwd: folder, environment };
  const git = (...words) => run("git", ["-c", "user.name=Benchmark", "-c", "user.email=bench@example.org", ...words], inFolder);

  const { stdout } = await run("git", ["ls-files", "--cached", "--others", "--exclude-standard", "-z"], { cwd: root, environment });
  for (const file of stdout.split("\0").filter((name) => name !== "" && existsSync(join(root, name)))) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    cpSync(join(root, file), join(folder, file), { preserveTimestamps: true });
  }
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
  // The packages count as current: `npm start` would otherwise install anew through the link.
  utimesSync(join(folder, "package-lock.json"), 0, 0);
  await git("init", "--quiet", "--initial-branch=main");
  writeFileSync(join(folder, ".git", "info", "exclude"), "node_modules\n");
  await git("add", "--all");
  await git("commit", "--quiet", "--message", "As it stands");

  const portcullis = (...words) => run(join(folder, "portcullis"), words, inFolder);
  return {
    folder,
    portcullis,
    /** What `npm <words>` does and takes; the first line is that of the script, not of npm. */
    npm: (...words) => run("npm", words, { ...inFolder, isFirstLine: (line) => line !== "" && !line.startsWith("npm ") }),
    /** Compiles, so that what is measured later does not. */
    build: () => portcullis("--help"),
    /** A module of what was compiled, or of the packages. */
    require: createRequire(join(folder, "dist", "main.js")),
    remove: async () => {
      if (existsSync(join(folder, ".portcullis", "emulator.json"))) await portcullis("emulator", "stop");
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function requirePackages() {
  const packages = join(root, "node_modules");
  const stamp = join(packages, ".portcullis-packages");
  const isThere = existsSync(join(packages, ".package-lock.json")) && !lstatSync(packages).isSymbolicLink();
  const isCurrent = () => !existsSync(stamp) || readFileSync(stamp, "utf8") === createHash("sha256").update(readFileSync(join(root, "package-lock.json"))).digest("hex");
  if (!isThere || !isCurrent()) throw new Error("The packages of package-lock.json are not installed here: run `npm ci` first.");
}
