import { gzipSync, zipSync, type Zippable, type ZippableFile } from "fflate";
import { pack } from "tar-stream";

/** Archives for `downloads`, made of texts: programs are executable. */
export type Contents = Readonly<Record<string, string | Buffer>>;

const bytesOf = (content: string | Buffer): Buffer => (typeof content === "string" ? Buffer.from(content) : content);

/** A script that starts a program of this machine: what a download's archive holds in place of the vendor's binary. */
export const launcherOf = (path: string): string => (/\.(mjs|cjs|js)$/.test(path) ? `#!/bin/bash\nexec '${process.execPath}' '${path}' "$@"\n` : `#!/bin/bash\nexec '${path}' "$@"\n`);

export const tarOf = async (contents: Contents): Promise<Buffer> => {
  const archive = pack();
  for (const [name, content] of Object.entries(contents)) archive.entry({ name, mode: 0o755 }, bytesOf(content));
  archive.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of archive as AsyncIterable<Uint8Array>) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
};

export const tarGzOf = async (contents: Contents): Promise<Buffer> => Buffer.from(gzipSync(await tarOf(contents)));

/** Mode of a file in the upper half of its attributes, as made by Unix (3): unzip sets it. */
const executable = { os: 3, attrs: 0o100755 * 2 ** 16 };

export const zipOf = (contents: Contents): Buffer => {
  const files: Zippable = Object.fromEntries(Object.entries(contents).map(([name, content]): [string, ZippableFile] => [name, [new Uint8Array(bytesOf(content)), executable]]));
  return Buffer.from(zipSync(files));
};
