import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative, resolve } from "node:path";
import { transformSync } from "@swc/core";

const repository = resolve(__dirname, "../..");

/** The app compiled into a repository of its own, as `npm run build` does, with files replaced. */
const build = (replaced: Readonly<Record<string, (source: string) => string>> = {}): string => {
  const root = realpathSync(mkdtempSync(join(tmpdir(), "portcullis-main-")));
  symlinkSync(join(repository, "node_modules"), join(root, "node_modules"));
  cpSync(join(repository, "package.json"), join(root, "package.json"));
  for (const read of ["policies/waivers.yaml", "policies/guard", "modules/config-rules/lambda", "modules/pipeline/lambda", "modules/scan-tools/locks"]) cpSync(join(repository, read), join(root, read), { recursive: true });
  const sources = ["main.ts", ...["environments", "stacks", "modules", "policies", "scripts"].flatMap((folder) => sourcesIn(join(repository, folder)))];
  for (const path of sources) {
    const source = readFileSync(join(repository, path), "utf8");
    const { code } = transformSync(replaced[path]?.(source) ?? source, {
      filename: path,
      swcrc: false,
      jsc: { parser: { syntax: "typescript" }, target: "es2022" },
      module: { type: "commonjs" },
    });
    const target = join(root, "dist", path.replace(/ts$/, "js"));
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, code);
  }
  return root;
};

const sourcesIn = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".ts"))
    .map((entry) => relative(repository, join(entry.parentPath, entry.name)));

const run = (root: string) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, "dist/main.js")], {
    cwd: root,
    encoding: "utf8",
    env: { PATH: process.env["PATH"], CDKTF_OUTDIR: join(root, "out") },
  });
  return { status, stdout, stderr };
};

describe("main", () => {
  const roots: string[] = [];
  const built = (...replaced: Parameters<typeof build>): string => {
    const root = build(...replaced);
    roots.push(root);
    return root;
  };
  afterAll(() => roots.forEach((root) => rmSync(root, { recursive: true, force: true })));

  test("synthesises every stack, and the side file beside the manifest knows the same stacks", () => {
    const root = built();
    expect(run(root)).toEqual({ status: 0, stdout: "", stderr: "" });
    const read = (name: string) => JSON.parse(readFileSync(join(root, "out", name), "utf8")) as { stacks: Record<string, unknown> };
    expect(Object.keys(read("portcullis.json").stacks).sort()).toEqual(Object.keys(read("manifest.json").stacks).sort());
  });

  test("a fault in an environment file is explained, with exit code 2 and no stack trace", () => {
    const { status, stderr } = run(built({ "environments/dev.ts": (source) => source.replace('owner: "platform-security"', "owner: 7") }));
    expect(status).toBe(2);
    expect(stderr).toMatch(/^environments\/dev\.ts: owner: is a number, must be text\n {2}→ /);
    expect(stderr).not.toMatch(/\n\s+at /);
  });

  test("a weakened stack is refused by the guardrails, naming rule, resource and remedy", () => {
    const { status, stderr } = run(built({ "modules/encryption-key/encryption-key.ts": (source) => source.replace("enableKeyRotation: true", "enableKeyRotation: false") }));
    expect(status).toBe(2);
    expect(stderr).toMatch(/^The stacks are refused:\n\[dev-bootstrap\] key-rotation \[\w+\] aws_kms_key\.\S+ \(\S+\.js:\d+\): .*\n\s+→ /);
    expect(stderr).not.toMatch(/\n\s+at /);
  });
});
