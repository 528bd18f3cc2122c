import { SaxesParser } from "saxes";
import type { Source } from "../source";
import { UnreadableReport } from "../unreadable";
import { deepest, demandSize, largestReport, largestWhole, longestToken, mostKeys, mostValues, sizeText, textOf } from "./text";

export interface XmlElement {
  /** Local name, without its prefix. */
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
  /** All text directly in it, CDATA included, trimmed. */
  readonly text: string;
}

/** First child of a name. */
export const childOf = (element: XmlElement | undefined, name: string): XmlElement | undefined => element?.children.find((child) => child.name === name);
export const childrenOf = (element: XmlElement | undefined, name: string): readonly XmlElement[] => element?.children.filter((child) => child.name === name) ?? [];
/** Text of the first child of a name; undefined where there is none. */
export const textIn = (element: XmlElement | undefined, name: string): string | undefined => childOf(element, name)?.text;

/** Takes one element; of what is below it nothing is kept. */
export type EachElement = (element: XmlElement) => void;

interface XmlOptions {
  /** Elements that are handed over one by one and not kept, by their place: `/OWASPZAPReport/site/alerts/alertitem`. @default none */
  readonly each?: Readonly<Record<string, EachElement>>;
  /**
   * Accepts a document type that only names its DTD, as writers of Cobertura's format do. Nothing is fetched, and one with declarations of its own is
   * refused all the same. @default false
   */
  readonly acceptsDocumentType?: boolean;
}

/** A step on the way to the places whose elements are handed over. */
interface Step {
  readonly next: Map<string, Step>;
  take?: EachElement;
}

const stepsTo = (each: Readonly<Record<string, EachElement>>): Step => {
  const root: Step = { next: new Map() };
  for (const [place, take] of Object.entries(each)) {
    let step = root;
    for (const name of place.split("/").slice(1)) {
      const next: Step = step.next.get(name) ?? { next: new Map() };
      step.next.set(name, next);
      step = next;
    }
    step.take = take;
  }
  return root;
};

/** An element that is not complete yet. */
interface Open {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  children: XmlElement[];
  text: string;
}

/** Those in which the bytes of ASCII mean what they mean in UTF-8: anything else that they hold is refused as not UTF-8. */
const encodings = /^(?:utf-?8|utf-?16|us-ascii|iso-8859-1|windows-1252)$/i;

/** Most elements have none; a million empty objects and lists would be most of the memory. */
const noAttributes: Readonly<Record<string, string>> = Object.freeze({});
const noChildren = Object.freeze([]) as unknown as XmlElement[];

/** `__proto__` is a name like any other. */
const put = (attributes: Record<string, string>, name: string, value: string): void => {
  if (name === "__proto__") Object.defineProperty(attributes, name, { value, enumerable: true });
  else attributes[name] = value;
};

/** Builds the elements of one document, as the parser comes upon them. */
class Tree {
  public root: XmlElement | undefined;
  private readonly parser = new SaxesParser({ fragment: false, xmlns: false });
  private readonly open: Open[] = [];
  /** For each open element: the step that its place is on, where it begins (in characters), and how many values there were before. */
  private readonly steps: (Step | undefined)[] = [];
  private readonly starts: number[] = [];
  private readonly valuesBefore: number[] = [];
  /** Of the tag that is being read; the parser's own object without a prototype is a large hash table. */
  private attributes: Record<string, string> | undefined;
  private attributeCount = 0;
  /** In characters of the text: where something was last complete, and how much was handed over. */
  private lastEvent = 0;
  private handedOver = 0;
  private values = 0;

  constructor(
    private readonly each: Step,
    acceptsDocumentType: boolean,
  ) {
    // Seven handlers and no more: by the eighth the parser's object becomes a hash table in V8 (Node 20), which takes 3.6 times as long, and from
    // then on every other parser of the process is slow as well.
    const { parser } = this;
    parser.on("doctype", (declaration) => {
      if (acceptsDocumentType && !declaration.includes("[")) return;
      throw new UnreadableReport("unsafe", "the report declares a document type; entities are not read");
    });
    parser.on("error", (error) => {
      const isCut = /unclosed tag|document must contain a root|unexpected end/i.test(error.message);
      throw new UnreadableReport(isCut ? "truncated" : "malformed", isCut ? `the report ends before its XML is complete${this.where()}` : `the report is not XML${this.where()}`, { cause: error });
    });
    parser.on("attribute", ({ name, value }) => this.takeAttribute(name, value));
    parser.on("opentag", ({ name }) => this.begin(name.slice(name.indexOf(":") + 1)));
    parser.on("text", (text) => this.takeText(text));
    parser.on("cdata", (text) => this.takeText(text));
    parser.on("closetag", () => this.end());
  }

