import { spawn, type ChildProcess } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { awsCliExports, emulatorStatus, requireEmulator, resetEmulator, stopEmulator } from "../../../scripts/emulator";
import { ExitCode, type PortcullisError } from "../../../scripts/errors";

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "portcullis-status-"));
  mkdirSync(join(root, ".portcullis"));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const write = (state: unknown) => writeFileSync(join(root, ".portcullis", "emulator.json"), typeof state === "string" ? state : JSON.stringify(state));
const stateOf = (over: object) => ({
  version: 1,
  endpoint: "http://127.0.0.1:1",
  port: 1,
  pid: 1,
  instance: "of-this-test",
  startedAt: "2026-01-01T00:00:00Z",
  idleMinutes: 60,
  ...over,
});
const failure = (promise: Promise<unknown>) => promise.then(
    () => {
      throw new Error("it did not fail");
    },
    (error: PortcullisError) => error,
  );

/** A process that lives until it is ended, with a word among its arguments. */
const living = (word: string): ChildProcess => spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)", word], { detached: true, stdio: "ignore" });

const serveHealth = async (instance: string): Promise<{ server: Server; port: number }> => {
  const server = createServer((_, response) => response.end(JSON.stringify({ instance, idleSeconds: 3, requests: 7 })));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { server, port: (server.address() as AddressInfo).port };
};

describe("emulatorStatus", () => {
  it("is stopped where nothing was started", async () => {
    expect(await emulatorStatus({ root })).toEqual({ running: false, state: "stopped" });
  });

  test.each(["", "{", '"text"', JSON.stringify({ version: 2 }), JSON.stringify(stateOf({ pid: "1" }))])("takes a state file that holds %j for none", async (text) => {
    write(text);
    expect((await emulatorStatus({ root })).state).toBe("stopped");
  });

  it("is dead where its process is gone", async () => {
    write(stateOf({ pid: 2 ** 22 - 1 }));
    expect((await emulatorStatus({ root })).state).toBe("dead");
  });

  it("is dead where its pid belongs to another program by now", async () => {
    write(stateOf({ pid: process.pid }));
    expect((await emulatorStatus({ root })).state).toBe("dead");
  });

  it("is dead where another emulator answers at its port", async () => {
    const { server, port } = await serveHealth("another-one");
    write(stateOf({ endpoint: `http://127.0.0.1:${port}`, port, pid: 2 ** 22 - 1 }));
    expect((await emulatorStatus({ root })).state).toBe("dead");
    server.close();
  });

  it("runs where it answers, and tells for how long it idles", async () => {
    const { server, port } = await serveHealth("of-this-test");
    write(stateOf({ endpoint: `http://127.0.0.1:${port}`, port }));
    expect(await emulatorStatus({ root })).toMatchObject({ running: true, endpoint: `http://127.0.0.1:${port}`, idleSeconds: 3, requests: 7 });
    server.close();
  });

  it("does not answer where its process lives but its port is shut", async () => {
    const child = living("of-this-test");
    write(stateOf({ pid: child.pid }));
    expect((await emulatorStatus({ root })).state).toBe("unresponsive");
    child.kill("SIGKILL");
  });
});

describe("requireEmulator", () => {
  it("fails with exit 3 and says that the accounts are gone where it is dead", async () => {
    write(stateOf({ pid: 2 ** 22 - 1 }));
    const error = await failure(requireEmulator({ root }));
    expect([error.exitCode, error.fault.id]).toEqual([ExitCode.failed, "emulator-dead"]);
    expect(error.fault.problem).toContain("gone");
    expect(error.fault.remedy).toContain("npm start");
  });

  it("fails with exit 3 where none was started, and so does a reset", async () => {
    expect((await failure(requireEmulator({ root }))).fault.id).toBe("emulator-stopped");
    expect((await failure(resetEmulator({ root }))).exitCode).toBe(ExitCode.failed);
  });
});

describe("stopEmulator", () => {
  it("has nothing to do where none runs, and clears what a dead one left", async () => {
    expect(await stopEmulator({ root })).toEqual({ wasRunning: false });
    write(stateOf({ pid: 2 ** 22 - 1 }));
    expect((await stopEmulator({ root })).wasRunning).toBe(false);
    expect((await emulatorStatus({ root })).state).toBe("stopped");
  });

  it("ends one that does not answer any more", async () => {
    const child = living("of-this-test");
    const ended = new Promise((resolve) => child.on("exit", resolve));
    write(stateOf({ pid: child.pid }));
    expect((await stopEmulator({ root })).wasRunning).toBe(true);
    await ended;
    expect((await emulatorStatus({ root })).state).toBe("stopped");
  });

  it("leaves a process alone that only got the pid later", async () => {
    const child = living("something-else");
    write(stateOf({ pid: child.pid }));
    expect((await stopEmulator({ root })).wasRunning).toBe(false);
    expect(child.exitCode).toBeNull();
    expect(child.killed).toBe(false);
    process.kill(child.pid!, 0);
    child.kill("SIGKILL");
  });
});

describe("awsCliExports", () => {
  it("names endpoint, region and account", () => {
    const text = awsCliExports("http://127.0.0.1:4566", "222222222222", "eu-central-1").join("\n");
    expect(text).toContain("AWS_ENDPOINT_URL=http://127.0.0.1:4566");
    expect(text).toContain("AWS_REGION=eu-central-1");
    expect(text).toContain("arn:aws:iam::222222222222:role/");
    expect(text).toContain("unset AWS_SESSION_TOKEN AWS_PROFILE");
  });
});
