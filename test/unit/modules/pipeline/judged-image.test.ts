import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { pack } from "tar-stream";
import { judgedImage } from "../../../../modules/pipeline/targets/image";
import { temporaryFolder } from "../../../support/temporary-folder";

const manifest = (...configs: readonly string[]): string => JSON.stringify(configs.map((Config) => ({ Config, RepoTags: ["application:latest"], Layers: [] })));

/** Entries in their order, of which two may have one name. */
const ask = async (...entries: readonly (readonly [name: string, content: string])[]) => {
  const archive = pack();
  for (const [name, content] of entries) archive.entry({ name }, content);
  archive.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of archive as AsyncIterable<Uint8Array>) chunks.push(Buffer.from(chunk));
  const file = join(temporaryFolder(), "image.tar");
  writeFileSync(file, Buffer.concat(chunks));
  const { status, stdout, stderr } = spawnSync("bash", ["-c", ["set -euo pipefail", ...judgedImage, `echo "$judged"`].join("\n")], { env: { ...process.env, DELIVERABLE: file }, encoding: "utf8" });
  return { status, said: `${stdout}${stderr}`.trim() };
};

test("one image, known by the digest of its configuration", async () => {
  const config = `{"os":"linux"}`;
  expect(await ask(["blobs/config.json", config], ["manifest.json", manifest("blobs/config.json")])).toEqual({ status: 0, said: `sha256:${createHash("sha256").update(config).digest("hex")}` });
});

test.each<readonly [string, readonly (readonly [string, string])[], RegExp]>([
  ["a second list of layers, which is the one that Docker loads", [["manifest.json", manifest("clean.json")], ["clean.json", "{}"], ["flawed.json", "[]"], ["manifest.json", manifest("flawed.json")]], /it holds manifest\.json twice/],
  ["one under another spelling of its name", [["manifest.json", manifest("clean.json")], ["clean.json", "{}"], ["./manifest.json", manifest("clean.json")]], /it holds manifest\.json twice/],
  ["a second configuration", [["manifest.json", manifest("clean.json")], ["clean.json", "{}"], ["x/../clean.json", "[]"]], /it holds clean\.json twice/],
  ["two images", [["manifest.json", manifest("clean.json", "other.json")], ["clean.json", "{}"], ["other.json", "{}"]], /it lists 2 images/],
  ["no list", [["clean.json", "{}"]], /it holds no file manifest\.json/],
])("refused: %s", async (_name, entries, reason) => {
  const { status, said } = await ask(...entries);
  expect({ status, said }).toEqual({ status: 1, said: expect.stringMatching(reason) });
});
