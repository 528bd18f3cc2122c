import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { BatchWriteItemCommand, CreateTableCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { Collector, scanDatabase, type SampleLimits } from "../../../scripts/data-scan";
import { pythonInterpreter, startEmulator, stopEmulator } from "../../../scripts/emulator";
import { hasMariaDb, hasPostgres, startMariaDb, startPostgres, type DatabaseServer } from "../../support/database-servers";
import { expectRejection } from "../../support/fault";

// jest does not take testTimeout from a project.
jest.setTimeout(120_000);

/** A scheme's public test number and a number of an advertisement, put together here so that this repository holds neither. */
const card = ["4012", "8888", "8888", "1881"].join("");
const ssn = ["219", "09", "9999"].join("-");
const hash = `$2b$12$${"abcdefghijklmnopqrstuv".padEnd(53, "x")}`;

const scan = async (address: string, limits?: Partial<SampleLimits>, environment: NodeJS.ProcessEnv = {}) => {
  const collector = new Collector();
  await scanDatabase({ address, environment, limits, collector });
  const { findings, ...result } = collector.result();
  return { ...result, findings, found: findings.map(({ rule, place, key, count }) => `${rule} ${place.resource!.split(" ")[1]} ${key} ${count}`).sort() };
};

/** A server that must be there in CI: `.ci/run` installs it. */
const withServer = (isThere: boolean, name: string, install: string, tests: () => void) => {
  if (isThere || process.env["CI"]) describe(name, tests);
  else describe.skip(`${name} (not here: ${install})`, tests);
};

withServer(hasPostgres(), "PostgreSQL", "apt-get install postgresql", () => {
  let server: DatabaseServer;
  beforeAll(async () => {
    server = await startPostgres();
    server.run(`
      create table patients (id int primary key, ssn text, "card number" text, card_token text, secret text, scan bytea);
      insert into patients select i, case when i = 3 then '${ssn}' end, case when i <= 2 then '${card}' end, 'tok_' || md5(i::text), '${hash}', case when i = 5 then convert_to('card ${card}', 'UTF8') end from generate_series(1, 20) i;
      create table orders (id int, number text, placed timestamptz);
      insert into orders select i, 'ORD-' || (100000 + i), now() from generate_series(1, 50) i;
      create table closed (note text); insert into closed values ('${card}');
      create table tenants (owner text, note text); alter table tenants enable row level security;
      create table trace (at timestamptz);
      create function leave_trace() returns text language sql volatile as $$ insert into trace values (now()) returning 'x' $$;
      create view trap as select leave_trace() as said;
      create view slow as select pg_sleep(20)::text as waited;
      create table visits (id int, note text) partition by range (id);
      create table visits_one partition of visits for values from (0) to (100);
      insert into visits values (1, 'paid with card ${card}');
      create table many (id int, note text); insert into many select i, 'paid with card ${card}' from generate_series(1, 60000) i; analyze many;
      create user scanner; grant select on all tables in schema public to scanner; revoke all on closed from scanner; grant execute on all functions in schema public to scanner; grant insert on trace to scanner;`);
  });
  afterAll(() => server?.stop());

  test("finds what stands in the clear, by table and column, and tells it from what is hashed or tokenised", async () => {
    const { found, findings, looked, protected: sealed } = await scan(server.address("scanner", "clinic"), { secondsPerTable: 2, rows: 100 });
    expect(found).toEqual(expect.arrayContaining(["payment-card public.patients card number 2", "payment-card public.patients scan 1", "social-security-number public.patients ssn 1", "payment-card public.visits note 1"]));
    expect(found.filter((line) => /orders|card_token|secret/.test(line))).toEqual([]);
    expect(Object.values(sealed).reduce((sum, count) => sum + count, 0)).toBeGreaterThanOrEqual(40);
    expect(looked.tables).toBe(5);
    expect(JSON.stringify(findings)).not.toMatch(new RegExp(`${card}|${ssn}`));
    expect(JSON.stringify(findings)).toContain("1881");
  });

  test("of a large table a sample is read, and no more than was asked for", async () => {
    const { findings } = await scan(server.address("scanner", "clinic"), { secondsPerTable: 2, rows: 100 });
    const many = findings.find(({ place }) => place.resource!.endsWith("public.many"))!;
    expect(many.count).toBeGreaterThan(20);
    expect(many.count).toBeLessThanOrEqual(100);
  });

  test("what could not be read is said: no right, rows hidden, a view that writes, a view that never ends", async () => {
    const { skipped } = await scan(server.address("scanner", "clinic"), { secondsPerTable: 1 });
    const reasons = Object.fromEntries(skipped.map(({ path, reason, kind }) => [path.split(" ")[1], `${kind}: ${reason}`]));
    expect(reasons).toEqual({
      "public.closed": "blind: the user may not read it",
      "public.slow": "blind: it could not be read (57014)",
      "public.tenants": "blind: row-level security hides rows from the user",
      "public.trap": "blind: it could not be read (25006)",
    });
    expect(server.run("select count(*) from trace").trim()).toBe("0");
  });

  test("the database's time over, the rest counts as not looked at", async () => {
    const { looked, skipped } = await scan(server.address("scanner", "clinic"), { seconds: 0 });
    expect(looked.tables).toBe(0);
    expect(skipped.every(({ kind }) => kind === "blind")).toBe(true);
    expect(skipped.length).toBeGreaterThan(5);
  });

  test("a user who is not let in, a server that is not there: exit 3, without the password", async () => {
    const refused = await expectRejection(scan(server.address("nobody", "clinic")), 3, "database-unreachable");
    expect(refused.fault.problem).toContain("28000");
    const absent = await expectRejection(scan("postgresql://scanner:very-secret@127.0.0.1:1/clinic"), 3, "database-unreachable");
    expect(JSON.stringify(absent.fault)).not.toContain("very-secret");
  });
});

withServer(hasMariaDb(), "MariaDB, by MySQL's protocol", "apt-get install mariadb-server", () => {
  let server: DatabaseServer;
  beforeAll(async () => {
    server = await startMariaDb();
    server.run(`use clinic;
      create table patients (id int primary key, ssn varchar(20), card blob, secret varchar(100));
      insert into patients select seq, if(seq = 2000, '${ssn}', null), if(seq <= 2, '${card}', null), '${hash}' from seq_1_to_2000;
      create table orders (id int, number varchar(20)); insert into orders select seq, concat('ORD-', 100000 + seq) from seq_1_to_50;
      create table trace (at datetime);
      create function leave_trace() returns int modifies sql data begin insert into trace values (now()); return 1; end`.replace("create function", "delimiter //\ncreate function") + "//\ndelimiter ;\ncreate view trap as select leave_trace() as said; create user scanner@localhost; grant select, execute, insert on clinic.* to scanner@localhost;");
  });
  afterAll(() => server?.stop());

  test("finds what stands in the clear among the first and the last rows; nothing is written", async () => {
    const { found, skipped } = await scan(server.address("scanner", "clinic"), { rows: 100 });
    expect(found).toEqual(["payment-card clinic.patients card 2", "social-security-number clinic.patients ssn 1"]);
    expect(skipped).toEqual([{ path: expect.stringMatching(/clinic\.trap$/), kind: "blind", reason: "its columns cannot be seen by this user in a read-only session" }]);
    expect(server.run("select count(*) from clinic.trace").trim()).toBe("0");
  });

  test("a user who is not let in: exit 3", async () => {
    await expectRejection(scan(server.address("nobody", "clinic")), 3, "database-unreachable");
  });
});

describe("DynamoDB of the embedded AWS", () => {
  let root: string;
  let environment: NodeJS.ProcessEnv;
  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), "portcullis-dynamodb-"));
    const { endpoint } = await startEmulator({ root, python: await pythonInterpreter(resolve(__dirname, "..", "..", ".."), process.env, process.stderr), idleMinutes: 5 });
    environment = { AWS_ENDPOINT_URL: endpoint };
    process.env["AWS_ACCESS_KEY_ID"] = "test";
    process.env["AWS_SECRET_ACCESS_KEY"] = "test";
    const client = new DynamoDBClient({ region: "eu-central-1", endpoint });
    for (const TableName of ["patients", "orders"]) await client.send(new CreateTableCommand({ TableName, BillingMode: "PAY_PER_REQUEST", AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }], KeySchema: [{ AttributeName: "id", KeyType: "HASH" }] }));
    const items = Array.from({ length: 20 }, (_, index) => ({ PutRequest: { Item: { id: { S: String(index) }, payment: { M: { card: { S: index < 3 ? card : "none" } } }, ids: { L: [{ S: index === 4 ? `SSN ${ssn}` : "-" }] } } } }));
    await client.send(new BatchWriteItemCommand({ RequestItems: { patients: items, orders: [{ PutRequest: { Item: { id: { S: "ORD-1" }, number: { N: "100001" } } } }] } }));
    client.destroy();
  });
  afterAll(async () => {
    await stopEmulator({ root });
    await rm(root, { recursive: true, force: true });
  });

  test("finds what stands in the clear at any depth of an item", async () => {
    const { found, looked } = await scan("dynamodb://eu-central-1", undefined, environment);
    expect(found).toEqual(["payment-card patients payment.card 3", "social-security-number patients ids[0] 1"]);
    expect(looked).toMatchObject({ tables: 2, rows: 21 });
  });

  test("a table that is not there counts as not looked at", async () => {
    expect((await scan("dynamodb://eu-central-1/absent", undefined, environment)).skipped).toEqual([expect.objectContaining({ kind: "blind", reason: expect.stringContaining("ResourceNotFound") })]);
  });
});

test.each([
  ["mongodb://db/clinic", {}, "data-scan-address"],
  ["not an address", {}, "data-scan-address"],
  ["env:DATABASE_URL", {}, "data-scan-address"],
  ["postgresql://u:very-secret@db.internal/clinic", {}, "data-scan-in-the-clear"],
  ["env:DATABASE_URL", { DATABASE_URL: "mysql://u:very-secret@db.internal/clinic" }, "data-scan-in-the-clear"],
  ["postgresql://u:very-secret@db.internal/clinic?sslmode=prefer", {}, "data-scan-in-the-clear"],
])("%s is refused as usage, without what may be a password", async (address, environment, id) => {
  const { fault } = await expectRejection(scan(address, undefined, environment), 2, id);
  expect(JSON.stringify(fault)).not.toMatch(/very-secret|not an address/);
});
