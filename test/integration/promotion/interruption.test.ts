import { execFileSync, type ChildProcess } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { DeleteObjectCommand, GetObjectCommand, ListObjectsV2Command, PutObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import { environments, names, organisation, stackId, stateKey } from "../../../environments";
import { isGone, type Session } from "../../../scripts/terraform";
import { Checkout, type Ended } from "../../support/checkout";
import { expectFault } from "../../support/fault";
import { python } from "../../support/python";
import { bucketsOf, quickBootstrap, sessionOf } from "../../support/quick-bootstrap";

// jest does not take testTimeout from a project.
jest.setTimeout(300_000);

/**
 * A promotion that does not get to its end, as a person meets it: one clone, one embedded AWS, each test on what the one
 * before left. `edge` takes six resources; the provider waits 10 s for its key: there an apply is cut off.
 */
const dev = environments[0]!;
const owner = environments.find(({ name }) => name === organisation.ledgerEnvironment)!;
const edge = stackId(dev, "edge", dev.homeRegion);
const { stateBucket, webAclLogGroup } = names(organisation, dev);
const { ledgerBucket } = names(organisation, owner);
const stateLock = `${stateKey(edge)}.tflock`;
const promotionLock = "promotion-lock.json";
const promoteEdge = ["promote", "--emulator", "--to", "dev", "--stack", "edge"];

let checkout: Checkout;
let session: Session;
let s3: S3Client;
beforeAll(async () => {
  checkout = new Checkout({ isCompiled: true });
  const started = await checkout.portcullis("emulator", "start", "--format", "json");
  const { endpoint } = JSON.parse(started.stdout);
  session = await sessionOf(dev, endpoint);
  s3 = bucketsOf(session);
  await quickBootstrap(dev, endpoint);
});
afterAll(async () => {
  s3?.destroy();
  await checkout.remove();
});

const afresh = async (): Promise<void> => {
  expect((await checkout.portcullis("emulator", "reset")).code).toBe(0);
  session = await sessionOf(dev, session.endpoint!);
  s3.destroy();
  s3 = bucketsOf(session);
  await quickBootstrap(dev, session.endpoint!);
};
const keysOf = async (Bucket: string, Prefix?: string): Promise<readonly string[]> =>
  ((await s3.send(new ListObjectsV2Command({ Bucket, Prefix }))).Contents ?? []).map(({ Key }) => Key!);
const locks = async () => (await keysOf(stateBucket)).filter((key) => key === stateLock || key === promotionLock);
const read = async (Bucket: string, Key: string): Promise<string> => (await s3.send(new GetObjectCommand({ Bucket, Key }))).Body!.transformToString();
const write = (Bucket: string, Key: string, Body: string) => s3.send(new PutObjectCommand({ Bucket, Key, Body }));
const remove = (Bucket: string, Key: string) => s3.send(new DeleteObjectCommand({ Bucket, Key }));
const events = async (): Promise<readonly string[]> =>
  Promise.all((await keysOf(ledgerBucket, "ledger/")).map(async (key) => JSON.parse(await read(ledgerBucket, key)).event));

const until = async (what: string, isSo: () => boolean | Promise<boolean>): Promise<void> => {
  for (const deadline = performance.now() + 60_000; performance.now() < deadline; await sleep(50)) if (await isSo()) return;
  throw new Error(`${what} did not come to be`);
};
/** Starts the promotion as a terminal does; when its stderr says `moment` for the first time, `act` is done to it. */
const promoteUntil = async (moment: RegExp, act: (child: ChildProcess) => unknown): Promise<Ended> => {
  let acted: Promise<unknown> | undefined;
  const { ended } = checkout.run(
    ["portcullis", ...promoteEdge],
    (said, child) => {
      if (moment.test(said)) acted ??= Promise.resolve(act(child));
    },
    { leadsGroup: true },
  );
  const result = await ended;
  if (acted === undefined) throw new Error(`it never said ${moment}: ${result.stderr}`);
  await acted;
  return result;
};
/** Ctrl-C in a terminal reaches the whole group. */
const pressControlC = (child: ChildProcess) => process.kill(-child.pid!, "SIGINT");
const planning = new RegExp(`^${edge}: plan$`, "m");
const applying = /apply: \S+ created/;
const stateIsLocked = () => until("the state lock", async () => (await locks()).includes(stateLock));
/** Plans that a run has left anywhere in the checkout's private folder; none may lie where a later run could take it. */
const plansLeft = (): readonly string[] => readdirSync(join(checkout.folder, ".portcullis"), { recursive: true, encoding: "utf8" }).filter((path) => path.endsWith("plan.tfplan"));
const journal = () => {
  const folder = join(checkout.folder, ".portcullis", "on-emulator", "journals", edge);
  return readFileSync(join(folder, readdirSync(folder).at(-1)!), "utf8").split("\n").filter(Boolean).map((line) => JSON.parse(line));
};
const outcome = async () => {
  const { code, stdout, stderr } = await checkout.portcullis(...promoteEdge, "--format", "json");
  return code === 0 ? JSON.parse(stdout).stacks[0].outcome : stderr;
};

test("Ctrl-C while the stacks are synthesised: 130, nothing begun, nothing left", async () => {
  const folder = join(checkout.folder, ".portcullis");
  const leftovers = () => readdirSync(folder).filter((name) => /^(synth|release)-/.test(name));
  const { child, ended } = checkout.run(["portcullis", ...promoteEdge], undefined, { leadsGroup: true });
  await until("a synthesis", () => leftovers().length > 0);
  await sleep(300);
  pressControlC(child);
  expectFault(await ended, 130, "interrupted");
  expect(leftovers()).toEqual([]);
  expect(await locks()).toEqual([]);
});

test("Ctrl-C in a plan: 130, both locks freed, no plan is left that could be trusted", async () => {
  const said = expectFault(await promoteUntil(planning, (child) => stateIsLocked().then(() => pressControlC(child))), 130, "interrupted");
  expect(said).toMatch(/Run the same command again/);
  expect(await locks()).toEqual([]);
  expect(plansLeft()).toEqual([]);
  expect(await events()).not.toContain("passed");
});

test("SIGKILL of Terraform in a plan: 3; the lock that it leaves names its holder, and is respected until somebody frees it", async () => {
  const killTerraform = async (child: ChildProcess) => {
    await stateIsLocked();
    const processes = execFileSync("ps", ["-A", "-o", "pid=,ppid=,args="], { encoding: "utf8" }).split("\n").map((line) => line.trim().split(/\s+/));
    process.kill(Number(processes.find(([, parent, ...args]) => parent === String(child.pid) && args.includes("plan"))![0]), "SIGKILL");
  };
  expectFault(await promoteUntil(planning, killTerraform), 3, "terraform-killed");
  expect(plansLeft()).toEqual([]);
  expect(await locks()).toEqual([stateLock]);

  const lock = JSON.parse(await read(stateBucket, stateLock));
  await write(stateBucket, stateLock, JSON.stringify({ ...lock, Who: "ada@laptop", Created: "2026-01-02T03:04:05.678Z" }));
  const said = expectFault(await checkout.portcullis(...promoteEdge), 3, "state-locked");
  expect(said).toContain("locked by ada@laptop since 2026-01-02T03:04:05.678Z (plan)");
  expect(said).toContain(`force-unlock ${lock.ID}`);
  expect(await locks()).toEqual([stateLock]);
  await remove(stateBucket, stateLock);
});

test("Ctrl-C in an apply, pressed twice: Terraform ends what it began, writes its state and frees its locks", async () => {
  const twice = (child: ChildProcess) => {
    child.stderr!.on("data", (said: Buffer) => said.includes("stopping: waiting for Terraform") && pressControlC(child));
    pressControlC(child);
  };
  const said = expectFault(await promoteUntil(applying, twice), 130, "interrupted");
  expect(said).toMatch(/done before: \d of the changes/);
  expect(await locks()).toEqual([]);
  expect(JSON.parse(await read(stateBucket, stateKey(edge))).resources.length).toBeGreaterThan(0);
  expect((await events()).at(-1)).toBe("apply-failed");
});

test("the next run fails half-way where something is in its way: what was done, what not, and how to go on", async () => {
  logGroup("create");
  const said = expectFault(await checkout.portcullis(...promoteEdge), 3, "terraform-failed");
  expect(said).toMatch(/where: {2}aws_cloudwatch_log_group\./);
  expect(said).toContain("ResourceAlreadyExistsException");
  expect(said).toMatch(/done before: [1-9]\d* of the changes\n +aws_\w+\.\S+: (Creation|Destruction) complete/);
  expect(said).toMatch(/to do:.*run the same command again/);
  expect(await locks()).toEqual([]);
});

test("without the obstacle the rerun finishes, and then nothing is left to change", async () => {
  logGroup("delete");
  expect(await outcome()).toBe("applied");
  expect(await outcome()).toBe("no-change");
});

test("a line of the ledger edited, removed, reordered, or its tail cut: verify names it, and nothing is promoted", async () => {
  const keys = await keysOf(ledgerBucket, "ledger/");
  const lines = new Map(await Promise.all(keys.map(async (key) => [key, await read(ledgerBucket, key)] as const)));
  const [, second, third] = keys as [string, string, string];
  const verify = () => checkout.portcullis("ledger", "verify", "--emulator");
  const isBroken = async (break_: () => Promise<unknown>, ...words: readonly string[]) => {
    await break_();
    const said = expectFault(await verify(), 1, "ledger-broken");
    for (const word of words) expect(said).toContain(word);
  };
  const restore = async () => {
    for (const [key, line] of lines) await write(ledgerBucket, key, line);
  };
  expect((await verify()).stdout).toContain(`${keys.length} entries hold`);
  await isBroken(() => write(ledgerBucket, second, lines.get(second)!.replace(/"environment":"dev"/, '"environment":"prod"')), second, "was edited");
  await restore();
  await isBroken(() => remove(ledgerBucket, second), third, "was removed");
  await restore();
  await isBroken(() => write(ledgerBucket, second, lines.get(third)!).then(() => write(ledgerBucket, third, lines.get(second)!)), second, "reordered");
  await restore();
  await isBroken(() => remove(ledgerBucket, keys.at(-1)!), `entry ${keys.length} is gone`, stateBucket);
  expectFault(await checkout.portcullis(...promoteEdge), 1, "ledger-broken");
  expect(await locks()).toEqual([]);
  expect(await keysOf(ledgerBucket, "ledger/")).toHaveLength(keys.length - 1);
  await restore();
  expect((await verify()).code).toBe(0);
});

test("SIGKILL of the command alone in an apply: Terraform finishes by itself, and the next run takes over", async () => {
  await afresh();
  const { code } = await promoteUntil(applying, (child) => child.kill("SIGKILL"));
  expect(code).toBeNull();
  const terraform = journal().find(({ type }) => type === "portcullis_process").process;
  expect(isGone(terraform)).toBe(false);
  expect(await locks()).toEqual([stateLock, promotionLock]);
  await until("Terraform's own end", () => isGone(terraform));
  expect(await locks()).toEqual([promotionLock]);
  expect((await events()).at(-1)).toBe("apply-started");
  expect(await outcome()).toBe("no-change");
  expect(await locks()).toEqual([]);
});

test("the emulator killed in the middle of an apply: 3 in bounded time with the remedy, and 3 again before anything is begun", async () => {
  await afresh();
  const { pid } = JSON.parse(readFileSync(join(checkout.folder, ".portcullis", "emulator.json"), "utf8"));
  let killed = 0;
  const ended = await promoteUntil(applying, () => {
    process.kill(pid, "SIGKILL");
    killed = performance.now();
  });
  expect(performance.now() - killed).toBeLessThan(120_000);
  const said = expectFault(ended, 3, "endpoint-unreachable");
  expect(said).toMatch(/to do:.*npm start/);
  expect(said).toMatch(/done before: [1-9]\d* of the changes\n +aws_\w+\.\S+: (Creation|Destruction) complete/);
  expect(expectFault(await checkout.portcullis(...promoteEdge), 3, "emulator-dead")).toMatch(/to do:.*npm start/);
});

/** A log group of the Web ACL's name that somebody else made, or its removal; there is no SDK for it among the packages. */
const logGroup = (verb: "create" | "delete"): void => {
  const script = "import boto3, sys; c = boto3.client('logs', endpoint_url=sys.argv[1], region_name=sys.argv[2]); getattr(c, sys.argv[3] + '_log_group')(logGroupName=sys.argv[4])";
  const { PATH } = process.env;
  execFileSync(python(), ["-c", script, session.endpoint!, session.region, verb, webAclLogGroup], {
    env: { PATH, AWS_ACCESS_KEY_ID: session.accessKeyId, AWS_SECRET_ACCESS_KEY: session.secretAccessKey, AWS_SESSION_TOKEN: session.sessionToken },
  });
};
