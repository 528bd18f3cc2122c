import type { Field } from "../record";
import type { Sink } from "./content";

/** Most rows of one sheet or table that are looked at. */
export const mostRows = 200_000;

/** Cells of one row, by their column counted from 0. */
export type Row = ReadonlyMap<number, string>;

const letters = (column: number): string => (column < 26 ? "" : letters(Math.floor(column / 26) - 1)) + String.fromCharCode(65 + (column % 26));
const isName = (cell: string): boolean => /^[A-Za-z_#][\w .,#/()'-]{0,80}$/.test(cell.trim());

/** Hands over the rows of a sheet with the names of its first row of names as context; such a row may stand below a title. */
export const sheetRows = (sheet: string, sink: Sink): ((row: Row) => void) => {
  let names: ReadonlyMap<number, string> | undefined;
  let number = 0;
  return (row) => {
    number += 1;
    if (row.size === 0 || number > mostRows) {
      if (number === mostRows + 1) sink.skip(`sheet ${sheet}`, "blind", `rows after the first ${mostRows}`);
      return;
    }
    if (names === undefined && row.size > 1 && [...row.values()].every(isName)) {
      names = row;
      return;
    }
    const fields = [...row].map(([column, value]): Field => ({ key: names?.get(column)?.trim() ?? `column ${letters(column)}`, value }));
    sink.row(fields, { part: `sheet ${sheet}, row ${number}` }, { table: sheet });
  };
};