  public write(text: string): void {
    const { parser } = this;
    parser.write(text);
    if (parser.position - this.lastEvent > longestToken) throw new UnreadableReport("too-large", `a single text, comment or tag of the report has more than ${sizeText(longestToken)}${this.where()}`);
    if (parser.position - this.handedOver > largestWhole) throw new UnreadableReport("too-large", `the report holds more than ${sizeText(largestWhole)} besides its findings, or in one of them${this.where()}`);
  }

  public close(): void {
    this.parser.close();
  }

  private takeAttribute(name: string, value: string): void {
    this.attributeCount += 1;
    if (this.attributeCount > mostKeys) throw new UnreadableReport("too-large", `an element of the report has more than ${mostKeys} attributes${this.where()}`);
    put((this.attributes ??= {}), name, value);
  }

  private begin(name: string): void {
    const { open, parser } = this;
    if (open.length === 0) demandEncoding(parser.xmlDecl.encoding);
    if (open.length >= deepest) throw new UnreadableReport("unsafe", `the report is nested deeper than ${deepest} levels`);
    const step = (open.length === 0 ? this.each : this.steps.at(-1))?.next.get(name);
    this.steps.push(step);
    this.starts.push(this.lastEvent);
    this.valuesBefore.push(this.values);
    this.values += 1 + this.attributeCount;
    if (this.values > mostValues) throw new UnreadableReport("too-large", `the report holds more than ${mostValues} elements and attributes besides its findings, or in one of them`);
    open.push({ name, attributes: this.attributes ?? noAttributes, children: noChildren, text: "" });
    this.attributes = undefined;
    this.attributeCount = 0;
    this.lastEvent = parser.position;
  }

  private takeText(text: string): void {
    this.lastEvent = this.parser.position;
    const element = this.open.at(-1);
    if (element === undefined) return;
    // What indents the elements is most of the texts, and goes in the end.
    if (element.text === "" && text.trim() === "") return;
    element.text += text;
  }

  private end(): void {
    const { open, parser } = this;
    this.lastEvent = parser.position;
    const element = open.pop()!;
    const step = this.steps.pop();
    const start = this.starts.pop()!;
    const valuesBefore = this.valuesBefore.pop()!;
    element.text = element.text.trim();
    const parent = open.at(-1);
    if (step?.take) {
      step.take(element);
      this.handedOver += parser.position - start;
      this.values = valuesBefore;
    } else if (parent !== undefined) {
      if (parent.children === noChildren) parent.children = [element];
      else parent.children.push(element);
    }
    if (parent === undefined) this.root = element;
  }

  /** Names of elements on the way; never text. */
  private where(): string {
    const place = this.open.map(({ name }) => `/${name}`).join("");
    return place === "" ? "" : ` (in ${place.slice(0, 200)})`;
  }
}

const demandEncoding = (encoding: string | undefined): void => {
  if (encoding !== undefined && !encodings.test(encoding)) throw new UnreadableReport("encoding", "the report declares another encoding than UTF-8");
};

/**
 * Reads XML strictly. No document type is accepted unless a reader asks for one: with it go entity bombs and external entities
 * (OWASP, "XML External Entity Prevention"), and no scanner needs one.
 * @throws UnreadableReport
 */
export const readXml = (source: Source, { each = {}, acceptsDocumentType = false }: XmlOptions = {}): XmlElement => {
  demandSize(source, Object.keys(each).length > 0 ? largestReport : largestWhole);
  const tree = new Tree(stepsTo(each), acceptsDocumentType);
  let isBlank = true;
  for (const part of textOf(source)) {
    if (isBlank && part.trim() !== "") isBlank = false;
    tree.write(part);
  }
  if (isBlank) throw new UnreadableReport("empty", "the report holds nothing but blanks");
  tree.close();
  if (tree.root === undefined) throw new UnreadableReport("truncated", "the report ends before its XML is complete");
  return tree.root;
};
