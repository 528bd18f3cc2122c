import { CST, isMap, isScalar, Lexer, LineCounter, parseDocument, type Document as YamlDocument } from "yaml";

/** A file as it was given: its name for messages, and its text. */
export interface TextFile {
  readonly name: string;
  readonly text: string;
}

/** One thing that is wrong in a document. */
export interface DocumentFault {
  /** Counted from 1. */
  readonly line: number;
  readonly text: string;
}

/** A document that cannot be taken as it is; whoever reads it says to people which file it is and what to do. */
export class DocumentError extends Error {
  /** In the order of their lines, at least one. */
  public readonly faults: readonly DocumentFault[];

  constructor(faults: readonly DocumentFault[]) {
    super(faults.map(({ line, text }) => `line ${line}: ${text}`).join("; "));
    this.name = "DocumentError";
    this.faults = [...faults].sort((one, other) => one.line - other.line);
  }
}

/** What people write by hand is small: above this it is something else, in characters. */
const largest = 2 ** 20;
/** Deepest nesting of brackets; what is read here needs five. The parser calls itself for each. */
const deepest = 100;

/** YAML 1.2, of which JSON is a part, whose values know their lines. */
export class Document {
  private constructor(
    public readonly value: unknown,
    private readonly document: YamlDocument,
    private readonly lines: LineCounter,
  ) {}

  /** @throws DocumentError also for a key that stands twice, and for aliases that multiply without end */
  public static parse(text: string): Document {
    if (text.length > largest) throw new DocumentError([{ line: 1, text: `has ${text.length} characters; at most ${largest} are read` }]);
    demandShallow(text);
    const lines = new LineCounter();
    const document = parseDocument(text, { lineCounter: lines });
    if (document.errors.length > 0) throw new DocumentError(document.errors.map((error) => ({ line: error.linePos?.[0].line ?? 1, text: firstLine(error) })));
    try {
      return new Document(document.toJS(), document, lines);
    } catch (error) {
      throw new DocumentError([{ line: 1, text: firstLine(error) }]);
    }
  }

  /** Line of the value at a path, or of the nearest one around it; with `key`, of that key inside it. */
  public lineOf(path: readonly PropertyKey[], key?: string): number {
    for (let length = path.length; length >= 0; length -= 1) {
      const node = length === 0 ? this.document.contents : this.document.getIn(path.slice(0, length) as (string | number)[], true);
      const pair = key !== undefined && isMap(node) ? node.items.find((item) => isScalar(item.key) && item.key.value === key) : undefined;
      const range = (pair && isScalar(pair.key) ? pair.key : (node as { range?: readonly number[] | null } | undefined))?.range;
      if (range) return this.lines.linePos(range[0] as number).line;
    }
    return 1;
  }

  public has(path: readonly PropertyKey[]): boolean {
    return this.document.getIn(path as (string | number)[]) !== undefined;
  }
}

const firstLine = (error: unknown): string => (error instanceof Error ? error.message : String(error)).split("\n")[0] as string;

/**
 * The parser calls itself for each level and dies of 20,000 with the whole process, where nothing can be caught; its lexer is flat. A level
 * costs a bracket, an indicator before the value on its line, or a blank of indentation.
 */
const demandShallow = (text: string): void => {
  let [line, brackets, indicators, indentation] = [1, 0, 0, 0];
  let previous = "\n";
  for (const token of new Lexer().lex(text)) {
    if (previous.endsWith("\n")) [indicators, indentation] = [0, /^ +$/.test(token) ? token.length : 0];
    if (previous !== CST.SCALAR) {
      if (token === "[" || token === "{") brackets += 1;
      else if (token === "]" || token === "}") brackets -= 1;
      else if (brackets === 0 && (token === "-" || token === "?" || token === ":")) indicators += 1;
    }
    if (Math.max(brackets, indicators, indentation / 2) > deepest) throw new DocumentError([{ line, text: `is nested deeper than ${deepest} levels` }]);
    line += token.split("\n").length - 1;
    previous = token;
  }
};
