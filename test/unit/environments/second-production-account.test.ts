import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { transformFileSync } from "@swc/core";

const repository = join(__dirname, "../../..");

/** Compiles a copy of environments/, as the build does, and says what its index exports. */
const load = (folder: string): { readonly names: readonly string[]; readonly wave: number } => {
  for (const file of readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".ts"))) {
    const { code } = transformFileSync(join(folder, file), { jsc: { parser: { syntax: "typescript" }, target: "es2022" }, module: { type: "commonjs" } });
    writeFileSync(join(folder, file.replace(/\.ts$/, ".js")), code);
  }
  const script = `const { environments, waveOf } = require(${JSON.stringify(folder)});
    process.stdout.write(JSON.stringify({ names: environments.map((e) => e.name), wave: waveOf("prodeu") }));`;
  return JSON.parse(execFileSync(process.execPath, ["-e", script], { encoding: "utf8" }));
};

describe("a second production account", () => {
  const work = mkdtempSync(join(tmpdir(), "portcullis-environments-"));
  const folder = join(work, "environments");
  afterAll(() => rmSync(work, { recursive: true, force: true }));

  it("is one new file, one word in the order and its account id", () => {
    symlinkSync(join(repository, "node_modules"), join(work, "node_modules"));
    cpSync(join(repository, "environments"), folder, { recursive: true });

    const prod = readFileSync(join(folder, "prod.ts"), "utf8");
    writeFileSync(join(folder, "prodeu.ts"), prod.replaceAll(/"prod"(?=[,)])/g, '"prodeu"').replace('stage: "prodeu"', 'stage: "prod"').replace("10.48.", "10.64."));
    const organisation = readFileSync(join(folder, "organisation.ts"), "utf8");
    writeFileSync(
      join(folder, "organisation.ts"),
      organisation.replace('["prod"]]', '["prod", "prodeu"]]').replace('prod: "333333333333"', 'prod: "333333333333", prodeu: "444444444444"'),
    );

    expect(load(folder)).toEqual({ names: ["dev", "staging", "prod", "prodeu"], wave: 2 });
  });
});
