import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { ExitCode } from "../../../scripts/errors";
import { repository } from "./planted-tree";

const sources = readdirSync(join(repository, "scripts"), { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts"));
const folder = join(repository, "docs/runbooks");
const pages = readdirSync(folder).map((file) => file.replace(/\.md$/, ""));

const literals = (node: ts.Node): readonly string[] =>
  ts.isStringLiteral(node) ? [node.text] : ts.isConditionalExpression(node) ? [...literals(node.whenTrue), ...literals(node.whenFalse)] : [];

interface PrintedFault {
  readonly id: string;
  /** Where the call that makes the error says it. @default it is said elsewhere */
  readonly exitCode?: number;
}

const exitCodes: Readonly<Record<string, number>> = { blockedError: ExitCode.blocked, usageError: ExitCode.usage, toolError: ExitCode.failed };
const exitCodeOf = ({ parent }: ts.Node): number | undefined => (ts.isCallExpression(parent) ? exitCodes[parent.expression.getText()] : undefined);

/** Faults that the command can print: objects with an id, a problem and a remedy. */
const faultsIn = (text: string): readonly PrintedFault[] => {
  const faults: PrintedFault[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isObjectLiteralExpression(node)) {
      const named = new Map(node.properties.flatMap((property) => (property.name && ts.isIdentifier(property.name) ? [[property.name.text, property] as const] : [])));
      const id = named.get("id");
      if (id !== undefined && ts.isPropertyAssignment(id) && named.has("problem") && named.has("remedy")) faults.push(...literals(id.initializer).map((each) => ({ id: each, exitCode: exitCodeOf(node) })));
    }
    node.forEachChild(visit);
  };
  visit(ts.createSourceFile("fault.ts", text, ts.ScriptTarget.ES2022, true));
  return faults;
};

describe("the runbooks", () => {
  const texts = sources.map((file) => readFileSync(join(repository, "scripts", file), "utf8"));
  const faults = texts.flatMap(faultsIn);
  const exitCodesOn = (page: string) => [...(/exit code (.*)/.exec(readFileSync(join(folder, `${page}.md`), "utf8"))?.[1] ?? "").matchAll(/\d+/g)].map(Number);

  it("are there for every fault, since its message names the page", () => {
    expect(faults.length).toBeGreaterThan(40);
    expect(faults.map(({ id }) => id).filter((id) => !pages.includes(id))).toEqual([]);
  });

  it("name the exit code that the command ends with", () => {
    const coded = faults.filter(({ id, exitCode }) => exitCode !== undefined && pages.includes(id));
    expect(coded.length).toBeGreaterThan(40);
    expect(coded.filter(({ id, exitCode }) => !exitCodesOn(id).includes(exitCode ?? -1))).toEqual([]);
  });

  it("are about faults that exist", () => {
    expect(pages.filter((page) => !texts.some((text) => text.includes(`"${page}"`)))).toEqual([]);
  });

  it.each(pages)("say what it means and what to do: %s", (page) => {
    const text = readFileSync(join(folder, `${page}.md`), "utf8");
    expect(text).toMatch(new RegExp(`^# .+\n\n\`${page}\`, exit code (1|2|3|4|130)\\b`));
    expect(text).toContain("\n## What it means\n");
    expect(text).toContain("\n## What to do\n");
  });
});
