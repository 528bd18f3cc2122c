import { UnreadableReport } from "../unreadable";
import { deepest, largestWhole, longestToken, mostKeys, mostValues, sizeText } from "./text";

/** Takes one value and where it stood: the index in each array on the way to it. */
export type EachValue = (value: unknown, indexes: readonly number[]) => void;

/** A step on the way to the places whose values are handed over: a key, or `[]` for every element. */
interface Step {
  readonly next: Map<string, Step>;
  take?: EachValue;
}

const stepsTo = (each: Readonly<Record<string, EachValue>>): Step => {
  const root: Step = { next: new Map() };
  for (const [place, take] of Object.entries(each)) {
    let step = root;
    for (const part of place.split(/\.|(?=\[\])/).filter(Boolean)) {
      const next: Step = step.next.get(part) ?? { next: new Map() };
      step.next.set(part, next);
      step = next;
    }
    step.take = take;
  }
  return root;
};

/** Bytes. */
const quote = 0x22;
const comma = 0x2c;
const colon = 0x3a;
const openBracket = 0x5b;
const backslash = 0x5c;
const closeBracket = 0x5d;
const openBrace = 0x7b;
const closeBrace = 0x7d;
const blank = 0x20;
const ended = -1;

/** RFC 8259, section 6. */
const number = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

const literals: Readonly<Record<string, boolean | null>> = { true: true, false: false, null: null };
/** What may belong to a number or a literal: they end at anything else. */
const isWord = (byte: number): boolean => (byte >= 0x30 && byte <= 0x39) || (byte >= 0x61 && byte <= 0x7a) || byte === 0x2b || byte === 0x2d || byte === 0x2e || byte === 0x45;
const longestWord = 1_000;

/**
 * JSON's grammar over a text that comes in pieces of UTF-8. Written here because a tokenizer in front of it halves the speed, and none at
 * hand refuses a key that stands twice.
 */
export class JsonParser {
  private readonly pieces: Iterator<Buffer>;
  private readonly root: Step;
  /** What was fetched and is not done with. */
  private bytes: Buffer = Buffer.alloc(0);
  private at = 0;
  /** Bytes of the text in front of `bytes`. */
  private before = 0;
  /** Of what was handed over, in bytes of the text. */
  private handedOver = 0;
  /** How many values are in memory. */
  private values = 0;
  /** The key or index at each level, to say where. */
  private readonly path: (string | number)[] = [];
  /** Keys come again and again: the last ones, by a few of their bytes. */
  private readonly keys: string[] = new Array<string>(1024).fill("");

  constructor(pieces: Iterable<Buffer>, each: Readonly<Record<string, EachValue>>) {
    this.pieces = pieces[Symbol.iterator]();
    this.root = stepsTo(each);
  }

  /** @throws UnreadableReport */
  public read(): unknown {
    if (this.next() === ended) throw new UnreadableReport("empty", "the report holds nothing but blanks");
    const value = this.value(this.root);
    if (this.next() !== ended) throw new UnreadableReport("malformed", "something follows after the end of the JSON document");
    return value;
  }

  private value(step: Step | undefined): unknown {
    this.values += 1;
    if (this.values > mostValues) throw new UnreadableReport("too-large", `the report holds more than ${mostValues} values besides its findings, or in one of them`);
    switch (this.next()) {
      case openBrace:
        return this.object(step);
      case openBracket:
        return this.array(step);
      case quote:
        return this.string(false);
      default:
        return this.word();
    }
  }

  private object(step: Step | undefined): Record<string, unknown> {
    const container: Record<string, unknown> = {};
    const level = this.enter("");
    if (this.next() !== closeBrace) {
      let count = 0;
      do {
        count += 1;
        if (count > mostKeys) throw new UnreadableReport("too-large", `an object of the report has more than ${mostKeys} keys`);
        if (this.next() !== quote) throw this.refusal();
        const key = this.string(true);
        // What was handed over left an undefined behind, so that its key cannot stand twice.
        if ((container[key] !== undefined || step !== undefined) && Object.hasOwn(container, key)) throw new UnreadableReport("malformed", `the key ${JSON.stringify(key.slice(0, 60))} stands twice${this.whereabouts()}`);
        // What checks shapes drops such a key without a word, and with it the findings of a file of that name.
        if (key === "__proto__") throw new UnreadableReport("unsafe", `the report has a key __proto__${this.whereabouts()}`);
        this.path[level] = key;
        if (this.next() !== colon) throw this.refusal();
        this.at += 1;
        container[key] = this.handOver(step?.next.get(key));
      } while (this.goesOn(closeBrace));
    }
    this.leave();
    return container;
  }

  private array(step: Step | undefined): unknown[] {
    const container: unknown[] = [];
    const level = this.enter(0);
    const below = step?.next.get("[]");
    if (this.next() !== closeBracket) {
      let count = 0;
      do {
        this.path[level] = count;
        const value = this.handOver(below);
        if (below?.take === undefined) container.push(value);
        count += 1;
      } while (this.goesOn(closeBracket));
    }
    this.leave();
    return container;
  }

