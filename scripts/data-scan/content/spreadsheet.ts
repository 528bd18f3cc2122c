import type { Sink } from "./content";
import { mostRows, sheetRows, type Row } from "./sheet";
import { readXml } from "./xml";
import type { ZipEntry } from "./zip";

/** ECMA-376 part 1, 18.4: strings of all sheets stand in one part, and cells name them by number. */
const sharedStringsOf = (bytes: Uint8Array): readonly string[] => {
  const strings: string[] = [];
  let text = "";
  let isText = false;
  readXml(bytes, {
    open: (name) => {
      if (name === "si") text = "";
      isText = name === "t";
    },
    text: (piece) => void (isText && (text += piece)),
    close: (name) => {
      if (name === "t") isText = false;
      if (name === "si") strings.push(text);
    },
  });
  return strings;
};

const columnOf = (reference: string): number => [...reference.replace(/\d+$/, "")].reduce((column, letter) => column * 26 + letter.charCodeAt(0) - 64, 0) - 1;

/** A number as it was typed: 15 digits are kept, written as 4.11E+15 for more than 11 of them by some writers. */
const plainNumber = (value: string): string => (/^-?[\d.]+E\+?\d+$/i.test(value) ? BigInt(Math.round(Number(value))).toString() : value);

const lookAtSheet = (name: string, bytes: Uint8Array, strings: readonly string[], sink: Sink): void => {
  const take = sheetRows(name, sink);
  let row = new Map<number, string>();
  let column = -1;
  let type: string | undefined;
  let value = "";
  let isValue = false;
  readXml(bytes, {
    open: (element, attribute) => {
      if (element === "row") {
        row = new Map();
        column = -1;
      } else if (element === "c") {
        column = attribute("r") === undefined ? column + 1 : columnOf(attribute("r")!);
        type = attribute("t");
        value = "";
      } else if (element === "v" || element === "t") isValue = true;
    },
    text: (text) => void (isValue && (value += text)),
    close: (element) => {
      if (element === "v" || element === "t") isValue = false;
      else if (element === "c" && value !== "") row.set(column, type === "s" ? (strings[Number(value)] ?? "") : type === undefined || type === "n" ? plainNumber(value) : value);
      else if (element === "row") take(row);
    },
  });
};

/** XLSX: sheets as tables whose first row names the columns. */
export const lookAtWorkbook = (entries: readonly ZipEntry[], sink: Sink): void => {
  const shared = entries.find(({ name }) => name === "xl/sharedStrings.xml");
  const strings = shared ? sharedStringsOf(shared.bytes()) : [];
  for (const { name, bytes } of entries) if (/^xl\/worksheets\/[^/]+\.xml$/.test(name)) lookAtSheet(name.slice(14, -4), bytes(), strings, sink);
};

/** OpenDocument 1.3, 9.1: repeated cells are written once with their number. */
export const lookAtOpenDocumentTables = (content: Uint8Array, sink: Sink): void => {
  let take: ((row: Row) => void) | undefined;
  let row = new Map<number, string>();
  let column = 0;
  let repeated = 1;
  let text: string | undefined;
  readXml(content, {
    open: (name, attribute) => {
      if (name === "table") take = sheetRows(attribute("name") ?? "?", sink);
      else if (name === "table-row") {
        row = new Map();
        column = 0;
      } else if (name === "table-cell" || name === "covered-table-cell") {
        repeated = Math.min(Number(attribute("number-columns-repeated") ?? 1) || 1, mostRows);
        // A number is shown as its format wants it; its value is whole.
        text = attribute("value-type") === "float" ? attribute("value") : undefined;
      }
    },
    text: (piece) => void (text = (text ?? "") + (take ? piece : "")),
    close: (name) => {
      if (name === "table") take = undefined;
      else if (name === "table-row") take?.(row);
      else if (name === "table-cell" || name === "covered-table-cell") {
        if (text?.trim()) row.set(column, text.trim());
        column += repeated;
        text = undefined;
      }
    },
  });
};
