import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { ModuleKind, ScriptTarget, transpileModule } from "typescript";

const repository = resolve(__dirname, "../../../..");

/** Compiles a small repository as `npm run build` does and runs it in a process of its own: jest maps lines itself. */
const run = (files: Readonly<Record<string, string>>, flags: readonly string[] = []): unknown => {
  const root = realpathSync(mkdtempSync(join(tmpdir(), "portcullis-trace-")));
  try {
    writeFileSync(join(root, "package.json"), "{}");
    symlinkSync(join(repository, "node_modules"), join(root, "node_modules"));
    const sources = { "modules/core/source-trace.ts": readFileSync(join(repository, "modules/core/source-trace.ts"), "utf8"), ...files };
    for (const [path, text] of Object.entries(sources)) {
      const depth = "../".repeat(path.split("/").length);
      const compiled = join(root, "dist", path.replace(/ts$/, "js"));
      mkdirSync(join(compiled, ".."), { recursive: true });
      const { outputText, sourceMapText } = transpileModule(text, {
        fileName: path.split("/").at(-1),
        compilerOptions: { module: ModuleKind.CommonJS, target: ScriptTarget.ES2022, sourceMap: true },
      });
      writeFileSync(compiled, outputText);
      writeFileSync(`${compiled}.map`, JSON.stringify({ ...JSON.parse(String(sourceMapText)), sources: [`${depth}${path}`] }));
    }
    return JSON.parse(execFileSync(process.execPath, [...flags, join(root, "dist/main.js")], { encoding: "utf8", cwd: tmpdir() }));
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
};

const files = {
  "modules/part.ts": [
    "interface Erased { readonly a: string }",
    'import { Construct } from "constructs";',
    'import { TerraformOutput } from "cdktf";',
    "export class Part extends Construct {",
    "  public readonly output = new TerraformOutput(this, 'output', { value: 'x' });",
    "}",
  ].join("\n"),
  "main.ts": [
    'import { sourceOf } from "./modules/core/source-trace";',
    'import { App, TerraformStack } from "cdktf";',
    'import { Part } from "./modules/part";',
    "interface Erased { readonly a: string }",
    "const stack = new TerraformStack(new App({ outdir: '/nowhere' }), 'stack');",
    "const before = Error.prepareStackTrace; const part = new Part(stack, 'part');",
    "console.log(JSON.stringify({ output: sourceOf(part.output), part: sourceOf(part), limit: Error.stackTraceLimit, restored: before === Error.prepareStackTrace && typeof new Error().stack === 'string' }));",
  ].join("\n"),
};

describe("source lines", () => {
  test.each([[[]], [["--enable-source-maps"]]])("the line of new comes first, then its callers, as written in the repository (node %j)", (flags) => {
    expect(run(files, flags)).toEqual({
      output: [
        { file: "modules/part.ts", line: 5 },
        { file: "modules/part.ts", line: 4 },
        { file: "main.ts", line: 6 },
      ],
      part: [],
      limit: 10,
      restored: true,
    });
  });
});
