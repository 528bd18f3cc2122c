import { chmodSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { join } from "node:path";
import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import { strToU8, unzipSync, zipSync } from "fflate";
import { environments, names, organisation } from "../../../environments";
import { Checkout, type Ended } from "../../support/checkout";
import { expectFault } from "../../support/fault";
import { bucketsOf, quickBootstrap, sessionOf } from "../../support/quick-bootstrap";
import { temporaryFolder } from "../../support/temporary-folder";

// jest does not take testTimeout from a project.
jest.setTimeout(300_000);

/**
 * What is refused before anything changes, as a person meets it: one clone, one embedded AWS, each test on what the one
 * before left; the clone's own files are broken last.
 */
const dev = environments[0]!;
const { stateBucket, ledgerBucket } = { ...names(organisation, environments.find(({ name }) => name === organisation.ledgerEnvironment)!), stateBucket: names(organisation, dev).stateBucket };
const promoteEdge = ["promote", "--emulator", "--to", "dev", "--stack", "edge"];
const empty = temporaryFolder();

const checkout = new Checkout({ isCompiled: true });
let s3: S3Client;
afterAll(async () => {
  s3?.destroy();
  await checkout.remove();
});
const run = (environment: NodeJS.ProcessEnv, ...args: readonly string[]): Promise<Ended> => checkout.run(["portcullis", ...args], undefined, { environment }).ended;
const portcullis = (...args: readonly string[]) => run({}, ...args);
const ledgerLines = async () => ((await s3.send(new ListObjectsV2Command({ Bucket: ledgerBucket, Prefix: "ledger/" }))).Contents ?? []).length;

test("the emulator without a Python, and on a port that is taken", async () => {
  const without = await run({ PATH: empty, PORTCULLIS_PYTHON: "" }, "emulator", "start");
  expect(expectFault(without, 3, "python-environment-missing")).toMatch(/MISSING {2}Python >= 3\.10[^]*doctor/);
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  expect(expectFault(await portcullis("emulator", "start", "--port", String(port)), 2, "emulator-port-taken")).toContain(String(port));
  server.close();
});

test("an environment and a ledger that nobody has bootstrapped", async () => {
  const { stdout } = await portcullis("emulator", "start", "--format", "json");
  const { endpoint } = JSON.parse(stdout);
  expect(expectFault(await portcullis(...promoteEdge), 3, "not-bootstrapped")).toMatch(/bootstrap dev/);
  expect(expectFault(await portcullis("ledger", "verify", "--emulator"), 3, "not-bootstrapped")).toContain(ledgerBucket);
  await quickBootstrap(dev, endpoint);
  s3 = bucketsOf(await sessionOf(dev, endpoint));
});

test("a word that names nothing: the nearest is suggested", async () => {
  expect(expectFault(await portcullis("plan", "dev", "edgee", "--emulator"), 2, "unknown-stack")).toMatch(/Did you mean edge\?/);
  expect(expectFault(await portcullis("promote", "--emulator", "--to", "prd"), 2, "unknown-environment")).toMatch(/Did you mean prod\?/);
});

test("Terraform missing, too old, or without its provider", async () => {
  const tools = join(empty, "tools");
  mkdirSync(tools);
  expect(expectFault(await run({ PATH: tools, TERRAFORM_BINARY_NAME: "" }, ...promoteEdge), 2, "terraform-missing")).toMatch(/Install Terraform 1\.11/);
  writeFileSync(join(tools, "terraform"), `#!${process.execPath}\nprocess.stdout.write("Terraform v1.5.7\\non linux_amd64\\n");\n`);
  chmodSync(join(tools, "terraform"), 0o755);
  expect(expectFault(await run({ PATH: tools, TERRAFORM_BINARY_NAME: "" }, ...promoteEdge), 2, "terraform-too-old")).toMatch(/1\.5\.7; 1\.11\.0 or newer/);
  const mirror = join(empty, "mirror");
  mkdirSync(join(mirror, "registry.terraform.io", "hashicorp", "aws"), { recursive: true });
  const said = expectFault(await run({ TF_CLI_CONFIG_FILE: "", TF_PLUGIN_MIRROR: mirror }, ...promoteEdge), 3, "provider-missing");
  expect(said).toContain("hashicorp/aws");
  expect(said).toMatch(/to do:.*TF_PLUGIN_MIRROR/);
});

test("no git repository", async () => {
  const git = join(checkout.folder, ".git");
  renameSync(git, `${git}-away`);
  const ended = await portcullis(...promoteEdge);
  renameSync(`${git}-away`, git);
  expect(expectFault(ended, 2, "not-a-repository")).toContain(checkout.folder);
});

test("a promotion of another machine holds the environment: who, since when, and its lock stays until somebody frees it", async () => {
  const Key = "promotion-lock.json";
  const lock = JSON.stringify({ actor: "arn:aws:sts::111111111111:assumed-role/portcullis-dev-apply/ada", release: "r0123456789abcdef", host: "elsewhere", pid: 7, startTime: "1", since: "2026-01-02T03:04:05.678Z" });
  await s3.send(new PutObjectCommand({ Bucket: stateBucket, Key, Body: lock }));
  const said = expectFault(await portcullis(...promoteEdge), 3, "environment-locked");
  expect(said).toMatch(/ada promotes release r0123456789abcdef into dev since 2026-01-02T03:04:05.678Z \(process 7 on elsewhere\)/);
  expect(said).toMatch(/to do:.*\.\/portcullis unlock dev/);
  expect(await (await s3.send(new GetObjectCommand({ Bucket: stateBucket, Key }))).Body!.transformToString()).toBe(lock);

  const unlock = ["unlock", "dev", "--emulator"];
  expect(expectFault(await portcullis(...unlock), 2, "not-confirmed")).toContain("ada promotes release r0123456789abcdef into dev since 2026-01-02");
  expectFault(await portcullis(...unlock, "--account", "222222222222"), 2, "not-confirmed");
  const freed = await portcullis(...unlock, "--account", "111111111111", "--format", "json");
  expect({ code: freed.code, ...JSON.parse(freed.stdout) }).toMatchObject({ code: 0, environment: "dev", freed: { host: "elsewhere" } });
  expect(JSON.parse((await portcullis("ledger", "show", "--emulator", "--format", "json")).stdout).at(-1)).toMatchObject({ event: "unlocked", environment: "dev", evidence: { host: "elsewhere", since: "2026-01-02T03:04:05.678Z" } });
  expect((await portcullis(...unlock)).stdout).toBe("dev: nobody holds the lock\n");
});

/** A refusal that asks no network is as quick as any other, on a busy machine too: retries towards a host that does not answer take longer than this. */
const mostMillisecondsLonger = 5_000;

test("a bundle with another account, one that the ledger does not know, one of another commit, one for the emulator without it", async () => {
  const planned = await portcullis("plan", "dev", "edge", "--emulator", "--format", "json");
  expect({ code: planned.code, stderr: planned.code === 0 ? "" : planned.stderr }).toEqual({ code: 0, stderr: "" });
  const { bundle } = JSON.parse(planned.stdout).bundles[0];
  const lines = await ledgerLines();
  /** meta.json has no hash of its own: only what was recorded of the plan can tell that it was changed. */
  const forged = (name: string, change: object): string => {
    const files = unzipSync(readFileSync(bundle));
    const meta = JSON.parse(Buffer.from(files["meta.json"]!).toString("utf8"));
    const file = join(checkout.folder, ".portcullis", `${name}.bundle`);
    writeFileSync(file, zipSync({ ...files, "meta.json": strToU8(JSON.stringify({ ...meta, ...change })) }));
    return file;
  };
  const refused = async (file: string) => expectFault(await portcullis("apply", file, "--emulator"), 1, "bundle-refused");
  expect(await refused(forged("account", { accountId: "222222222222" }))).toContain("accountId is 222222222222, here it is 111111111111");
  expect(await refused(forged("renewed", { expires: "2999-01-01T00:00:00.000Z" }))).toMatch(/no .*plan .*with this bundle's hash/);
  checkout.commit("Something in between");
  const begun = performance.now();
  expect(await refused(bundle)).toMatch(/the bundle's commit is [0-9a-f]{40}, here it is [0-9a-f]{40}/);
  const usual = performance.now() - begun;
  // The person's environment names a profile that does not exist: no network is asked.
  const began = performance.now();
  expectFault(await portcullis("apply", bundle), 3, "no-session");
  expect(performance.now() - began).toBeLessThan(usual + mostMillisecondsLonger);
  expect(await ledgerLines()).toBe(lines);
});

test("environment files at fault: file and key, first what a compiler sees, then what must hold between them", async () => {
  const list = async (): Promise<string> => {
    const ended = await portcullis("list");
    expect({ code: ended.code, stdout: ended.stdout }).toEqual({ code: 2, stdout: "" });
    expect(ended.stderr).not.toMatch(/^\s+at /m);
    return ended.stderr;
  };
  checkout.edit("environments/dev.ts", (text) => text.replace("zones: 2", 'zones: "two"'));
  checkout.edit("environments/staging.ts", (text) => text.replace("natGateways:", "natGateway:"));
  const typed = await list();
  const line = Number(/environments\/dev\.ts\((\d+),\d+\): error TS\d+: Type 'string' is not assignable/.exec(typed)?.[1]);
  expect(readFileSync(join(checkout.folder, "environments", "dev.ts"), "utf8").split("\n")[line - 1]).toContain("zones:");
  expect(typed).toMatch(/environments\/staging\.ts\(\d+,\d+\): error TS\d+: [^\n]*'natGateway' does not exist[^\n]*\n?[^\n]*natGateways/);

  checkout.git("checkout", "--quiet", "environments");
  checkout.edit("environments/staging.ts", (text) => text.replace(/cidr: "[^"]+"/, 'cidr: "10.16.0.0/16"'));
  checkout.edit("environments/prod.ts", (text) => text.replace("deletionProtection: true", "deletionProtection: false"));
  checkout.edit("environments/organisation.ts", (text) => text.replace('staging: "222222222222"', 'staging: "111111111111"'));
  const between = await list();
  expect(between).toMatch(/environments\/staging\.ts[^\n]*network\.cidr[^\n]*10\.16\.0\.0\/16 overlaps/);
  expect(between).toMatch(/environments\/staging\.ts[^\n]*accountId[^\n]*111111111111 is the account of dev already/);
  expect(between).toMatch(/environments\/prod\.ts[^\n]*deletionProtection/);
});
