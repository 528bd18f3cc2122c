import { Readable } from "node:stream";
import { extract } from "tar-stream";
import type { Sink } from "./content";

/** Entries of a tar, one after the other; nothing is unpacked to disk. */
export const lookAtTar = async (chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>, sink: Sink): Promise<void> => {
  const archive = extract();
  const source = Readable.from(chunks, { objectMode: false, highWaterMark: 1 << 18 });
  source.on("error", (error) => archive.destroy(error));
  source.pipe(archive);
  try {
    for await (const entry of archive) {
      const { name, type } = entry.header;
      if (type === "file" || type === "contiguous-file") await sink.file(name, entry as unknown as AsyncIterable<Uint8Array>);
      else if (type !== "directory") sink.skip(name, "chosen", `a ${type ?? "special file"} within the archive`);
      entry.resume();
    }
  } finally {
    source.destroy();
  }
};
