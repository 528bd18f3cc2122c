import initSqlJs, { type SqlJsStatic } from "sql.js";
import type { Field } from "../record";
import type { Sink } from "./content";
import { mostRows } from "./sheet";

let loaded: Promise<SqlJsStatic> | undefined;

const textOf = (value: unknown): string => (value instanceof Uint8Array ? Buffer.from(value.subarray(0, 1 << 16)).toString("latin1") : String(value));
const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** Tables of a SQLite database by rows, each value with its column. Views are not read: they show what tables hold, and may never end. */
export const lookAtSqlite = async (bytes: Buffer, sink: Sink): Promise<void> => {
  loaded ??= initSqlJs();
  const database = new (await loaded).Database(bytes);
  try {
    const tables = (database.exec("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND sql NOT LIKE 'CREATE VIRTUAL%'")[0]?.values ?? []).map(([name]) => String(name));
    for (const table of tables) {
      sink.table();
      const rows = database.prepare(`SELECT * FROM ${quoted(table)} LIMIT ${mostRows + 1}`);
      try {
        const columns = rows.getColumnNames();
        for (let number = 1; rows.step(); number += 1) {
          if (number > mostRows) {
            sink.skip(`table ${table}`, "blind", `rows after the first ${mostRows}`);
            break;
          }
          const values = rows.get();
          const fields = values.flatMap((value, index): readonly Field[] => (value === null ? [] : [{ key: columns[index] ?? "", value: textOf(value) }]));
          sink.row(fields, { part: `table ${table}, row ${number}` }, { table });
        }
      } finally {
        rows.free();
      }
    }
  } finally {
    database.close();
  }
};
