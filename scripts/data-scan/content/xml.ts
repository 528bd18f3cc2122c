import { SaxesParser } from "saxes";

/** What a part of a document is made of, by the local names of its elements. */
export interface XmlEvents {
  readonly open?: (name: string, attribute: (name: string) => string | undefined) => void;
  readonly text?: (text: string) => void;
  readonly close?: (name: string) => void;
}

const localOf = (name: string): string => name.slice(name.indexOf(":") + 1);

/** Entities of a document's own are not expanded by saxes, and nothing is fetched. A fault ends it: what came before was handed over. */
export const readXml = (bytes: Uint8Array, { open, text, close }: XmlEvents): void => {
  const parser = new SaxesParser({ xmlns: false });
  parser.on("opentag", ({ name, attributes }) => {
    const values = attributes as Readonly<Record<string, string>>;
    open?.(localOf(name), (wanted) => values[wanted] ?? values[Object.keys(values).find((key) => localOf(key) === wanted) ?? ""]);
  });
  if (text) {
    parser.on("text", text);
    parser.on("cdata", text);
  }
  parser.on("closetag", ({ name }) => close?.(localOf(name)));
  parser.write(Buffer.from(bytes).toString("utf8").replace(/^\ufeff/, "")).close();
};
