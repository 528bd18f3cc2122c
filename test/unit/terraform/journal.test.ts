import { spawn } from "node:child_process";
import { once } from "node:events";
import { appendFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { completed, holderIsDead, inFlight, JournalWriter, ownsLock, readJournal, type Journal } from "../../../scripts/terraform";
import { temporaryFolder } from "../../support/temporary-folder";

const temporary = () => join(temporaryFolder(), "s.jsonl");
const create = (file: string) => JournalWriter.create(file, { stack: "s", release: "r", planHash: "h" });
const event = (type: string, address: string, action: string, id?: string) =>
  `${JSON.stringify({ type, "@timestamp": "2026-01-01T00:00:05Z", hook: { resource: { addr: address, resource_type: address.split(".")[0] }, action, id_value: id } })}\n`;

const read = async (file: string): Promise<Journal> => (await readJournal(file))!;

describe("a journal", () => {
  test("tells what was made and what was being made, past a line that was cut off", async () => {
    const file = temporary();
    await create(file);
    appendFileSync(file, event("apply_start", "aws_a.a", "create") + event("apply_complete", "aws_a.a", "create", "a-1"));
    appendFileSync(file, event("apply_start", "aws_b.b", "delete") + event("apply_complete", "aws_b.b", "delete", "b-old"));
    appendFileSync(file, event("apply_start", "aws_c.c", "create") + event("apply_errored", "aws_c.c", "create"));
    appendFileSync(file, event("apply_start", "aws_d.d", "create") + '{"type":"apply_complete","hook":{"reso');
    const journal = await read(file);
    expect(completed(journal)).toEqual([{ address: "aws_a.a", type: "aws_a", id: "a-1" }]);
    expect(inFlight(journal)).toEqual([{ address: "aws_d.d", type: "aws_d", action: "create" }]);
    expect(journal.header).toMatchObject({ version: 1, stack: "s", release: "r", planHash: "h", process: { pid: process.pid } });
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });
  test("is absent, or unreadable with a remedy", async () => {
    expect(await readJournal(temporary())).toBeUndefined();
    for (const text of ["", "{", "{}", '{"version":2,"process":{"pid":1}}', "null"]) {
      const file = temporary();
      writeFileSync(file, text);
      await expect(readJournal(file)).rejects.toMatchObject({ exitCode: 3, fault: { id: "journal-unreadable", where: file } });
    }
  });
});

describe("holderIsDead", () => {
  test("only when the command and Terraform are both gone", async () => {
    const file = temporary();
    const writer = await create(file);
    const child = spawn("sleep", ["60"]);
    writer.started(child.pid!);
    const journal = await read(file);
    const ofDeadCommand: Journal = { ...journal, header: { ...journal.header, process: { pid: journal.header.process.pid, startTime: "another" } } };
    expect(holderIsDead(journal)).toBe(false);
    expect(holderIsDead(ofDeadCommand)).toBe(false);
    child.kill("SIGKILL");
    await once(child, "exit");
    expect(holderIsDead(journal)).toBe(false);
    expect(holderIsDead(ofDeadCommand)).toBe(true);
  });
  test("another start of the machine proves it, another machine never", async () => {
    const file = temporary();
    await create(file);
    const journal = await read(file);
    expect(holderIsDead({ ...journal, header: { ...journal.header, bootId: "before" } })).toBe(true);
    expect(holderIsDead({ ...journal, header: { ...journal.header, bootId: "before", host: "elsewhere" } })).toBe(false);
  });
});

describe("ownsLock", () => {
  const lock = { id: "1", who: "me@host", created: "2026-01-01T00:00:03Z", operation: "OperationTypeApply", path: "p" };
  const journal = (firstChange?: string): Journal => ({
    header: { version: 1, stack: "s", release: "r", planHash: "h", process: { pid: 1, startTime: "1" }, host: "host", bootId: "b", started: "2026-01-01T00:00:00Z" },
    events: firstChange === undefined ? [] : [{ type: "apply_start", "@timestamp": firstChange }],
  });
  test("a lock from between start and first change is its own", () => {
    expect(ownsLock(journal("2026-01-01T00:00:05Z"), lock)).toBe(true);
  });
  test.each([
    ["nothing had changed yet", journal(), lock],
    ["taken after the first change", journal("2026-01-01T00:00:02Z"), lock],
    ["taken before the apply", journal("2026-01-01T00:00:05Z"), { ...lock, created: "2025-12-31T23:59:59Z" }],
    ["of another host", journal("2026-01-01T00:00:05Z"), { ...lock, who: "me@elsewhere" }],
    ["without a readable time", journal("2026-01-01T00:00:05Z"), { ...lock, created: "yesterday" }],
  ])("not where it was %s", (_why, of, other) => expect(ownsLock(of, other)).toBe(false));
});
