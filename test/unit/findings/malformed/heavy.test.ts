import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { ModuleKind, ScriptTarget, transpileModule } from "typescript";
import { temporaryFolder } from "../../../support/temporary-folder";

const root = resolve(__dirname, "../../../..");

interface Outcome {
  readonly name: string;
  readonly kind: string;
  readonly seconds: number;
  readonly megabytes: number;
}

/** The scripts, the readers among them, as JavaScript, so that a process of its own can run them: memory can only be measured there. */
const compiledScripts = (): string => {
  const folder = temporaryFolder();
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
  for (const file of readdirSync(join(root, "scripts"), { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".ts"))) {
    const written = join(folder, "scripts", file.replace(/\.ts$/, ".js"));
    mkdirSync(dirname(written), { recursive: true });
    writeFileSync(written, transpileModule(readFileSync(join(root, "scripts", file), "utf8"), { compilerOptions: { module: ModuleKind.CommonJS, target: ScriptTarget.ES2022, esModuleInterop: true } }).outputText);
  }
  return join(folder, "scripts");
};

test("what is heavy is refused within 5 s of the processor, what is large is read, and all that in one process of 512 MB", () => {
  const printed = execFileSync(process.execPath, [join(__dirname, "heavy-child.mjs"), compiledScripts()], { encoding: "utf8" });
  const outcomes = printed.trim().split("\n").map((line) => JSON.parse(line) as Outcome);
  expect(Object.fromEntries(outcomes.map(({ name, kind }) => [name, kind]))).toEqual({
    "JSON of 150 MB, taken one by one": "read",
    "XML of 100 MB, taken one by one": "read",
    "1 GB of blanks": "empty",
    "1 GB of line ends, format not named": "empty",
    "1 GB of NUL": "encoding",
    "more than 1 GB": "too-large",
    "a string of 600 MB": "too-large",
    "a string of 600 MB of escapes": "too-large",
    "a number of 600 MB": "too-large",
    "one result of 900 MB": "too-large",
    "900 MB besides the results": "too-large",
    "empty lists without end": "too-large",
    "empty objects without end": "too-large",
    "other keys without end": "too-large",
    "nesting of 60 MB": "unsafe",
    "XML elements without end": "too-large",
    "XML attributes without end": "too-large",
    "an XML text of 60 MB": "too-large",
    "an XML comment of 60 MB": "too-large",
    "an archive of one entry that unpacks to 60 MB": "unsafe",
  });
  expect(outcomes.filter(({ kind, seconds }) => kind !== "read" && seconds > 5)).toEqual([]);
  expect(outcomes.filter(({ megabytes }) => megabytes > 512)).toEqual([]);
}, 240_000);
