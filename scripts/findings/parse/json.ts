import { Tokenizer, TokenType, type ParsedTokenInfo } from "@streamparser/json";
import type { Source } from "../source";
import { UnreadableReport } from "../unreadable";
import { demandSize, largestReport, largestWhole, textOf } from "./text";

/** Deepest nesting that a report may have. The deepest real one here (SARIF code flows) has 14. */
const deepest = 200;

/** Takes one value and where it stood: the index in each array on the way to it. */
export type EachValue = (value: unknown, indexes: readonly number[]) => void;

interface JsonOptions {
  /**
   * Values that are handed over one by one and not kept, by their place: `runs[].results[]`. Only with it a report of more than
   * 64 MB is read.
   * @default none: everything is in what is returned
   */
  readonly each?: Readonly<Record<string, EachValue>>;
}

/**
 * Reads JSON strictly (RFC 8259): a key that stands twice, a number that is none and nesting without end are refused, since two
 * readers would understand two things.
 * @throws UnreadableReport
 */
export const readJson = (source: Source, { each = {} }: JsonOptions = {}): unknown => {
  demandSize(source, Object.keys(each).length > 0 ? largestReport : largestWhole);
  const assembler = new Assembler(each);
  const tokenizer = new Tokenizer({ stringBufferSize: 1 << 16 });
  tokenizer.onToken = (token) => assembler.take(token);
  tokenizer.onError = (error) => {
    throw error;
  };
  try {
    for (const text of textOf(source)) tokenizer.write(text);
    if (!tokenizer.isEnded) tokenizer.end();
  } catch (error) {
    if (error instanceof UnreadableReport) throw error;
    if (assembler.isComplete) throw new UnreadableReport("malformed", "something follows after the end of the JSON document", { cause: error });
    const isCut = error instanceof Error && /ended|end of|incomplete/i.test(error.message);
    throw isCut ? truncated(assembler) : new UnreadableReport("malformed", `the report is not JSON${assembler.whereabouts()}`, { cause: error });
  }
  return assembler.end();
};

const truncated = (assembler: Assembler) => new UnreadableReport("truncated", `the report ends before its JSON is complete${assembler.whereabouts()}`);

interface Frame {
  readonly container: Record<string, unknown> | unknown[];
  readonly isArray: boolean;
  /** Place of the container; undefined where no wanted place can lie below. */
  readonly place: string | undefined;
  /** How many elements an array had so far, also those that were handed over. */
  count: number;
  key: string | undefined;
}

type Expect = "value" | "value-or-end" | "key" | "key-or-end" | "colon" | "comma-or-end" | "nothing";

/** Makes values of tokens, as JSON's grammar has it. */
class Assembler {
  private readonly frames: Frame[] = [];
  private expect: Expect = "value";
  private result: unknown;

  constructor(private readonly each: Readonly<Record<string, EachValue>>) {}

  public get isComplete(): boolean {
    return this.expect === "nothing";
  }

  /** Names of keys on the way to where the text broke off; never values. */
  public whereabouts(): string {
    const path = this.frames.map(({ isArray, key, count }) => (isArray ? `[${count}]` : key === undefined ? "" : `.${key.slice(0, 60)}`)).join("");
    return path === "" ? "" : ` (at ${path.replace(/^\./, "").slice(0, 200)})`;
  }

  public end(): unknown {
    if (this.expect !== "nothing") throw this.frames.length > 0 ? truncated(this) : new UnreadableReport("empty", "the report holds nothing but blanks");
    return this.result;
  }

