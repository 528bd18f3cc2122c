import { PassThrough } from "node:stream";
import { fixedClock } from "../../../scripts/clock";
import { printTable } from "../../../scripts/commands/output";
import { timed } from "../../support/processor-time";

const printed = (rows: readonly (readonly string[])[]): string => {
  const stdout = new PassThrough();
  printTable({ root: "/", environment: {}, clock: fixedClock("2026-11-22T12:00:00Z"), stdout, stderr: new PassThrough() }, ["construct", "check"], rows);
  return (stdout.read() as Buffer).toString("utf8");
};

test("a cell of several lines takes a row for each, beside empty cells", () => {
  expect(printed([["bucket", "CKV_1\nEncrypts"], ["key", "CKV_2"]]).split("\n").slice(3, 6)).toEqual(["│ bucket    │ CKV_1    │", "│           │ Encrypts │", "│ key       │ CKV_2    │"]);
});

test("a cell of 2,000 lines does not take minutes", () => {
  const { seconds } = timed(() => expect(printed([["bucket", "line\n".repeat(2_000)]]).split("\n").length).toBeGreaterThan(2_000));
  expect(seconds).toBeLessThan(5);
});
