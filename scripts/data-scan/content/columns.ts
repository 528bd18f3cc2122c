import type { DataContext } from "../types";

/** Lines by which a text is known to be a table, at most. */
const probedLines = 5;
const delimiters = ["\t", ",", ";", "|"];

/** Offsets of the cells of a line: RFC 4180, where a quoted cell may hold the delimiter. */
const cellsOf = (line: string, delimiter: string): readonly string[] => {
  const cells: string[] = [];
  let start = 0;
  let isQuoted = false;
  for (let index = 0; index <= line.length; index += 1) {
    if (line[index] === '"') isQuoted = !isQuoted;
    else if (index === line.length || (line[index] === delimiter && !isQuoted)) {
      cells.push(line.slice(start, index));
      start = index + 1;
    }
  }
  return cells;
};

const nameOf = (cell: string): string => cell.trim().replace(/^["'`]|["'`]$/g, "").trim();
const isName = (cell: string): boolean => /^[A-Za-z_#][\w .#/()-]{0,60}$/.test(nameOf(cell));

interface Header {
  readonly delimiter: string;
  readonly names: readonly string[];
}

/** A first line of names, and lines after it with as many cells. */
const headerOf = (text: string): Header | undefined => {
  const lines = text
    .slice(0, 1 << 16)
    .split(/\r?\n/, probedLines + 1)
    .filter((line) => line.trim() !== "" && !/^[|\s:-]+$/.test(line))
    .slice(0, probedLines);
  if (lines.length < 2) return undefined;
  for (const delimiter of delimiters) {
    const names = cellsOf(lines[0]!, delimiter);
    const filled = names.filter((cell) => cell.trim() !== "");
    if (filled.length > 1 && filled.every(isName) && lines.slice(1).every((line) => cellsOf(line, delimiter).length === names.length)) return { delimiter, names: names.map(nameOf) };
  }
  return undefined;
};

const nearOf = (names: readonly string[]): string => names.join(" ").slice(0, 2000);

/** `COPY … FROM stdin` of pg_dump, and `INSERT INTO … (…) VALUES` of every dump. */
const dumped = /^(?:COPY ([\w."]{1,200}) \(([^)\n]{1,4000})\) FROM stdin;|INSERT INTO ([\w."`]{1,200}) ?\(([^)\n]{1,4000})\) VALUES)/gim;

/** Rows of one table within a dump. */
interface Section extends Header {
  readonly start: number;
  readonly end: number;
  readonly isInsert: boolean;
}

const endOf = (text: string, start: number, isInsert: boolean): number => {
  const end = text.indexOf(isInsert ? ";\n" : "\n\\.", start);
  return end === -1 ? text.length : end;
};

/** @param open the rows that a piece before began and did not end */
const sectionsOf = (text: string, open: Section | undefined): readonly Section[] => [
  ...(open ? [{ ...open, start: 0, end: endOf(text, 0, open.isInsert) }] : []),
  ...[...text.matchAll(dumped)].map(({ 0: whole, 1: copied, 2: copiedNames, 4: insertedNames, index }) => {
    const start = index + whole.length;
    const isInsert = copied === undefined;
    return { start, end: endOf(text, start, isInsert), delimiter: isInsert ? "," : "\t", names: (copiedNames ?? insertedNames!).split(",").map(nameOf), isInsert };
  }),
];

/** Further than this the beginning of the row is looked for, and what lies between is not read. In characters. */
const farAhead = 4096;

/**
 * Asks for the column of a place. What is found is asked for from left to right, by one recogniser after the other: it goes on where it
 * was, since a row may be as long as the text.
 * @param isRowStart says of a character that a row begins after it
 */
const cursorOf = (text: string, { delimiter, names }: Header, isRowStart: (character: string) => boolean) => {
  let at = 0;
  let column = 0;
  let isQuoted = false;
  return (offset: number): string | undefined => {
    if (offset < at || offset > at + farAhead) {
      at = text.lastIndexOf("\n", offset - 1) + 1;
      column = 0;
      isQuoted = false;
    }
    for (; at < offset; at += 1) {
      const character = text[at]!;
      if (character === '"') isQuoted = !isQuoted;
      else if (character === "\n" || (!isQuoted && isRowStart(character))) {
        column = 0;
        isQuoted = false;
      } else if (character === delimiter && !isQuoted) column += 1;
    }
    return names[column];
  };
};

/**
 * Names of columns as context for the pieces of one text, in their order: a table's header stands in the first piece and goes for all.
 * Nothing is split: a column is only asked for where something was found.
 */
export const columnsOf = (): ((piece: string) => DataContext) => {
  let header: Header | undefined;
  let open: Section | undefined;
  let isFirst = true;
  return (piece) => {
    if (isFirst) header = headerOf(piece);
    isFirst = false;
    if (header !== undefined) return { near: nearOf(header.names), keyAt: cursorOf(piece, header, () => false) };
    const sections = sectionsOf(piece, open).map((section) => ({ ...section, columnAt: cursorOf(piece, section, (character) => section.isInsert && character === "(") }));
    const last = sections.at(-1);
    open = last?.end === piece.length ? last : undefined;
    if (last === undefined) return {};
    return {
      near: nearOf(last.names),
      keyAt: (offset) => {
        const section = sections.findLast(({ start }) => offset >= start);
        return section !== undefined && offset < section.end ? section.columnAt(offset) : undefined;
      },
    };
  };
};