  public take({ token, value }: ParsedTokenInfo): void {
    switch (token) {
      case TokenType.LEFT_BRACE:
        return this.open({}, false, "key-or-end");
      case TokenType.LEFT_BRACKET:
        return this.open([], true, "value-or-end");
      case TokenType.RIGHT_BRACE:
        return this.close(false, this.expect === "key-or-end" || this.expect === "comma-or-end");
      case TokenType.RIGHT_BRACKET:
        return this.close(true, this.expect === "value-or-end" || this.expect === "comma-or-end");
      case TokenType.COLON:
        if (this.expect !== "colon") throw this.malformed();
        this.expect = "value";
        return;
      case TokenType.COMMA:
        if (this.expect !== "comma-or-end") throw this.malformed();
        this.expect = this.frames.at(-1)!.isArray ? "value" : "key";
        return;
      case TokenType.STRING:
        if (this.expect === "key" || this.expect === "key-or-end") return this.takeKey(value as string);
        return this.takeValue(value);
      case TokenType.NUMBER:
        if (!Number.isFinite(value)) throw new UnreadableReport("malformed", `the report holds a number without bounds${this.whereabouts()}`);
        return this.takeValue(value);
      case TokenType.TRUE:
      case TokenType.FALSE:
      case TokenType.NULL:
        return this.takeValue(value);
      default:
        throw this.malformed();
    }
  }

  private open(container: Frame["container"], isArray: boolean, next: Expect): void {
    this.demandValue();
    if (this.frames.length >= deepest) throw new UnreadableReport("unsafe", `the report is nested deeper than ${deepest} levels`);
    const place = this.placeOfNext();
    const isOnTheWay = place !== undefined && Object.keys(this.each).some((wanted) => wanted.startsWith(place));
    this.frames.push({ container, isArray, place: isOnTheWay ? place : undefined, count: 0, key: undefined });
    this.expect = next;
  }

  private close(isArray: boolean, isAllowed: boolean): void {
    const frame = this.frames.at(-1);
    if (!isAllowed || frame?.isArray !== isArray) throw this.malformed();
    this.frames.pop();
    this.store(frame.container);
  }

  private takeKey(key: string): void {
    const frame = this.frames.at(-1)!;
    if (Object.hasOwn(frame.container, key)) throw new UnreadableReport("malformed", `the key ${JSON.stringify(key.slice(0, 60))} stands twice${this.whereabouts()}`);
    frame.key = key;
    this.expect = "colon";
  }

  private takeValue(value: unknown): void {
    this.demandValue();
    this.store(value);
  }

  private demandValue(): void {
    if (this.expect !== "value" && this.expect !== "value-or-end") throw this.malformed();
  }

  /** Place of the value that comes next, `""` at the top. */
  private placeOfNext(): string | undefined {
    const frame = this.frames.at(-1);
    if (frame === undefined) return "";
    if (frame.place === undefined) return undefined;
    return frame.isArray ? `${frame.place}[]` : frame.place === "" ? frame.key : `${frame.place}.${frame.key}`;
  }

  private store(value: unknown): void {
    const frame = this.frames.at(-1);
    if (frame === undefined) {
      this.result = value;
      this.expect = "nothing";
      return;
    }
    const place = this.placeOfNext();
    const take = place === undefined ? undefined : this.each[place];
    if (take !== undefined) {
      take(value, this.frames.flatMap(({ isArray, count }) => (isArray ? [count] : [])));
      // The key stays known, so that it cannot stand twice.
      if (!frame.isArray) put(frame.container as Record<string, unknown>, frame.key!, undefined);
    } else if (frame.isArray) (frame.container as unknown[]).push(value);
    else put(frame.container as Record<string, unknown>, frame.key!, value);
    frame.count += 1;
    this.expect = "comma-or-end";
  }

  private readonly malformed = () => new UnreadableReport("malformed", this.isComplete ? "something follows after the end of the JSON document" : `the report is not JSON${this.whereabouts()}`);
}

/** `__proto__` is a key like any other. */
const put = (container: Record<string, unknown>, key: string, value: unknown): void => {
  if (key === "__proto__") Object.defineProperty(container, key, { value, enumerable: true, configurable: true, writable: true });
  else container[key] = value;
};
