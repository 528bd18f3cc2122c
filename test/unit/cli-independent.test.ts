import { join } from "node:path";
import { PassThrough } from "node:stream";
import { main } from "../../scripts/cli";
import { systemClock } from "../../scripts/clock";

jest.mock("../../environments", () => {
  throw new Error("an environment file is at fault");
});

const codeOf = (...argv: string[]) => main(argv, { root: join(__dirname, "..", ".."), environment: {}, clock: systemClock, stdout: new PassThrough(), stderr: new PassThrough() });

test("doctor and emulator need no environment file that holds; the others do", async () => {
  expect([await codeOf("emulator", "--help"), await codeOf("doctor", "--help")]).toEqual([0, 0]);
  expect(await codeOf("list", "--help")).toBe(3);
});
