import { createGunzip } from "node:zlib";
import { Readable } from "node:stream";
import { Collector } from "../collector";
import { recogniseProtected } from "../protection";
import { recognise } from "../recognise";
import { recogniseRecord } from "../record";
import type { Content, Sink } from "./content";
import { headBytes, kindOf, packerOf, sealerOf, type Kind } from "./kind";
import { lookAtImage, lookAtPng } from "./image";
import { NotLookedAt, TooMuch } from "./not-looked-at";
import { lookAtOffice, officeKindOf } from "./office";
import { lookAtPdf } from "./pdf";
import { lookAtSqlite } from "./sqlite";
import { lookAtStrings } from "./strings";
import { lookAtTar } from "./tar";
import { lineCounter, lookAtText } from "./text";
import { lookAtZip, zipEntriesOf } from "./zip";

/** Archives in archives that are followed. */
const deepest = 6;
/** Largest content that is held in memory whole (documents, databases, pictures, zips), in bytes. Text, tar and gzip are read in pieces. */
const largestWhole = 96 * 2 ** 20;
/** What one file may unpack to in all, in bytes. */
const mostUnpacked = 2 ** 30;

/** What all contents of one file share. */
interface Allowance {
  left: number;
}

/** Looks at a file, whatever it is, and into what lies within it. Never throws for what it holds: what is not looked at is said. */
export const lookAt = async (content: Content, collector: Collector): Promise<void> => {
  await lookInto(content, collector, { left: mostUnpacked }, 0);
};

const lookInto = async ({ name, chunks }: Content, collector: Collector, allowance: Allowance, depth: number): Promise<void> => {
  let kind: Kind | undefined;
  try {
    const { head, all } = await beginningOf(chunks);
    kind = kindOf(head);
    if (depth > deepest) throw new NotLookedAt("blind", `nested deeper than ${deepest} archives`);
    await lookByKind(kind, head, counted(all, collector), sinkOf(name, collector, allowance, depth), name);
    collector.count(depth === 0 ? "files" : "entries");
  } catch (error) {
    if (error instanceof TooMuch && depth > 0) throw error;
    const { kind: why, message } = error instanceof NotLookedAt ? error : { kind: "blind" as const, message: `it cannot be read${kind === undefined ? "" : ` as ${kind}`}: damaged, cut off, or of a version that is not known` };
    collector.skip(name, why, message);
  }
};

const lookByKind = async (kind: Kind, head: Buffer, chunks: AsyncIterable<Uint8Array>, sink: Sink, name: string): Promise<void> => {
  switch (kind) {
    case "empty":
      return;
    case "text":
      return lookAtText(chunks, head, sink);
    case "gzip":
      return sink.file(name.replace(/^.*[/\\]/, "").replace(/\.(?:gz|tgz)$/i, (end) => (end.toLowerCase() === ".tgz" ? ".tar" : "")), Readable.from(chunks, { objectMode: false }).pipe(createGunzip()));
    case "tar":
      return lookAtTar(chunks, sink);
    case "zip": {
      const entries = zipEntriesOf(await wholeOf(chunks));
      const office = officeKindOf(entries);
      return office === undefined ? lookAtZip(entries, sink) : lookAtOffice(entries, office, sink);
    }
    case "pdf":
      return lookAtPdf(await wholeOf(chunks), sink);
    case "sqlite":
      return lookAtSqlite(await wholeOf(chunks), sink);
    case "png":
      return lookAtPng(await wholeOf(chunks), sink);
    case "image":
      return lookAtImage(await wholeOf(chunks), sink);
    case "encrypted":
      throw new NotLookedAt("protected", `encrypted by ${sealerOf(head)}`);
    case "packed":
      throw new NotLookedAt("blind", `${packerOf(head)} is not unpacked here`);
    case "compound": {
      // MS-OFFCRYPTO, 2.3.4: an encrypted document is a stream of this name.
      if (head.includes(Buffer.from("EncryptedPackage", "utf16le"))) throw new NotLookedAt("protected", "an encrypted Office document");
      return lookAtStrings(chunks, sink);
    }
    case "binary":
      return lookAtStrings(chunks, sink);
  }
};

/** The first bytes, and all of them once more. */
const beginningOf = async (chunks: Content["chunks"]): Promise<{ readonly head: Buffer; readonly all: AsyncIterable<Uint8Array> }> => {
  const iterator = Symbol.asyncIterator in chunks ? chunks[Symbol.asyncIterator]() : chunks[Symbol.iterator]();
  let head: Buffer = Buffer.alloc(0);
  let isEnded = false;
  while (head.length < headBytes && !isEnded) {
    const { value, done } = await iterator.next();
    if (done) isEnded = true;
    else head = Buffer.concat([head, value]);
  }
  return {
    head: head.subarray(0, headBytes),
    all: (async function* () {
      try {
        yield head;
        while (!isEnded) {
          const { value, done } = await iterator.next();
          if (done) return;
          yield value as Uint8Array;
        }
      } finally {
        await iterator.return?.();
      }
    })(),
  };
};

async function* counted(chunks: AsyncIterable<Uint8Array>, collector: Collector): AsyncIterable<Uint8Array> {
  for await (const chunk of chunks) {
    collector.count("bytes", chunk.length);
    yield chunk;
  }
}

const wholeOf = async (chunks: AsyncIterable<Uint8Array>): Promise<Buffer> => {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const chunk of chunks) {
    size += chunk.length;
    if (size > largestWhole) throw new NotLookedAt("blind", `larger than ${largestWhole / 2 ** 20} MB, more than is read of such a file`);
    pieces.push(Buffer.from(chunk));
  }
  return Buffer.concat(pieces);
};

const sinkOf = (path: string, collector: Collector, allowance: Allowance, depth: number): Sink => {
  const unpacked = (bytes: number): void => {
    allowance.left -= bytes;
    if (allowance.left < 0) throw new TooMuch();
  };
  return {
    unpacked,
    table: () => collector.count("tables"),
    skip: (part, kind, reason) => collector.skip(`${path}!/${part}`, kind, reason),
    row: (fields, where, context) => collector.row({ path, ...where }, recogniseRecord(fields, context)),
    file: (inner, bytes) => lookInto({ name: `${path}!/${inner.replaceAll("\\", "/")}`, chunks: bytes instanceof Uint8Array ? [bytes] : within(bytes, unpacked) }, collector, allowance, depth + 1),
    text: (text, { firstLine, part, context } = {}) => {
      const lineOf = firstLine === undefined ? () => undefined : lineCounter(text, firstLine);
      for (const match of recognise(text, context)) collector.clear({ path, line: lineOf(match.start), part }, match, context?.keyAt?.(match.start));
      for (const match of recogniseProtected(text, context)) collector.sealed({ path }, match, context?.keyAt?.(match.start));
    },
  };
};

async function* within(chunks: AsyncIterable<Uint8Array>, unpacked: Sink["unpacked"]): AsyncIterable<Uint8Array> {
  for await (const chunk of chunks) {
    unpacked(chunk.length);
    yield chunk;
  }
}
