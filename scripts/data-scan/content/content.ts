import type { Field, RowContext } from "../record";
import type { DataContext, Skipped } from "../types";

/** Bytes that are looked at: a file, or an entry of an archive. */
export interface Content {
  /** As it is reported: `exports.zip!/patients.csv`. */
  readonly name: string;
  /** From the beginning; asked for once. A chunk is only valid until the next one is asked for. */
  readonly chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
}

/** Takes what a content consists of. */
export interface Sink {
  readonly text: (text: string, where?: { readonly firstLine?: number; readonly part?: string; readonly context?: DataContext }) => void;
  readonly row: (fields: readonly Field[], where: { readonly part?: string; readonly line?: number }, context?: RowContext) => void;
  readonly table: () => void;
  /** A file within; looked at like any other. */
  readonly file: (name: string, bytes: Uint8Array | AsyncIterable<Uint8Array>) => Promise<void>;
  /** A part that is not looked at; the rest is. */
  readonly skip: (part: string, kind: Skipped["kind"], reason: string) => void;
  /** @throws NotLookedAt where more is unpacked than any honest file holds */
  readonly unpacked: (bytes: number) => void;
}

/** Takes one kind of content apart. @throws NotLookedAt, or whatever a damaged file leads to */
export type Look = (bytes: Buffer, sink: Sink) => Promise<void> | void;
