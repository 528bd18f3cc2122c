import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";

/** One property of an interface; those of an object inside it follow by dotted names. */
export interface Property {
  readonly name: string;
  readonly isOptional: boolean;
  readonly type: string;
  readonly description: string;
  readonly defaultValue?: string;
}

/** Something that a module's index exports. */
export interface Exported {
  readonly name: string;
  readonly kind: "class" | "interface" | "type" | "function" | "value";
  /** Its docstring without tags. */
  readonly description: string;
  readonly examples: readonly string[];
  /** Of an interface, or of the props of a class. @default none */
  readonly properties: readonly Property[];
}

export interface Module {
  readonly name: string;
  readonly exported: readonly Exported[];
  /** Controls that it claims by name in its code; sorted. */
  readonly satisfies: readonly string[];
  readonly watches: readonly string[];
}

const oneLine = (text: string): string => text.replace(/\s+/g, " ").trim();

const documentation = (node: ts.Node): { readonly description: string; readonly tags: readonly ts.JSDocTag[] } => {
  const docs = ts.getJSDocCommentsAndTags(node).filter(ts.isJSDoc);
  return { description: docs.map((doc) => ts.getTextOfJSDocComment(doc.comment) ?? "").join("\n").trim(), tags: docs.flatMap((doc) => doc.tags ?? []) };
};
const tagged = (tags: readonly ts.JSDocTag[], name: string): readonly string[] => tags.filter(({ tagName }) => tagName.text === name).map(({ comment }) => (ts.getTextOfJSDocComment(comment) ?? "").trim());

const propertiesOf = (members: ts.NodeArray<ts.TypeElement>, within = ""): readonly Property[] =>
  members.filter(ts.isPropertySignature).flatMap((member) => {
    const { description, tags } = documentation(member);
    const name = `${within}${member.name.getText()}`;
    const inner = member.type && ts.isTypeLiteralNode(member.type) ? propertiesOf(member.type.members, `${name}.`) : [];
    const type = inner.length > 0 ? "object" : oneLine(member.type?.getText() ?? "unknown");
    return [{ name, isOptional: member.questionToken !== undefined, type, description: oneLine(description), defaultValue: tagged(tags, "default").map(oneLine)[0] }, ...inner];
  });

type Declarations = ReadonlyMap<string, ts.Node>;

/** The node that carries the docstring, by the name that it declares. */
const declarationsIn = (files: readonly ts.SourceFile[]): Declarations =>
  new Map(
    files.flatMap(({ statements }) =>
      [...statements].flatMap((statement): [string, ts.Node][] => {
        if (ts.isVariableStatement(statement)) return statement.declarationList.declarations.map((each) => [each.name.getText(), statement]);
        const isNamed = ts.isClassDeclaration(statement) || ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement) || ts.isFunctionDeclaration(statement);
        return isNamed && statement.name ? [[statement.name.text, statement]] : [];
      }),
    ),
  );

const isExported = (node: ts.Node): boolean => ts.canHaveModifiers(node) && (ts.getModifiers(node) ?? []).some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);

/** Names that an index hands on, in its order; `export *` is followed inside the folder. */
const exportedNames = (index: string, files: ReadonlyMap<string, ts.SourceFile>): readonly string[] => {
  const names: string[] = [];
  for (const statement of files.get(index)?.statements ?? []) {
    if (ts.isExportDeclaration(statement) && statement.exportClause && ts.isNamedExports(statement.exportClause)) names.push(...statement.exportClause.elements.map(({ name }) => name.text));
    else if (ts.isExportDeclaration(statement) && statement.moduleSpecifier && ts.isStringLiteral(statement.moduleSpecifier)) {
      const target = join(index, "..", statement.moduleSpecifier.text);
      names.push(...exportedNames(files.has(`${target}.ts`) ? `${target}.ts` : join(target, "index.ts"), files));
    } else if (isExported(statement)) names.push(...(ts.isVariableStatement(statement) ? statement.declarationList.declarations.map(({ name }) => name.getText()) : [(statement as ts.ClassDeclaration).name!.text]));
  }
  return names;
};

const kindOf = (node: ts.Node): Exported["kind"] => {
  if (ts.isClassDeclaration(node)) return "class";
  if (ts.isInterfaceDeclaration(node)) return "interface";
  if (ts.isTypeAliasDeclaration(node)) return "type";
  if (ts.isFunctionDeclaration(node)) return "function";
  return ts.isVariableStatement(node) && node.declarationList.declarations.some(({ initializer }) => initializer && ts.isArrowFunction(initializer)) ? "function" : "value";
};

const describe = (name: string, declarations: Declarations): readonly Exported[] => {
  const node = declarations.get(name);
  if (node === undefined) return [];
  const { description, tags } = documentation(node);
  const props = ts.isInterfaceDeclaration(node) ? node : ts.isClassDeclaration(node) ? declarations.get(`${name}Props`) : undefined;
  const properties = props && ts.isInterfaceDeclaration(props) ? propertiesOf(props.members) : [];
  return [{ name, kind: kindOf(node), description, examples: tagged(tags, "example"), properties }];
};

/** Controls that calls of a claiming function name literally. */
const claimsIn = (files: readonly ts.SourceFile[], claiming: string): readonly string[] => {
  const found = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && node.expression.getText() === claiming) for (const argument of node.arguments) if (ts.isStringLiteral(argument)) found.add(argument.text);
    ts.forEachChild(node, visit);
  };
  for (const file of files) visit(file);
  return [...found].sort();
};

const readModule = (root: string, name: string): Module => {
  const folder = join(root, "modules", name);
  const paths = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts")).sort();
  const files = new Map(paths.map((path) => [path, ts.createSourceFile(path, readFileSync(join(folder, path), "utf8"), ts.ScriptTarget.ES2022, true)]));
  const all = [...files.values()];
  const declarations = declarationsIn(all);
  return { name, exported: exportedNames("index.ts", files).flatMap((each) => describe(each, declarations)), satisfies: claimsIn(all, "satisfies"), watches: claimsIn(all, "watches") };
};

/** Every module as its sources describe it; parsed, not type-checked: a page needs no more. */
export const readModules = (root: string): readonly Module[] =>
  readdirSync(join(root, "modules"), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort()
    .map((name) => readModule(root, name));
