import Table from "cli-table3";
import { wrap } from "./wrap";

export interface Column {
  readonly head: string;
  /** In columns of the terminal, with the two that part it from the next one. */
  readonly width: number;
  /** @default left */
  readonly align?: "left" | "right";
}

const edges = ["top", "top-mid", "top-left", "top-right", "bottom", "bottom-mid", "bottom-left", "bottom-right", "left", "left-mid", "mid", "mid-mid", "right", "right-mid", "middle"];

/**
 * A table without lines, as wide as its columns say.
 * @param wraps true where a cell that is too long goes on in the next line, which is for text without colours; else it is cut, with an ellipsis
 */
export const plainTable = (columns: readonly Column[], rows: readonly (readonly string[])[], { wraps = false } = {}): string => {
  const table = new Table({
    head: columns.map(({ head }) => head),
    colWidths: columns.map(({ width }) => width),
    colAligns: columns.map(({ align }) => align ?? "left"),
    chars: Object.fromEntries(edges.map((edge) => [edge, ""])),
    style: { head: [], border: [], "padding-left": 0, "padding-right": 2 },
  });
  for (const row of rows) table.push(...(wraps ? wrapped(row, columns) : [[...row]]));
  return table
    .toString()
    .split("\n")
    .map((line) => line.trimEnd())
    .join("\n");
};

const wrapped = (row: readonly string[], columns: readonly Column[]): string[][] => rowsOfLines(row.map((cell, index) => linesOf(cell, columns[index]!.width - 2)));

/** A row for each line of its highest cell. cli-table3 could hold lines in one cell, but takes time by the cube of their number. */
export const rowsOfLines = (cells: readonly (readonly string[])[]): string[][] => Array.from({ length: Math.max(0, ...cells.map((lines) => lines.length)) }, (_, line) => cells.map((lines) => lines[line] ?? ""));

const linesOf = (cell: string, width: number): readonly string[] => ([...cell].length <= width ? [cell] : wrap(cell, width, 0));
