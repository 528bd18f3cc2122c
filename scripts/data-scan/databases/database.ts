import type { Field } from "../record";

/** How much of a database is read. */
export interface SampleLimits {
  /** Rows of each table. @default 1000 */
  readonly rows: number;
  /** Seconds for each table; what takes longer counts as not looked at. @default 30 */
  readonly secondsPerTable: number;
  /** Seconds for the whole database. @default 300 */
  readonly seconds: number;
}

export const defaultLimits: SampleLimits = { rows: 1000, secondsPerTable: 30, seconds: 300 };

/** Longest value that is asked of a database, in characters. */
export const longestValue = 1 << 16;

export interface Table {
  /** As people write it: `public.patients`. */
  readonly name: string;
  /** Why it cannot be read, or not whole; undefined where it can. */
  readonly hindrance?: string;
}

/** A database that is only ever read: the session itself refuses to write. */
export interface Database {
  /** Where it is, without name and password: `postgresql://db.internal:5432/clinic`. */
  readonly resource: string;
  readonly tables: () => Promise<readonly Table[]>;
  /** A sample of a table's rows, as they come. */
  readonly sample: (table: Table, limits: SampleLimits) => AsyncIterable<readonly Field[]>;
  readonly close: () => Promise<void>;
}

/** Opens one kind of database. One file each. */
export interface DatabaseKind {
  /** Of the address, without colon: `postgresql`. */
  readonly schemes: readonly string[];
  /** How an address of it is written, for messages. */
  readonly example: string;
  /** @throws PortcullisError where it cannot be reached or entered; the message never holds the password */
  readonly open: (address: URL, options: OpenOptions) => Promise<Database>;
}

export interface OpenOptions {
  readonly limits: SampleLimits;
  /** What was inherited: `AWS_ENDPOINT_URL`, `PGPASSWORD`. */
  readonly environment: NodeJS.ProcessEnv;
}
