import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { startEmulator, stopEmulator } from "../../../scripts/emulator";
import { python } from "../../support/python";
import { temporaryFolder } from "../../support/temporary-folder";

jest.setTimeout(60_000);

// Before the folder's own clean-up, which would take the state file away.
afterAll(() => stopEmulator({ root }));
const root = temporaryFolder();
let endpoint: string;
beforeAll(async () => {
  ({ endpoint } = await startEmulator({ root, python: python() }));
});

/** The checks are boto3's: it holds answers against the same API models as the AWS provider's SDK does. */
const run = async (script: string) => (await promisify(execFile)(python(), [join(__dirname, script), endpoint]).catch((error: { stdout: string }) => error)).stdout.trim().split("\n");

it("answers what moto lacks as AWS would, and repairs what moto gets wrong", async () => {
  const lines = await run("gapfill_check.py");
  expect(lines.at(-1)).toBe("all held");
  expect(lines.length).toBeGreaterThan(30);
});

it("speaks every protocol of AWS", async () => {
  const lines = await run("protocols_check.py");
  expect(lines.at(-1)).toBe("all held");
});
