import type { AttributeValue, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { requireLoopback } from "../../emulator";
import { toolError } from "../../errors";
import type { Field } from "../record";
import { type Database, type DatabaseKind, type SampleLimits, type Table } from "./database";

/** Parts of a table that are read from their beginnings: a scan from one end sees one range of keys. */
const segments = 8;
/** Deepest nesting that DynamoDB allows (Amazon DynamoDB Developer Guide, "Quotas"). */
const deepest = 32;

/** Scalars of an item with the path of names to each: `patient.identifiers[0]`. */
const fieldsIn = (key: string, value: AttributeValue, depth = 0): readonly Field[] => {
  if (depth > deepest) return [];
  if (value.S !== undefined) return [{ key, value: value.S }];
  if (value.N !== undefined) return [{ key, value: value.N }];
  if (value.B !== undefined) return [{ key, value: Buffer.from(value.B).toString("latin1") }];
  if (value.M !== undefined) return Object.entries(value.M).flatMap(([name, inner]) => fieldsIn(`${key}.${name}`, inner, depth + 1));
  if (value.L !== undefined) return value.L.flatMap((inner, index) => fieldsIn(`${key}[${index}]`, inner, depth + 1));
  const set = value.SS ?? value.NS ?? value.BS?.map((bytes) => Buffer.from(bytes).toString("latin1")) ?? [];
  return set.map((each) => ({ key, value: each }));
};

class DynamoDatabase implements Database {
  constructor(
    public readonly resource: string,
    private readonly client: DynamoDBClient,
    private readonly only: string | undefined,
  ) {}

  public readonly tables = async (): Promise<readonly Table[]> => {
    if (this.only !== undefined) return [{ name: this.only }];
    const { paginateListTables } = await import("@aws-sdk/client-dynamodb");
    const names: string[] = [];
    for await (const { TableNames = [] } of paginateListTables({ client: this.client }, {})) names.push(...TableNames);
    return names.map((name) => ({ name }));
  };

  /** Eventually consistent reads, which cost half and wait for nobody. */
  public async *sample({ name }: Table, { rows: limit, secondsPerTable }: SampleLimits): AsyncIterable<readonly Field[]> {
    const { ScanCommand } = await import("@aws-sdk/client-dynamodb");
    const abortSignal = AbortSignal.timeout(secondsPerTable * 1000);
    let left = limit;
    for (let segment = 0; segment < segments && left > 0; segment += 1) {
      let wanted = Math.ceil(left / (segments - segment));
      let start: Record<string, AttributeValue> | undefined;
      do {
        const page = await this.client.send(new ScanCommand({ TableName: name, Limit: wanted, Segment: segment, TotalSegments: segments, ExclusiveStartKey: start }), { abortSignal });
        for (const item of page.Items ?? []) yield Object.entries(item).flatMap(([key, value]) => fieldsIn(key, value));
        wanted -= page.Items?.length ?? 0;
        left -= page.Items?.length ?? 0;
        start = page.LastEvaluatedKey;
      } while (start !== undefined && wanted > 0);
    }
  }

  public readonly close = (): Promise<void> => Promise.resolve(this.client.destroy());
}

/** `dynamodb://eu-central-1` (all tables) or `dynamodb://eu-central-1/patients`; credentials as the AWS SDK finds them. Only ListTables and Scan are called. */
export const dynamodb: DatabaseKind = {
  schemes: ["dynamodb"],
  example: "dynamodb://eu-central-1/patients",
  open: async (address, { environment }) => {
    const { DynamoDBClient, ListTablesCommand } = await import("@aws-sdk/client-dynamodb");
    const endpoint = environment["AWS_ENDPOINT_URL"] ? requireLoopback(environment["AWS_ENDPOINT_URL"]) : undefined;
    const client = new DynamoDBClient({ region: address.hostname, endpoint, maxAttempts: 3 });
    const only = decodeURIComponent(address.pathname.slice(1)) || undefined;
    const resource = `dynamodb://${address.hostname}`;
    try {
      await client.send(new ListTablesCommand({ Limit: 1 }));
    } catch (error) {
      client.destroy();
      const { name, message } = error as Error;
      throw toolError({ id: "database-unreachable", problem: `DynamoDB in ${address.hostname} did not let us in (${name})`, where: resource, details: [message], remedy: "Check the region and the credentials (aws sts get-caller-identity); dynamodb:ListTables and dynamodb:Scan are needed." }, error);
    }
    return new DynamoDatabase(resource, client, only);
  },
};
