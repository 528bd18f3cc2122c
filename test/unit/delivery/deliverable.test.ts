import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { zipSync } from "fflate";
import { digestOfDeliverable } from "../../../scripts/delivery/deliverable";
import { zipOf } from "../../support/delivery/archives";
import { temporaryFolder } from "../../support/temporary-folder";

const folder = temporaryFolder();
let count = 0;
const archive = (bytes: Buffer): string => {
  const file = join(folder, `${(count += 1)}.zip`);
  writeFileSync(file, bytes);
  return file;
};
const digestOf = (text: string | Buffer): string => `sha256:${createHash("sha256").update(text).digest("hex")}`;
const refusal = (bytes: Buffer): Promise<string> => digestOfDeliverable(archive(bytes)).then(
  (digest) => `accepted: ${digest}`,
  (error: Error) => error.message,
);

const whole = zipOf({ "appspec.yml": "version: 0.0", "deliverable/application.zip": "the application ".repeat(1000) });

test("the digest is that of the one file that goes out, wherever it lies below the folder", async () => {
  expect(await digestOfDeliverable(archive(whole))).toBe(digestOf("the application ".repeat(1000)));
  expect(await digestOfDeliverable(archive(zipOf({ "deliverable/a/image.tar": "x" })))).toBe(digestOf("x"));
  expect(await digestOfDeliverable(archive(zipOf({ "deliverable/empty": "" })))).toBe(digestOf(""));
});

test("a comment behind the archive changes nothing", async () => {
  const commented = Buffer.concat([whole, Buffer.from("a comment")]);
  commented.writeUInt16LE(9, whole.length - 2);
  expect(await digestOfDeliverable(archive(commented))).toBe(digestOf("the application ".repeat(1000)));
});

test("none and two are refused", async () => {
  expect(await refusal(zipOf({ "appspec.yml": "x" }))).toContain("holds 0 files in deliverable/ instead of one");
  expect(await refusal(zipOf({ "deliverable/a": "x", "deliverable/b": "y" }))).toContain("holds 2 files in deliverable/");
});

test("an archive that is not whole is refused", async () => {
  expect(await refusal(Buffer.alloc(0))).toContain("no whole zip");
  expect(await refusal(whole.subarray(0, whole.length - 1))).toContain("no whole zip");
  const changed = (at: number, value: number): Buffer => {
    const bytes = Buffer.from(whole);
    bytes.writeUInt8(value, at);
    return bytes;
  };
  const data = whole.indexOf("deliverable/application.zip") + "deliverable/application.zip".length;
  for (const bytes of [changed(data + 3, whole[data + 3]! ^ 0xff), changed(whole.indexOf("deliverable/"), 0x58)]) expect(await refusal(bytes)).toMatch(/^The artifact Application cannot be judged: /);
  // Stored as it is, so that nothing but the archive's own sum tells.
  const stored = Buffer.from(zipSync({ "deliverable/application.zip": [Buffer.from("the application"), { level: 0 }] }));
  const flipped = Buffer.from(stored);
  flipped.writeUInt8(0x58, stored.indexOf("the application"));
  expect(await digestOfDeliverable(archive(stored))).toBe(digestOf("the application"));
  expect(await refusal(flipped)).toContain("application.zip is not whole");
  const directory = Buffer.from(whole);
  // Where the end of the archive says that its directory begins.
  directory.writeUInt32LE(0xfffffff0, whole.length - 6);
  expect(await refusal(directory)).toContain("directory is larger");
});
