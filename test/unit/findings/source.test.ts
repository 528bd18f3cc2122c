import { createHash } from "node:crypto";
import { renameSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { openFile } from "../../../scripts/findings";
import { temporaryFolder } from "../../support/temporary-folder";

/** Several chunks. */
const bytes = Buffer.from("0123456789abcdef".repeat(40_000));
const sha256 = createHash("sha256").update(bytes).digest("hex");
const written = (): string => {
  const path = join(temporaryFolder(), "report.json");
  writeFileSync(path, bytes);
  return path;
};

test.each([
  ["nobody read it", 0],
  ["its beginning was read, and then all of it", 2],
  ["its beginning was read last", 1],
])("the hash is of the whole file where %s", (_, readings) => {
  const file = openFile(written());
  if (readings > 0) expect([...file.chunks()].length).toBeGreaterThan(2);
  if (readings > 1) expect([...file.chunks()].reduce((sum, { length }) => sum + length, 0)).toBe(bytes.length);
  if (readings === 1) for (const chunk of file.chunks()) if (chunk.length > 0) break;
  expect({ hash: file.hash(), size: file.size }).toEqual({ hash: sha256, size: bytes.length });
  file.close();
});

test("what is put in its place meanwhile is neither read nor hashed", () => {
  const path = written();
  const file = openFile(path);
  writeFileSync(`${path}.other`, "{}");
  renameSync(`${path}.other`, path);
  expect([...file.chunks()].reduce((sum, { length }) => sum + length, 0)).toBe(bytes.length);
  expect(file.hash()).toBe(sha256);
  file.close();
});

test("a link is not followed", () => {
  const path = written();
  symlinkSync(path, `${path}.link`);
  expect(() => openFile(`${path}.link`)).toThrow(/ELOOP/);
});
