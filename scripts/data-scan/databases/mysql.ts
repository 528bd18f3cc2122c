import { createConnection, type Connection, type RowDataPacket } from "mysql2/promise";
import { toolError } from "../../errors";
import type { Field } from "../record";
import { publicAddress, requireDecidedTransport } from "./address";
import { longestValue, type Database, type DatabaseKind, type SampleLimits, type Table } from "./database";

interface MysqlTable extends Table {
  readonly schema: string;
  readonly relation: string;
  readonly columns: readonly string[];
  /** The primary key's only column; undefined where there is none or it has several. */
  readonly key?: string;
}

const systemSchemas = ["information_schema", "mysql", "performance_schema", "sys"];

/** MySQL Reference Manual, "Schema Object Names": backticks, doubled within. */
const quoted = (name: string): string => `\`${name.replaceAll("`", "``")}\``;

class MysqlDatabase implements Database {
  constructor(
    public readonly resource: string,
    private readonly connection: Connection,
    private readonly schema: string | undefined,
  ) {}

  public readonly tables = async (): Promise<readonly MysqlTable[]> => {
    const [filter, values] = this.schema === undefined ? ["table_schema not in (?)", [systemSchemas]] : ["table_schema = ?", [this.schema]];
    const read = async (wanted: string, from: string, order: string) => (await this.connection.query<RowDataPacket[]>(`select ${wanted} from information_schema.${from} where ${filter} order by table_schema, table_name${order}`, values))[0];
    const tables = (await read("table_schema as s, table_name as t", "tables", "")) as { s: string; t: string }[];
    const columns = (await read("table_schema as s, table_name as t, column_name as c, column_key as k", "columns", ", ordinal_position")) as { s: string; t: string; c: string; k: string }[];
    return tables.map(({ s: schema, t: relation }) => {
      const own = columns.filter(({ s, t }) => s === schema && t === relation);
      const keys = own.filter(({ k }) => k === "PRI");
      return {
        name: `${schema}.${relation}`,
        schema,
        relation,
        columns: own.map(({ c }) => c),
        key: keys.length === 1 ? keys[0]!.c : undefined,
        // MariaDB leaves out the columns of a view that a read-only session may not open, since it writes.
        hindrance: own.length === 0 ? "its columns cannot be seen by this user in a read-only session" : undefined,
      };
    });
  };

  /** Its first rows and, by the primary key, its last: old rows and new ones. MySQL has no sampling of pages. */
  public async *sample(table: Table, { rows: limit }: SampleLimits): AsyncIterable<readonly Field[]> {
    const { schema, relation, columns, key } = table as MysqlTable;
    const selection = `select ${columns.map((column) => `left(${quoted(column)}, ${longestValue})`).join(", ")} from ${quoted(schema)}.${quoted(relation)}`;
    const half = Math.ceil(limit / 2);
    const queries = key === undefined ? [`${selection} limit ${limit}`] : [`${selection} order by ${quoted(key)} limit ${half}`, `${selection} order by ${quoted(key)} desc limit ${limit - half}`];
    await this.connection.query("start transaction read only");
    try {
      const seen = new Set<string>();
      for (const sql of queries) {
        const [rows] = await this.connection.query<RowDataPacket[][]>({ sql, rowsAsArray: true });
        for (const row of rows as unknown as readonly (string | Buffer | null)[][]) {
          const fields = row.flatMap((value, column) => (value === null ? [] : [{ key: columns[column]!, value: Buffer.isBuffer(value) ? value.toString("latin1") : String(value) }]));
          const id = key === undefined ? undefined : fields.find((field) => field.key === key)?.value;
          if (id !== undefined && seen.has(id)) continue;
          if (id !== undefined) seen.add(id);
          yield fields;
        }
      }
    } finally {
      await this.connection.query("rollback");
    }
  }

  public readonly close = (): Promise<void> => this.connection.end();
}

/** MySQL limits selects by `max_execution_time` in milliseconds, MariaDB by `max_statement_time` in seconds. */
const limitStatements = async (connection: Connection, seconds: number): Promise<void> => {
  const [[version]] = await connection.query<RowDataPacket[]>("select version() as version");
  const isMariaDb = /mariadb/i.test(String(version?.["version"]));
  await connection.query(isMariaDb ? "set session max_statement_time = ?" : "set session max_execution_time = ?", [isMariaDb ? seconds : Math.ceil(seconds * 1000)]);
};

export const mysql: DatabaseKind = {
  schemes: ["mysql", "mariadb"],
  example: "mysql://scanner@db.internal:3306/clinic?tls=verify",
  open: async (address, { limits, environment }) => {
    requireDecidedTransport(address, "tls", ["verify", "disable"]);
    const schema = decodeURIComponent(address.pathname.slice(1)) || undefined;
    try {
      const connection = await createConnection({
        host: address.hostname === "" ? undefined : address.hostname.replace(/^\[|\]$/g, ""),
        port: Number(address.port || 3306),
        socketPath: address.searchParams.get("socket") ?? undefined,
        user: decodeURIComponent(address.username),
        password: decodeURIComponent(address.password) || environment["MYSQL_PWD"],
        ssl: address.searchParams.get("tls") === "verify" ? { rejectUnauthorized: true } : undefined,
        connectTimeout: 10_000,
        dateStrings: true,
        supportBigNumbers: true,
        bigNumberStrings: true,
      });
      // The server itself refuses to write, whatever is asked of this session.
      await connection.query("set session transaction read only");
      await limitStatements(connection, limits.secondsPerTable);
      return new MysqlDatabase(publicAddress(address), connection, schema);
    } catch (error) {
      const { code = "", message } = error as { code?: string; message: string };
      throw toolError({ id: "database-unreachable", problem: `MySQL at ${address.host} did not let us in${code === "" ? "" : ` (${code})`}`, where: publicAddress(address), details: [message], remedy: "Check address, user, password (the variable MYSQL_PWD keeps it out of the command) and tls." }, error);
    }
  },
};
