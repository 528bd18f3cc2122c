import { existsSync, readFileSync } from "node:fs";
import { SourceMap } from "node:module";
import { dirname, isAbsolute, join, relative, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { Node, type IConstruct } from "constructs";

/**
 * Notes where each Terraform element was written. Import this module before any other (main.ts does): constructs that
 * are made earlier are not seen.
 *
 * Every TerraformElement calls `node.addMetadata("stacktrace", …)` in its constructor, which is public; cdktf's own
 * option `stackTrace` writes absolute paths into cdk.tf.json, which would tie the tree to one machine.
 */

/** A line of this repository. */
export interface SourceLine {
  /** Path relative to the repository, with forward slashes. */
  readonly file: string;
  readonly line: number;
}

const deepestStack = 50;

const findRoot = (folder: string): string =>
  existsSync(join(folder, "package.json")) || dirname(folder) === folder ? folder : findRoot(dirname(folder));

/** Folder that holds package.json, whether this runs from the sources or from dist. */
export const repositoryRoot = findRoot(__dirname);

const lines = new WeakMap<Node, readonly SourceLine[]>();

/**
 * Lines that led to a construct: the line of its `new` first, then its callers, nearest first.
 * Empty for a construct that is no Terraform element.
 */
export const sourceOf = (construct: IConstruct): readonly SourceLine[] => lines.get(construct.node) ?? [];

const sourceMaps = new Map<string, SourceMap | undefined>();

/**
 * The map beside a compiled file, read when its first frame is met. Node's own findSourceMap knows a map only under
 * --enable-source-maps, which also parses the maps of everything in node_modules: a third of the whole synthesis.
 */
const sourceMapOf = (file: string): SourceMap | undefined => {
  if (!sourceMaps.has(file)) {
    const beside = `${file}.map`;
    sourceMaps.set(file, existsSync(beside) ? new SourceMap(JSON.parse(readFileSync(beside, "utf8"))) : undefined);
  }
  return sourceMaps.get(file);
};

const original = (file: string, line: number, column: number): { readonly file: string; readonly line: number } => {
  const entry = sourceMapOf(file)?.findEntry(line - 1, column - 1);
  if (entry === undefined || !("originalSource" in entry)) return { file, line };
  return { file: resolve(dirname(file), entry.originalSource), line: entry.originalLine + 1 };
};

const toRepositoryLine = (compiled: string, site: NodeJS.CallSite): SourceLine | undefined => {
  const found = original(compiled, site.getLineNumber() ?? 1, site.getColumnNumber() ?? 1);
  const path = relative(repositoryRoot, found.file);
  if (path.startsWith("..") || isAbsolute(path)) return undefined;
  return { file: path.split(sep).join("/"), line: found.line };
};

/** Lines met already, by place in the compiled file: the same few callers stand above every construct. */
const known = new Map<string, SourceLine | undefined>();

const toSourceLine = (site: NodeJS.CallSite): SourceLine | undefined => {
  const name = site.getFileName();
  if (!name || name.startsWith("node:")) return undefined;
  const compiled = name.startsWith("file:") ? fileURLToPath(name) : name;
  if (compiled.includes(`${sep}node_modules${sep}`) || compiled === __filename) return undefined;
  const place = `${compiled}:${site.getLineNumber()}:${site.getColumnNumber()}`;
  if (!known.has(place)) known.set(place, toRepositoryLine(compiled, site));
  return known.get(place);
};

const captureLines = (): readonly SourceLine[] => {
  const { stackTraceLimit, prepareStackTrace } = Error;
  try {
    Error.stackTraceLimit = deepestStack;
    Error.prepareStackTrace = (_error, sites) => sites;
    const holder: { stack?: unknown } = {};
    Error.captureStackTrace(holder);
    return (holder.stack as readonly NodeJS.CallSite[]).map(toSourceLine).filter((line) => line !== undefined);
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
    Error.prepareStackTrace = prepareStackTrace;
  }
};

const addMetadata = Node.prototype.addMetadata;
Node.prototype.addMetadata = function (this: Node, type, data, options) {
  if (type === "stacktrace") lines.set(this, captureLines());
  addMetadata.call(this, type, data, options);
};
