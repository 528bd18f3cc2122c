import { Tokenizer, TokenType } from "@streamparser/json";
import { TextDecoder } from "node:util";
import { SaxesParser } from "saxes";
import type { Source } from "../source";
import { encodingOf } from "./text";

/** What the beginning of a report shows, by which its format is recognised. */
export interface Probe {
  readonly name: string;
  readonly syntax: "json" | "xml" | "zip" | "text" | "empty";
  /** Places of keys seen in JSON, three deep: `runs`, `runs[].tool`, `[].RuleID`. */
  readonly keys: ReadonlySet<string>;
  /** Short strings at these places: `version` → `2.1.0`. First one wins. */
  readonly values: ReadonlyMap<string, string>;
  /** Places of elements seen in XML: `/OWASPZAPReport`, `/OWASPZAPReport/site`. */
  readonly elements: ReadonlySet<string>;
  /** Attributes of the root element. */
  readonly attributes: Readonly<Record<string, string>>;
  /** The first characters, for what is only text. */
  readonly head: string;
}

/** How many bytes are looked at. */
const probed = 1 << 17;
const deepestPlace = 4;

/** Looks at the beginning of a report; never throws for what it finds there. */
export const probe = (source: Source): Probe => {
  const empty: Probe = { name: source.name, syntax: "empty", keys: new Set(), values: new Map(), elements: new Set(), attributes: {}, head: "" };
  const [first] = source.chunks();
  if (first === undefined) return empty;
  if (first[0] === 0x50 && first[1] === 0x4b) return { ...empty, syntax: "zip" };
  const head = beginningOf(source);
  const start = head.trimStart();
  if (start === "") return empty;
  if (start.startsWith("<")) return { ...empty, syntax: "xml", head, ...probeXml(head) };
  if (/^[[{]|^(?:null|true|false|"|-?\d)/.test(start)) return { ...empty, syntax: "json", head, ...probeJson(head) };
  return { ...empty, syntax: "text", head };
};

/** What is no text comes out as replacement characters: the reader refuses it, with its reason. */
const beginningOf = (source: Source): string => {
  const parts: Buffer[] = [];
  let length = 0;
  for (const chunk of source.chunks()) {
    parts.push(Buffer.from(chunk.subarray(0, probed - length)));
    length += parts.at(-1)!.length;
    if (length === probed) break;
  }
  const bytes = Buffer.concat(parts);
  const { encoding, mark } = encodingOf(bytes);
  return new TextDecoder(encoding).decode(bytes.subarray(mark), { stream: true });
};

const probeJson = (head: string): Pick<Probe, "keys" | "values"> => {
  const keys = new Set<string>();
  const values = new Map<string, string>();
  const places: { place: string; isArray: boolean; isKeyNext: boolean; key: string }[] = [];
  const tokenizer = new Tokenizer();
  const placeOfNext = (): string => {
    const at = places.at(-1);
    if (at === undefined) return "";
    return at.isArray ? `${at.place}[]` : at.place === "" ? at.key : `${at.place}.${at.key}`;
  };
  tokenizer.onToken = ({ token, value }) => {
    const at = places.at(-1);
    if (token === TokenType.LEFT_BRACE || token === TokenType.LEFT_BRACKET) places.push({ place: placeOfNext(), isArray: token === TokenType.LEFT_BRACKET, isKeyNext: token === TokenType.LEFT_BRACE, key: "" });
    else if (token === TokenType.RIGHT_BRACE || token === TokenType.RIGHT_BRACKET) places.pop();
    else if (token === TokenType.COMMA && at) at.isKeyNext = !at.isArray;
    else if (token === TokenType.STRING && at?.isKeyNext) {
      at.key = value as string;
      at.isKeyNext = false;
      if (places.length <= deepestPlace) keys.add(placeOfNext());
    } else if (token === TokenType.STRING && places.length <= deepestPlace && (value as string).length < 200 && !values.has(placeOfNext())) values.set(placeOfNext(), value as string);
  };
  tokenizer.onError = () => undefined;
  try {
    tokenizer.write(head);
  } catch {
    // The reader says what is wrong with it.
  }
  return { keys, values };
};

const probeXml = (head: string): Pick<Probe, "elements" | "attributes"> => {
  const elements = new Set<string>();
  let attributes: Readonly<Record<string, string>> = {};
  const open: string[] = [];
  const parser = new SaxesParser({ xmlns: false });
  parser.on("error", () => undefined);
  parser.on("opentag", (tag) => {
    open.push(tag.name.slice(tag.name.indexOf(":") + 1));
    if (open.length === 1) attributes = tag.attributes as Record<string, string>;
    if (open.length <= deepestPlace) elements.add(`/${open.join("/")}`);
  });
  parser.on("closetag", () => void open.pop());
  parser.write(head);
  return { elements, attributes };
};
