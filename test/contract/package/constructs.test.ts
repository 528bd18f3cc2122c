import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { builtinModules } from "node:module";
import { join } from "node:path";
import { pack, repository } from "../../support/package/pack";
import { temporaryFolder } from "../../support/temporary-folder";

/** The package of constructs as other teams install it. */
const scratch = temporaryFolder();
const folder = join(scratch, "package");
let printed: string;
beforeAll(async () => {
  const packed = await pack({ from: repository, out: scratch, only: "constructs", version: "1.2.3" });
  printed = packed.printed;
  execFileSync("tar", ["--extract", "--gzip", "--file", packed.file, "--directory", scratch]);
});

const manifest = () => JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
const files = (): readonly string[] => readdirSync(folder, { recursive: true, encoding: "utf8" });

test("every module is there with its types, by its own name, and no source is", () => {
  const modules = readdirSync(join(repository, "modules"), { withFileTypes: true }).filter((entry) => entry.isDirectory() && existsSync(join(repository, "modules", entry.name, "index.ts")));
  expect(modules.length).toBeGreaterThan(30);
  for (const { name } of modules) for (const type of ["js", "d.ts"]) expect(files()).toContain(join("modules", name, `index.${type}`));
  expect(files().filter((file) => /\.ts$/.test(file) && !/\.d\.ts$/.test(file))).toEqual([]);
  expect(files().filter((file) => /(^|\/)(test|node_modules|environments|stacks|scripts)(\/|$)/.test(file))).toEqual([]);
  expect(manifest()).toMatchObject({ name: "@portcullis-infra/constructs", version: "1.2.3", exports: { "./*": { types: "./modules/*/index.d.ts", default: "./modules/*/index.js" } } });
});

test("whatever its files import is in the package, built in, or asked for", () => {
  const { dependencies, peerDependencies } = manifest();
  const known = new Set([...Object.keys(dependencies), ...Object.keys(peerDependencies), ...builtinModules]);
  const isThere = (file: string, name: string) => [`${name}.js`, `${name}/index.js`, name].some((path) => existsSync(join(folder, file, "..", path)));
  const isKnown = (name: string) => known.has(/^(?:node:)?((?:@[^/]+\/)?[^/]+)/.exec(name)?.[1] ?? name);
  const imported = files()
    .filter((file) => file.endsWith(".js"))
    .flatMap((file) => [...readFileSync(join(folder, file), "utf8").matchAll(/require\("([^"]+)"\)/g)].map(([, name = ""]) => ({ file, name })));
  const strangers = imported.filter(({ file, name }) => !(name.startsWith(".") ? isThere(file, name) : isKnown(name)));
  expect(imported.length).toBeGreaterThan(500);
  expect(strangers).toEqual([]);
});

test("files that modules read while they are synthesised come along", () => {
  const beside = readdirSync(join(repository, "modules"), { recursive: true, encoding: "utf8" }).filter((file) => /\.(mjs|txt|ya?ml|guard)$/.test(file));
  expect(beside.length).toBeGreaterThan(5);
  for (const file of beside) expect(files()).toContain(join("modules", file));
});

test("the same sources give the same bytes, which their SHA-256 names", async () => {
  const again = temporaryFolder();
  const second = await pack({ from: repository, out: again, only: "constructs", version: "1.2.3" });
  expect(printed).toMatch(/^[0-9a-f]{64} {2}/);
  expect(second.printed.slice(0, 64)).toBe(printed.slice(0, 64));
});

test.each([
  ["--only", "everything"],
  ["--version", "latest"],
  ["--surprise", "x"],
])("%s %s is refused with what there is", (option, value) => {
  const { status, stderr } = spawnSync(process.execPath, [join(repository, "scripts", "package.mjs"), "--out", scratch, option, value], { encoding: "utf8" });
  expect(status).toBe(2);
  expect(stderr).toContain(option);
});
