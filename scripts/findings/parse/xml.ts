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

interface XmlOptions {
  /** Elements that are handed over one by one and not kept, by their place: `/OWASPZAPReport/site/alerts/alertitem`. @default none */
  readonly each?: Readonly<Record<string, (element: XmlElement) => void>>;
  /**
   * Accepts a document type that only names its DTD, as writers of Cobertura's format do. Nothing is fetched, and one with declarations of its own is
   * refused all the same. @default false
   */
  readonly acceptsDocumentType?: boolean;
}

interface Open {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: XmlElement[];
  readonly texts: string[];
  readonly place: string;
  /** Where it begins, in characters, and how many values there were before: to know what is let go with it. */
  readonly start: number;
  readonly valuesBefore: number;
}

/** Those in which the bytes of ASCII mean what they mean in UTF-8: anything else that they hold is refused as not UTF-8. */
const encodings = /^(?:utf-?8|utf-?16|us-ascii|iso-8859-1|windows-1252)$/i;

const noAttributes: Readonly<Record<string, string>> = Object.freeze({});
/** The parser's objects without a prototype are large hash tables: a million of them would be most of the memory. */
const compact = (attributes: Readonly<Record<string, string>>): Readonly<Record<string, string>> => {
  const entries = Object.entries(attributes);
  return entries.length === 0 ? noAttributes : Object.fromEntries(entries);
};

/**
 * Reads XML strictly. No document type is accepted unless a reader asks for one: with it go entity bombs and external entities
 * (OWASP, "XML External Entity Prevention"), and no scanner needs one.
 * @throws UnreadableReport
 */
export const readXml = (source: Source, { each = {}, acceptsDocumentType = false }: XmlOptions = {}): XmlElement => {
  demandSize(source, Object.keys(each).length > 0 ? largestReport : largestWhole);
  const takers = new Map(Object.entries(each));
  const parser = new SaxesParser({ fragment: false, xmlns: false });
  const open: Open[] = [];
  let root: XmlElement | undefined;
  /** In characters of the text: where something was last complete, and how much was handed over. */
  let lastEvent = 0;
  let handedOver = 0;
  let values = 0;
  const where = () => (open.length > 0 ? ` (in ${open.at(-1)!.place.slice(0, 200)})` : "");
  const progress = () => {
    lastEvent = parser.position;
  };
  const count = () => {
    progress();
    values += 1;
    if (values > mostValues) throw new UnreadableReport("too-large", `the report holds more than ${mostValues} elements and attributes besides its findings, or in one of them`);
  };

  parser.on("doctype", (declaration) => {
    if (acceptsDocumentType && !declaration.includes("[")) return;
    throw new UnreadableReport("unsafe", "the report declares a document type; entities are not read");
  });
  parser.on("xmldecl", ({ encoding }) => {
    progress();
    if (encoding !== undefined && !encodings.test(encoding)) throw new UnreadableReport("encoding", "the report declares another encoding than UTF-8");
  });
  parser.on("error", (error) => {
    const isCut = /unclosed tag|document must contain a root|unexpected end/i.test(error.message);
    throw new UnreadableReport(isCut ? "truncated" : "malformed", isCut ? `the report ends before its XML is complete${where()}` : `the report is not XML${where()}`, { cause: error });
  });
  const tag = { start: 0, valuesBefore: 0, attributes: 0 };
  parser.on("opentagstart", () => {
    Object.assign(tag, { start: parser.position, valuesBefore: values, attributes: 0 });
    count();
  });
  parser.on("attribute", () => {
    tag.attributes += 1;
    if (tag.attributes > mostKeys) throw new UnreadableReport("too-large", `an element of the report has more than ${mostKeys} attributes${where()}`);
    count();
  });
  parser.on("comment", progress);
  parser.on("processinginstruction", progress);
  parser.on("opentag", (opened) => {
    if (open.length >= deepest) throw new UnreadableReport("unsafe", `the report is nested deeper than ${deepest} levels`);
    const name = opened.name.slice(opened.name.indexOf(":") + 1);
    open.push({ name, attributes: compact(opened.attributes), children: [], texts: [], place: `${open.at(-1)?.place ?? ""}/${name}`, start: tag.start, valuesBefore: tag.valuesBefore });
  });
  const text = (part: string) => {
    progress();
    open.at(-1)?.texts.push(part);
  };
  parser.on("text", text);
  parser.on("cdata", text);
  parser.on("closetag", () => {
    progress();
    const { name, attributes, children, texts, place, start, valuesBefore } = open.pop()!;
    const element: XmlElement = { name, attributes, children, text: texts.length === 0 ? "" : texts.join("").trim() };
    const take = takers.get(place);
    if (take) {
      take(element);
      handedOver += parser.position - start;
      values = valuesBefore;
    } else open.at(-1)?.children.push(element);
    if (open.length === 0) root = element;
  });

  let isBlank = true;
  for (const part of textOf(source)) {
    if (isBlank && part.trim() !== "") isBlank = false;
    parser.write(part);
    if (parser.position - lastEvent > longestToken) throw new UnreadableReport("too-large", `a single text, comment or tag of the report has more than ${sizeText(longestToken)}${where()}`);
    if (parser.position - handedOver > largestWhole) throw new UnreadableReport("too-large", `the report holds more than ${sizeText(largestWhole)} besides its findings, or in one of them${where()}`);
  }
  if (isBlank) throw new UnreadableReport("empty", "the report holds nothing but blanks");
  parser.close();
  if (root === undefined) throw new UnreadableReport("truncated", "the report ends before its XML is complete");
  return root;
};
