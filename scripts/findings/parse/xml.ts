import { SaxesParser } from "saxes";
import type { Source } from "../source";
import { UnreadableReport } from "../unreadable";
import { demandSize, largestReport, largestWhole, textOf } from "./text";

/** Deepest nesting that a report may have. The deepest real one here (FVDL) has 15. */
const deepest = 200;

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
}

interface Open {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: XmlElement[];
  readonly texts: string[];
  readonly place: string;
}

/**
 * Reads XML strictly. No document type is accepted at all: with it go entity bombs and external entities (OWASP, "XML External
 * Entity Prevention"), and no scanner needs one.
 * @throws UnreadableReport
 */
export const readXml = (source: Source, { each = {} }: XmlOptions = {}): XmlElement => {
  demandSize(source, Object.keys(each).length > 0 ? largestReport : largestWhole);
  const parser = new SaxesParser({ fragment: false, xmlns: false });
  const open: Open[] = [];
  let root: XmlElement | undefined;
  parser.on("doctype", () => {
    throw new UnreadableReport("unsafe", "the report declares a document type; entities are not read");
  });
  parser.on("error", (error) => {
    const where = open.length > 0 ? ` (in ${open.at(-1)!.place})` : "";
    const isCut = /unclosed tag|document must contain a root|unexpected end/i.test(error.message);
    throw new UnreadableReport(isCut ? "truncated" : "malformed", isCut ? `the report ends before its XML is complete${where}` : `the report is not XML${where}`, { cause: error });
  });
  parser.on("opentag", (tag) => {
    if (open.length >= deepest) throw new UnreadableReport("unsafe", `the report is nested deeper than ${deepest} levels`);
    const name = tag.name.slice(tag.name.indexOf(":") + 1);
    open.push({ name, attributes: tag.attributes as Record<string, string>, children: [], texts: [], place: `${open.at(-1)?.place ?? ""}/${name}` });
  });
  const text = (part: string) => open.at(-1)?.texts.push(part);
  parser.on("text", text);
  parser.on("cdata", text);
  parser.on("closetag", () => {
    const { name, attributes, children, texts, place } = open.pop()!;
    const element: XmlElement = { name, attributes, children, text: texts.join("").trim() };
    const take = each[place];
    if (take) take(element);
    else open.at(-1)?.children.push(element);
    if (open.length === 0) root = element;
  });
  let isBlank = true;
  for (const part of textOf(source)) {
    if (isBlank && part.trim() !== "") isBlank = false;
    parser.write(part);
  }
  if (isBlank) throw new UnreadableReport("empty", "the report holds nothing but blanks");
  parser.close();
  if (root === undefined) throw new UnreadableReport("truncated", "the report ends before its XML is complete");
  return root;
};
