import type { Sink } from "./content";
import { lookAtOpenDocumentTables, lookAtWorkbook } from "./spreadsheet";
import { sheetRows } from "./sheet";
import { readXml } from "./xml";
import { lookAtZip, type ZipEntry } from "./zip";

export type OfficeKind = "wordprocessing" | "spreadsheet" | "presentation" | "opendocument";

/** By the parts that a package has: ECMA-376 part 2, OpenDocument 1.3 part 2. */
export const officeKindOf = (entries: readonly ZipEntry[]): OfficeKind | undefined => {
  const has = (test: RegExp): boolean => entries.some(({ name }) => test.test(name));
  if (has(/^\[Content_Types\]\.xml$/)) return has(/^word\//) ? "wordprocessing" : has(/^xl\//) ? "spreadsheet" : has(/^ppt\//) ? "presentation" : undefined;
  return has(/^mimetype$/) && has(/^content\.xml$/) ? "opendocument" : undefined;
};

const blocks = new Set(["p", "h", "br", "tr", "table-row", "row", "si", "list-item"]);
const blanks = new Set(["tab", "s", "tc", "table-cell", "line-break"]);

/** Text of a part, a paragraph a line. Pieces of one paragraph (runs) belong together: a number may be in two fonts. */
const textOf = (bytes: Uint8Array): string => {
  let text = "";
  readXml(bytes, {
    open: (name, attribute) => {
      if (blanks.has(name)) text += " ";
      // Names and values of properties and fields stand in attributes.
      const value = name === "property" || name === "user-defined" ? attribute("name") : undefined;
      if (value !== undefined) text += `${value}: `;
    },
    text: (piece) => void (text += piece),
    close: (name) => {
      if (blocks.has(name)) text += "\n";
    },
  });
  return text;
};

/** Tables of a text document: the first row names the columns. */
const lookAtTables = (bytes: Uint8Array, sink: Sink): void => {
  let take: ReturnType<typeof sheetRows> | undefined;
  let row = new Map<number, string>();
  let cell: string | undefined;
  let tables = 0;
  readXml(bytes, {
    open: (name) => {
      if (name === "tbl") take = sheetRows(`table ${(tables += 1)}`, sink);
      else if (name === "tr") row = new Map();
      else if (name === "tc") cell = "";
    },
    text: (piece) => void (cell !== undefined && (cell += piece)),
    close: (name) => {
      if (name === "tc" && cell !== undefined) {
        row.set(row.size, cell.trim());
        cell = undefined;
      } else if (name === "tr") take?.(row);
    },
  });
};

/** Tables by cells, with their headers; every other part of XML as text; what is embedded (images, other documents) as files. */
export const lookAtOffice = async (entries: readonly ZipEntry[], kind: OfficeKind, sink: Sink): Promise<void> => {
  const isTable = (name: string): boolean => (kind === "spreadsheet" && /^xl\/(?:worksheets\/[^/]+|sharedStrings|styles)\.xml$/.test(name)) || /(?:^|\/)(?:theme|styles|fontTable|settings|webSettings|numbering)\d*\.xml$|^meta-inf\//i.test(name);
  if (kind === "spreadsheet") lookAtWorkbook(entries, sink);
  const embedded: ZipEntry[] = [];
  for (const entry of entries) {
    if (!/\.(?:xml|rels)$/i.test(entry.name)) embedded.push(entry);
    else if (!isTable(entry.name)) {
      const bytes = entry.bytes();
      const isBody = entry.name === "content.xml" || entry.name === "word/document.xml";
      if (kind === "opendocument" && isBody) lookAtOpenDocumentTables(bytes, sink);
      if (kind === "wordprocessing" && isBody) lookAtTables(bytes, sink);
      sink.text(/\.rels$/.test(entry.name) ? bytes.toString("utf8") : textOf(bytes), { part: entry.name });
    }
  }
  await lookAtZip(embedded, sink);
};