  /** Reads a value; where somebody wants it, it is given away. */
  private handOver(step: Step | undefined): unknown {
    if (step?.take === undefined) return this.value(step);
    const valuesBefore = this.values;
    const start = this.before + this.at;
    step.take(this.value(step), this.path.filter((part) => typeof part === "number"));
    this.values = valuesBefore;
    this.handedOver += this.before + this.at - start;
    return undefined;
  }

  /** @returns the level of the container that begins */
  private enter(part: string | number): number {
    if (this.path.length >= deepest) throw new UnreadableReport("unsafe", `the report is nested deeper than ${deepest} levels`);
    this.at += 1;
    return this.path.push(part) - 1;
  }

  private leave(): void {
    this.at += 1;
    this.path.pop();
  }

  private goesOn(close: number): boolean {
    const next = this.next();
    if (next === close) return false;
    if (next !== comma) throw this.refusal();
    this.at += 1;
    return true;
  }

  private string(isKey: boolean): string {
    let { bytes } = this;
    let start = this.at + 1;
    let end = start;
    let isAscii = true;
    let isPlain = true;
    for (;;) {
      if (end >= bytes.length) {
        const taken = end - start;
        if (!this.more(start)) throw this.truncated();
        ({ bytes, at: start } = this);
        end = start + taken;
        continue;
      }
      const byte = bytes[end]!;
      if (byte === quote) break;
      if (byte === backslash) {
        isPlain = false;
        end += 2;
        continue;
      }
      if (byte < blank) throw this.malformed();
      if (byte > 0x7f) isAscii = false;
      end += 1;
    }
    this.at = end + 1;
    if (!isPlain) return this.unescaped(bytes.toString("utf8", start, end));
    if (!isAscii) return bytes.toString("utf8", start, end);
    return isKey ? this.knownKey(start, end) : bytes.toString("latin1", start, end);
  }

  private unescaped(content: string): string {
    try {
      return JSON.parse(`"${content}"`) as string;
    } catch {
      throw this.malformed();
    }
  }

  private knownKey(start: number, end: number): string {
    const { bytes, keys } = this;
    const length = end - start;
    if (length === 0) return "";
    const slot = (length * 37 + bytes[start]! * 7 + bytes[end - 1]! * 131 + bytes[(start + end) >> 1]!) % keys.length;
    const known = keys[slot]!;
    let index = known.length === length ? 0 : length + 1;
    while (index < length && known.charCodeAt(index) === bytes[start + index]) index += 1;
    if (index === length) return known;
    return (keys[slot] = bytes.toString("latin1", start, end));
  }

  /** A number or a literal. */
  private word(): number | boolean | null {
    let { bytes, at: start } = this;
    let end = start;
    for (;;) {
      if (end < bytes.length) {
        if (!isWord(bytes[end]!)) break;
        end += 1;
        continue;
      }
      const taken = end - start;
      if (!this.more(start)) break;
      ({ bytes, at: start } = this);
      end = start + taken;
    }
    if (end - start > longestWord) throw this.malformed();
    const word = bytes.toString("latin1", start, end);
    this.at = end;
    if (Object.hasOwn(literals, word)) return literals[word]!;
    if (!number.test(word)) throw this.refusal();
    const value = Number(word);
    if (!Number.isFinite(value)) throw new UnreadableReport("malformed", `the report holds a number without bounds${this.whereabouts()}`);
    return value;
  }

  /** The next byte that is no blank, without taking it. */
  private next(): number {
    do {
      const { bytes } = this;
      while (this.at < bytes.length) {
        const byte = bytes[this.at]!;
        if (byte > blank || (byte !== blank && byte !== 0x0a && byte !== 0x0d && byte !== 0x09)) return byte;
        this.at += 1;
      }
    } while (this.more(this.at));
    return ended;
  }

  /**
   * Fetches another piece behind what is not done with yet, which then begins at `at`.
   * @param keep where that begins now
   * @returns false at the end of the text
   */
  private more(keep: number): boolean {
    const next = this.pieces.next();
    if (next.done) return false;
    const piece = next.value;
    const rest = this.bytes.subarray(keep);
    this.before += keep;
    this.at = 0;
    this.bytes = rest.length === 0 ? piece : Buffer.concat([rest, piece]);
    const read = this.before + this.bytes.length;
    if (rest.length > longestToken) throw new UnreadableReport("too-large", `a single string of the report has more than ${sizeText(longestToken)}${this.whereabouts()}`);
    if (read - this.handedOver > largestWhole) throw new UnreadableReport("too-large", `the report holds more than ${sizeText(largestWhole)} besides its findings, or in one of them${this.whereabouts()}`);
    return true;
  }

  /** What is wrong where something else was expected. */
  private refusal(): UnreadableReport {
    return this.next() === ended ? this.truncated() : this.malformed();
  }

  private truncated(): UnreadableReport {
    return new UnreadableReport("truncated", `the report ends before its JSON is complete${this.whereabouts()}`);
  }

  private malformed(): UnreadableReport {
    return new UnreadableReport("malformed", `the report is not JSON${this.whereabouts()}`);
  }

  /** Names of keys on the way; never values. */
  private whereabouts(): string {
    const path = this.path.map((part) => (typeof part === "number" ? `[${part}]` : part === "" ? "" : `.${part.slice(0, 60)}`)).join("");
    return path === "" ? "" : ` (at ${path.replace(/^\./, "").slice(0, 200)})`;
  }
}
