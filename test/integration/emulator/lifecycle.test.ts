import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { connect, createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { CreateBucketCommand, ListBucketsCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { emulatorStatus, requireEmulator, resetEmulator, startEmulator, stopEmulator, type StartedEmulator } from "../../../scripts/emulator";
import { ExitCode, type PortcullisError } from "../../../scripts/errors";
import { python } from "../../support/python";
import { temporaryFolder } from "../../support/temporary-folder";

jest.setTimeout(60_000);

const roots: string[] = [];
// Before the folder's own clean-up, which would take the state files away.
afterAll(async () => {
  for (const root of roots) await stopEmulator({ root });
});
const folder = temporaryFolder();
const newRoot = (): string => {
  const root = mkdtempSync(join(folder, "checkout-"));
  roots.push(root);
  return root;
};
const start = (root: string, more: { port?: number; idleMinutes?: number } = {}): Promise<StartedEmulator> => startEmulator({ root, python: python(), ...more });
const fault = async (promise: Promise<unknown>): Promise<PortcullisError> => {
  try {
    await promise;
  } catch (error) {
    return error as PortcullisError;
  }
  throw new Error("it did not fail");
};

/** Until no process has this id: one that has ended keeps it until its parent, here this process, has asked for its exit code. */
const reaped = async (pid: number): Promise<void> => {
  for (const deadline = performance.now() + 5_000; performance.now() < deadline; await sleep(20)) {
    try {
      process.kill(pid, 0);
    } catch {
      return;
    }
  }
  throw new Error(`process ${pid} is still there`);
};

const region = "us-east-1";
const anyKeys = { accessKeyId: "emulator", secretAccessKey: "emulator" };

async function s3Of(endpoint: string, accountId: string): Promise<{ s3: S3Client; account: string | undefined }> {
  const sts = new STSClient({ endpoint, region, credentials: anyKeys });
  const { Credentials: keys } = await sts.send(new AssumeRoleCommand({ RoleArn: `arn:aws:iam::${accountId}:role/any`, RoleSessionName: "test" }));
  const credentials = { accessKeyId: keys!.AccessKeyId!, secretAccessKey: keys!.SecretAccessKey!, sessionToken: keys!.SessionToken! };
  const { Account: account } = await new STSClient({ endpoint, region, credentials }).send(new GetCallerIdentityCommand({}));
  return { s3: new S3Client({ endpoint, region, credentials, forcePathStyle: true }), account };
}
const bucketNames = async (s3: S3Client) => (await s3.send(new ListBucketsCommand({}))).Buckets?.map((bucket) => bucket.Name) ?? [];

describe("the embedded AWS", () => {
  it("gives an answer again that the client has lost, and refuses a second call", async () => {
    const root = newRoot();
    const { endpoint } = await start(root);
    const put = (invocation: string, attempt: number) =>
      fetch(endpoint, {
        method: "POST",
        headers: {
          authorization: "AWS4-HMAC-SHA256 Credential=emulator/20260101/us-east-1/ssm/aws4_request, SignedHeaders=host, Signature=0",
          "content-type": "application/x-amz-json-1.1",
          "x-amz-target": "AmazonSSM.PutParameter",
          "amz-sdk-invocation-id": invocation,
          "amz-sdk-request": `attempt=${attempt}; max=3`,
        },
        body: JSON.stringify({ Name: "/once", Value: "on", Type: "String" }),
      });
    const first = await put("call-1", 1);
    const again = await put("call-1", 2);
    expect([first.status, again.status]).toEqual([200, 200]);
    expect(await again.text()).toBe(await first.text());
    const second = await put("call-2", 1);
    expect({ status: second.status, text: await second.text() }).toEqual({ status: 400, text: expect.stringContaining("ParameterAlreadyExists") });
    expect(readFileSync(join(root, ".portcullis", "emulator.log"), "utf8")).toMatch(/PutParameter us-east-1 200 \d+ms attempt=2; max=3/);
    await resetEmulator({ root });
    expect((await put("call-2", 1)).status).toBe(200);
    await stopEmulator({ root });
  });

  it("starts in seconds on loopback, once a checkout, and stops surely", async () => {
    const root = newRoot();
    python();
    const began = performance.now();
    const first = await start(root);
    expect(performance.now() - began).toBeLessThan(10_000);
    expect(first.endpoint).toBe(`http://127.0.0.1:${first.port}`);
    expect(statSync(join(root, ".portcullis", "emulator.json")).mode & 0o777).toBe(0o600);
    expect(statSync(join(root, ".portcullis")).mode & 0o777).toBe(0o700);

    expect(await start(root)).toEqual({ ...first, isNew: false });
    expect((await fault(start(root, { port: first.port === 65_535 ? 65_534 : first.port + 1 }))).fault.id).toBe("emulator-on-other-port");

    expect(await stopEmulator({ root })).toEqual({ wasRunning: true, pid: first.pid });
    await reaped(first.pid);
    expect((await emulatorStatus({ root })).state).toBe("stopped");
  });

  it("is started once where two ask at the same time", async () => {
    const root = newRoot();
    const started = await Promise.all([start(root), start(root), start(root)]);
    expect(new Set(started.map(({ pid }) => pid)).size).toBe(1);
    expect(started.filter(({ isNew }) => isNew)).toHaveLength(1);
  });

  it("keeps three accounts and two checkouts apart", async () => {
    const [here, there] = await Promise.all([start(newRoot()), start(newRoot())]);
    for (const accountId of ["111111111111", "222222222222", "333333333333"]) {
      const { s3, account } = await s3Of(here.endpoint, accountId);
      expect(account).toBe(accountId);
      await s3.send(new CreateBucketCommand({ Bucket: `bucket-of-${accountId}` }));
      expect(await bucketNames(s3)).toEqual([`bucket-of-${accountId}`]);
    }
    expect(await bucketNames((await s3Of(there.endpoint, "111111111111")).s3)).toEqual([]);
  });

  it("sends headers and body in one piece: Go's client at times gives up an answer that comes in two", async () => {
    const { port } = await start(newRoot());
    const connection = connect(port, "127.0.0.1").setNoDelay();
    for (let call = 0; call < 200; call += 1) {
      connection.write("GET / HTTP/1.1\r\nhost: s3.amazonaws.com\r\n\r\n");
      const [first] = (await once(connection, "data")) as [Buffer];
      expect(first.toString()).toMatch(/^HTTP\/1\.1 200 [^]*<\/ListAllMyBucketsResult>$/);
    }
    connection.destroy();
  });

  it("lets one of many conditional creates win, and is empty after a reset", async () => {
    const root = newRoot();
    const { endpoint } = await start(root);
    const { s3 } = await s3Of(endpoint, "111111111111");
    await s3.send(new CreateBucketCommand({ Bucket: "ledger" }));
    for (let round = 0; round < 5; round += 1) {
      const put = () => s3.send(new PutObjectCommand({ Bucket: "ledger", Key: String(round), Body: "entry", IfNoneMatch: "*" }));
      const outcomes = await Promise.allSettled(Array.from({ length: 16 }, put));
      const refusals = outcomes.filter((outcome) => outcome.status === "rejected").map(({ reason }) => reason.$metadata.httpStatusCode as number);
      expect(refusals).toEqual(Array(15).fill(412));
    }
    await resetEmulator({ root });
    expect(await bucketNames((await s3Of(endpoint, "111111111111")).s3)).toEqual([]);
  });

  it("says which port is taken", async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    const error = await fault(start(newRoot(), { port }));
    expect([error.exitCode, error.fault.id]).toEqual([ExitCode.usage, "emulator-port-taken"]);
    expect(error.fault.problem).toContain(String(port));
    server.close();
  });

  it("is noticed to be dead after SIGKILL, and can be started again", async () => {
    const root = newRoot();
    const { pid } = await start(root);
    process.kill(pid, "SIGKILL");
    await sleep(200);
    const error = await fault(requireEmulator({ root }));
    expect([error.exitCode, error.fault.id]).toEqual([ExitCode.failed, "emulator-dead"]);
    const again = await start(root);
    expect([again.isNew, again.pid === pid]).toEqual([true, false]);
  });

  it("ends one that is stopped in its tracks", async () => {
    const root = newRoot();
    const { pid } = await start(root);
    process.kill(pid, "SIGSTOP");
    expect((await emulatorStatus({ root })).state).toBe("unresponsive");
    expect((await stopEmulator({ root })).wasRunning).toBe(true);
    await reaped(pid);
  });

  it("ends by itself when nobody asks anything", async () => {
    const root = newRoot();
    const { pid } = await start(root, { idleMinutes: 0.02 });
    await sleep(4_000);
    await reaped(pid);
    expect(await emulatorStatus({ root })).toEqual({ running: false, state: "stopped" });
    expect(readFileSync(join(root, ".portcullis", "emulator.log"), "utf8")).toContain("no request for 0.02 minutes");
  });

  it("ends by itself when its checkout is removed", async () => {
    const root = newRoot();
    const { pid } = await start(root);
    rmSync(root, { recursive: true });
    await sleep(4_000);
    await reaped(pid);
  });

  it("tells why it does not start", async () => {
    const error = await fault(startEmulator({ root: newRoot(), python: join(folder, "no-python") }));
    expect([error.exitCode, error.fault.id]).toEqual([ExitCode.failed, "emulator-does-not-start"]);
  });
});
