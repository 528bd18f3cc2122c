/**
 * Where releases, ledger entries, bundles and anchors are kept: a folder or a bucket behind one interface.
 * Creation is conditional (S3: `If-None-Match: *`; folder: exclusive link), so two writers cannot both win.
 */
export interface Store {
  /** For people and for entries: `s3://bucket/prefix` or a path. */
  readonly location: string;
  /** The object's bytes, or undefined where there is none. */
  get(key: string): Promise<Uint8Array | undefined>;
  /** Creates the object. @throws AlreadyExists when there is one, and leaves it as it was. */
  create(key: string, bytes: Uint8Array): Promise<void>;
  /** Keys that begin with the prefix, sorted. */
  list(prefix: string): Promise<readonly string[]>;
  /** Removes an object; silent where there is none. Only for locks and journals. */
  remove(key: string): Promise<void>;
}

export class AlreadyExists extends Error {
  constructor(public readonly key: string) {
    super(`${key} exists already`);
    this.name = "AlreadyExists";
  }
}
