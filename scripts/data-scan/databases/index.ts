import { usageError } from "../../errors";
import type { Collector } from "../collector";
import { recogniseRecord } from "../record";
import { parseAddress } from "./address";
import { defaultLimits, type Database, type DatabaseKind, type SampleLimits, type Table } from "./database";
import { dynamodb } from "./dynamodb";
import { mysql } from "./mysql";
import { postgresql } from "./postgresql";

export { defaultLimits, type SampleLimits } from "./database";

/** Every kind of database; one file each. */
const kinds: readonly DatabaseKind[] = [postgresql, mysql, dynamodb];

export interface DatabaseQuestion {
  /** Address as a person gave it, or `env:NAME`. */
  readonly address: string;
  readonly environment: NodeJS.ProcessEnv;
  /** @default defaultLimits */
  readonly limits?: Partial<SampleLimits>;
  /** What was found and what was not looked at goes here. */
  readonly collector: Collector;
  /** Told of each table, for progress. */
  readonly onTable?: (table: string) => void;
}

/**
 * Looks at a sample of every table. The session is read-only, a table has its time and the whole database has its time: what these cut
 * off is said as not looked at.
 * @throws PortcullisError (usage) `data-scan-address`, `data-scan-in-the-clear`; (failed) `database-unreachable`
 */
export const scanDatabase = async ({ address, environment, limits: given, collector, onTable }: DatabaseQuestion): Promise<void> => {
  const url = parseAddress(address, environment);
  const scheme = url.protocol.slice(0, -1);
  const kind = kinds.find(({ schemes }) => schemes.includes(scheme));
  if (kind === undefined) throw usageError({ id: "data-scan-address", problem: `${scheme} is no database that is known here`, where: "--database", remedy: `There are: ${kinds.map(({ example }) => example).join(", ")}.` });
  const limits = { ...defaultLimits, ...given };
  const database = await kind.open(url, { limits, environment });
  const deadline = performance.now() + limits.seconds * 1000;
  try {
    for (const table of await database.tables()) {
      onTable?.(table.name);
      const place = `${database.resource} ${table.name}`;
      if (performance.now() > deadline) collector.skip(place, "blind", `the ${limits.seconds} seconds for the database were over`);
      else await lookAt(database, table, limits, collector, place);
    }
  } finally {
    await database.close().catch(() => undefined);
  }
};

/** A table that cannot be read is said, and the others are read. */
const lookAt = async (database: Database, table: Table, limits: SampleLimits, collector: Collector, place: string): Promise<void> => {
  if (table.hindrance !== undefined) {
    collector.skip(place, "blind", table.hindrance);
    return;
  }
  try {
    for await (const fields of database.sample(table, limits)) collector.row({ resource: place }, recogniseRecord(fields, { table: table.name }));
    collector.count("tables");
  } catch (error) {
    const { code, name } = error as { code?: string; name: string };
    collector.skip(place, "blind", `it could not be read (${code ?? name})`);
  }
};
