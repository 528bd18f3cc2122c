import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { exampleFile, modulePages, modulePagesFolder, purposeOf, readModules } from "../../../scripts/module-pages";

const repository = join(__dirname, "../../..");
const modules = readModules(repository);

describe("every module", () => {
  it.each(modules.map((module) => [module.name, module] as const))("%s says what it is for, and shows how it is used", (_, module) => {
    expect(purposeOf(module).length).toBeGreaterThan(20);
    expect(module.exported.some(({ examples }) => examples.length > 0)).toBe(true);
  });

  it("is used as its examples say: they compile", () => {
    const examples = new Map(
      modules.flatMap(({ name, exported }) =>
        exported.flatMap((each) => each.examples.map((text, place) => [join(repository, "modules", `example-${name}-${each.name}-${place}.ts`), exampleFile(text, modules, ".")] as const)),
      ),
    );
    const { options } = ts.parseJsonConfigFileContent({ ...ts.readConfigFile(join(repository, "tsconfig.json"), ts.sys.readFile).config, include: [] }, ts.sys, repository);
    const host = ts.createCompilerHost(options);
    const { fileExists, readFile, getSourceFile } = host;
    host.fileExists = (file) => examples.has(file) || fileExists(file);
    host.readFile = (file) => examples.get(file) ?? readFile(file);
    host.getSourceFile = (file, language, ...rest) => (examples.has(file) ? ts.createSourceFile(file, examples.get(file)!, language) : getSourceFile(file, language, ...rest));
    const program = ts.createProgram([...examples.keys()], { ...options, noEmit: true, noUnusedLocals: false, noUnusedParameters: false }, host);
    const faults = [...examples.keys()].flatMap((file) => {
      const source = program.getSourceFile(file)!;
      return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)].map(({ messageText }) => `${file}: ${ts.flattenDiagnosticMessageText(messageText, " ")}`);
    });
    expect(faults).toEqual([]);
    expect(examples.size).toBeGreaterThanOrEqual(modules.length);
  });
});

describe("docs/modules", () => {
  const pages = modulePages(repository);

  it("has one page a module, and the list of them", () => {
    expect(readdirSync(join(repository, modulePagesFolder)).sort()).toEqual(Object.keys(pages).sort());
  });

  it.each(Object.keys(pages))("%s is what the docstrings say now: npm run docs", (page) => {
    expect(readFileSync(join(repository, modulePagesFolder, page), "utf8")).toBe(pages[page]);
  });
});
