import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A private folder for the tests of a file, removed after them. */
export const temporaryFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), "portcullis-test-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
};
