import { spawn, spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "../../support/temporary-folder";

const repository = join(__dirname, "..", "..", "..");
const folder = temporaryFolder();

/** A fresh clone of what runs before anything is installed. */
const clone = (): string => {
  const root = mkdtempSync(join(folder, "clone-"));
  mkdirSync(join(root, "scripts"));
  cpSync(join(repository, "portcullis"), join(root, "portcullis"));
  const early = readdirSync(join(repository, "scripts")).filter((name) => /\.(mjs|py|txt)$/.test(name));
  for (const name of early) cpSync(join(repository, "scripts", name), join(root, "scripts", name));
  return root;
};
const run = (root: string, file: string, words: readonly string[], environment: NodeJS.ProcessEnv = { PATH: folder }) =>
  spawnSync(process.execPath, [join(root, file), ...words], { encoding: "utf8", env: environment, cwd: root });

describe("the launcher", () => {
  it("says how to install where nothing is installed", () => {
    const result = run(clone(), "portcullis", ["plan"]);
    expect([result.status, result.stdout]).toEqual([2, ""]);
    expect(result.stderr).toContain("npm ci");
    expect(result.stderr).not.toMatch(/\n\s+at /);
  });

  it("shows what is missing where doctor is asked then", () => {
    const result = run(clone(), "portcullis", ["doctor"]);
    expect(result.status).toBe(2);
    expect(result.stderr).toMatch(/ok +Node >= 20\.19/);
    expect(result.stderr).toMatch(/MISSING +Python >= 3\.10/);
  });

  /** A checkout with a compiler of one line: it copies the source and counts how often it ran. */
  const compilable = (): string => {
    const root = clone();
    mkdirSync(join(root, "node_modules", "commander"), { recursive: true });
    writeFileSync(join(root, "node_modules", "commander", "index.js"), "");
    mkdirSync(join(root, "node_modules", "typescript", "bin"), { recursive: true });
    writeFileSync(
      join(root, "node_modules", "typescript", "bin", "tsc"),
      `const fs = require("fs");
       fs.mkdirSync("dist/scripts", { recursive: true });
       fs.appendFileSync("runs", "x");
       if (fs.readFileSync("scripts/cli.ts", "utf8").includes("wrong")) { console.log("cli.ts(1,1): error TS1: wrong"); process.exit(1); }
       fs.copyFileSync("scripts/cli.ts", "dist/scripts/cli.js");`,
    );
    for (const name of ["tsconfig.json", "package.json"]) writeFileSync(join(root, name), "{}");
    writeFileSync(join(root, "tsconfig.build.json"), JSON.stringify({ include: ["scripts"] }));
    write(root, 'exports.run = async (root) => process.stdout.write("one " + root);', -10);
    return root;
  };
  const write = (root: string, text: string, seconds: number) => {
    const source = join(root, "scripts", "cli.ts");
    writeFileSync(source, text);
    const when = new Date(Date.now() + seconds * 1000);
    utimesSync(source, when, when);
  };
  const compiled = (root: string) => (existsSync(join(root, "runs")) ? spawnSync("wc", ["-c", join(root, "runs")], { encoding: "utf8" }).stdout.trim().split(" ")[0] : "0");

  it("compiles once, and again after a change", () => {
    const root = compilable();
    expect(run(root, "portcullis", [], process.env).stdout).toBe(`one ${root}`);
    expect(run(root, "portcullis", [], process.env).stdout).toBe(`one ${root}`);
    expect(compiled(root)).toBe("1");
    write(root, 'exports.run = async () => process.stdout.write("two");', 1);
    expect(run(root, "portcullis", [], process.env).stdout).toBe("two");
  });

  it("compiles once where two are launched at the same time", async () => {
    const root = compilable();
    const launch = () =>
      new Promise((resolve) => spawn(process.execPath, [join(root, "portcullis")], { stdio: "ignore" }).on("exit", (code) => resolve(code)));
    expect(await Promise.all([launch(), launch(), launch()])).toEqual([0, 0, 0]);
    expect(compiled(root)).toBe("1");
  });

  it("runs nothing where the sources do not compile, and tries again next time", () => {
    const root = compilable();
    write(root, "wrong", -5);
    const result = run(root, "portcullis", [], process.env);
    expect([result.status, result.stdout]).toEqual([2, ""]);
    expect(result.stderr).toContain("error TS1");
    expect(run(root, "portcullis", [], process.env).status).toBe(2);
  });

  it("takes over from one that was killed while it compiled", () => {
    const root = compilable();
    mkdirSync(join(root, "dist"));
    writeFileSync(join(root, "dist", ".building"), String(2 ** 22 - 1));
    expect(run(root, "portcullis", [], process.env).stdout).toBe(`one ${root}`);
  });
});

describe("npm start", () => {
  it("speaks at once and stops at a missing prerequisite, before it installs anything", () => {
    const root = clone();
    const result = run(root, join("scripts", "start.mjs"), []);
    expect(result.status).toBe(2);
    expect(result.stderr.split("\n")[0]).toBe("Portcullis: checking what is installed");
    expect(result.stderr).toMatch(/MISSING +Terraform >= 1\.11[^\n]*\n +-> Install Terraform/);
    expect(existsSync(join(root, "node_modules"))).toBe(false);
  });
});
