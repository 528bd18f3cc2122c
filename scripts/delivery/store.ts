import { createWriteStream } from "node:fs";
import { mkdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

/** An object as S3 begins to send it. */
export interface OpenObject {
  /** In bytes. */
  readonly size: number;
  readonly body: Readable;
}

/** What the gate needs of S3. */
export interface ObjectStore {
  readonly open: (bucket: string, key: string) => Promise<OpenObject>;
  readonly list: (bucket: string, prefix: string) => Promise<readonly { readonly key: string; readonly size: number }[]>;
  readonly put: (bucket: string, key: string, file: string) => Promise<void>;
}

/** Passes on what is within the limit, in bytes. @throws Error beyond it */
export const within = (limit: number, what: string) =>
  async function* (source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    let passed = 0;
    for await (const chunk of source) {
      passed += chunk.length;
      if (passed > limit) throw new Error(`${what} is larger than the ${limit} bytes that the gate's function takes.`);
      yield chunk;
    }
  };

/** Streams an object to a new file; never more of it in memory than a piece. @throws Error where it is larger than the limit, or does not come whole */
export const download = async (store: Pick<ObjectStore, "open">, from: { readonly bucket: string; readonly key: string; readonly limit: number }, file: string, signal: AbortSignal): Promise<void> => {
  const { bucket, key, limit } = from;
  const where = `s3://${bucket}/${key}`;
  const { size, body } = await store.open(bucket, key);
  if (size > limit) {
    body.destroy();
    throw new Error(`${where} has ${size} bytes; the gate's function takes ${limit}.`);
  }
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const target = createWriteStream(file, { flags: "wx", mode: 0o600 });
  await pipeline(body, within(limit, where), target, { signal });
  if (target.bytesWritten !== size) throw new Error(`${where} came with ${target.bytesWritten} bytes of ${size}. Run the pipeline anew.`);
};

/** Downloads all below a prefix into a folder that stays where it is, whatever keys say. @returns the files, in the order of their keys */
export const downloadAll = async (store: ObjectStore, from: { readonly bucket: string; readonly prefix: string; readonly limit: number }, folder: string, signal: AbortSignal): Promise<readonly string[]> => {
  const { bucket, prefix, limit } = from;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const listed = await store.list(bucket, `${prefix}/`);
  const objects = listed.filter(({ key }) => !key.endsWith("/")).sort((one, other) => (one.key < other.key ? -1 : 1));
  const total = objects.reduce((sum, { size }) => sum + size, 0);
  if (total > limit) throw new Error(`s3://${bucket}/${prefix} holds ${total} bytes; the gate's function takes ${limit}.`);
  const files: string[] = [];
  for (const { key, size } of objects) {
    const below = key.slice(prefix.length + 1);
    if (below.split("/").some((part) => part === "" || part === "." || part === "..")) throw new Error(`s3://${bucket}/${key} has a name that no file can bear.`);
    const file = join(folder, below);
    await download(store, { bucket, key, limit: size }, file, signal);
    files.push(file);
  }
  return files;
};

/** A small object as text; read by way of a file, so that its size is held to the limit. */
export const downloadText = async (store: Pick<ObjectStore, "open">, from: { readonly bucket: string; readonly key: string; readonly limit: number }, file: string, signal: AbortSignal): Promise<string> => {
  await download(store, from, file, signal);
  return readFile(file, "utf8");
};
