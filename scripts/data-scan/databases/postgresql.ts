import { Client, escapeIdentifier } from "pg";
import { toolError } from "../../errors";
import type { Field } from "../record";
import { publicAddress, requireDecidedTransport } from "./address";
import { longestValue, type Database, type DatabaseKind, type SampleLimits, type Table } from "./database";

interface Column {
  readonly name: string;
  readonly type: string;
}

interface PostgresTable extends Table {
  readonly schema: string;
  readonly relation: string;
  /** Rows as the planner estimates them; -1 where it was never analysed. */
  readonly estimate: number;
  /** True where it holds rows itself, so that pages of it can be sampled. */
  readonly isStored: boolean;
  readonly columns: readonly Column[];
}

/** Tables, views and materialised views of all schemas but PostgreSQL's own; the partitions of a table are read through it. */
const tablesQuery = `
  select n.nspname as schema, c.relname as relation, c.reltuples::float8 as estimate, c.relkind in ('r', 'm') as stored,
    has_table_privilege(c.oid, 'SELECT') as readable, row_security_active(c.oid) as filtered,
    array(select jsonb_build_object('name', a.attname, 'type', format_type(a.atttypid, null)) from pg_attribute a
      where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped order by a.attnum) as columns
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where c.relkind in ('r', 'p', 'v', 'm', 'f') and not c.relispartition
    and n.nspname not in ('pg_catalog', 'information_schema') and n.nspname !~ '^pg_(toast|temp)'
  order by 1, 2`;

/** Text of a value, cut in the database: bytes as their characters, anything else as PostgreSQL writes it. */
const textOf = ({ name, type }: Column): string => {
  const column = escapeIdentifier(name);
  return type === "bytea" ? `encode(substring(${column} from 1 for ${longestValue}), 'escape')` : `left(${column}::text, ${longestValue})`;
};

/** A sample of a table's pages where it is much larger than what is wanted: its first rows are its oldest, and look alike. */
const source = ({ schema, relation, estimate, isStored }: PostgresTable, rows: number): string => {
  const name = `${escapeIdentifier(schema)}.${escapeIdentifier(relation)}`;
  if (!isStored || estimate < rows * 10) return name;
  return `${name} tablesample system (${Math.min(100, (rows * 3 * 100) / estimate).toFixed(6)}) repeatable (1)`;
};

class PostgresDatabase implements Database {
  constructor(
    public readonly resource: string,
    private readonly client: Client,
  ) {}

  public readonly tables = async (): Promise<readonly PostgresTable[]> => {
    const { rows } = await this.client.query<{ schema: string; relation: string; estimate: number; stored: boolean; readable: boolean; filtered: boolean; columns: readonly Column[] }>(tablesQuery);
    return rows.map(({ schema, relation, estimate, stored, readable, filtered, columns }) => ({
      name: `${schema}.${relation}`,
      schema,
      relation,
      estimate,
      isStored: stored,
      columns,
      hindrance: !readable ? "the user may not read it" : filtered ? "row-level security hides rows from the user" : undefined,
    }));
  };

  /** Each table in a read-only transaction of its own: one that fails takes none with it, and what is read is of one moment. */
  public async *sample(table: Table, { rows: limit, secondsPerTable }: SampleLimits): AsyncIterable<readonly Field[]> {
    const { columns } = table as PostgresTable;
    if (columns.length === 0) return;
    await this.client.query("begin transaction isolation level repeatable read, read only");
    try {
      await this.client.query(`set local statement_timeout = ${Math.ceil(secondsPerTable * 1000)}`);
      const { rows } = await this.client.query<(string | null)[]>({ text: `select ${columns.map(textOf).join(", ")} from ${source(table as PostgresTable, limit)} limit ${limit}`, rowMode: "array" });
      for (const row of rows) yield row.flatMap((value, column) => (value === null ? [] : [{ key: columns[column]!.name, value }]));
    } finally {
      await this.client.query("rollback");
    }
  }

  public readonly close = (): Promise<void> => this.client.end();
}

export const postgresql: DatabaseKind = {
  schemes: ["postgresql", "postgres"],
  example: "postgresql://scanner@db.internal:5432/clinic?sslmode=verify-full",
  open: async (address, { limits }) => {
    requireDecidedTransport(address, "sslmode", ["verify-full", "verify-ca", "require", "disable"]);
    const client = new Client({
      connectionString: address.href,
      application_name: "portcullis scan data",
      connectionTimeoutMillis: 10_000,
      // The server itself refuses to write, whatever is asked of this session.
      options: `-c default_transaction_read_only=on -c lock_timeout=5s -c statement_timeout=${Math.ceil(limits.secondsPerTable * 1000)} -c idle_in_transaction_session_timeout=60s`,
    });
    // A server that ends while nothing is asked is noticed at the next question.
    client.on("error", () => undefined);
    await client.connect().catch((error: unknown) => {
      const { code = "", message } = error as { code?: string; message: string };
      throw toolError({ id: "database-unreachable", problem: `PostgreSQL at ${address.host} did not let us in${code === "" ? "" : ` (${code})`}`, where: publicAddress(address), details: [message], remedy: "Check address, user, password (PGPASSWORD or ~/.pgpass keep it out of the command) and sslmode." }, error);
    });
    return new PostgresDatabase(publicAddress(address), client);
  },
};
