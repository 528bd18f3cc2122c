import { AlreadyExists, type Store } from "../../scripts/stores";

/** A store that a test can look into and tamper with. */
export class MemoryStore implements Store {
  public readonly objects = new Map<string, Uint8Array>();

  constructor(public readonly location = "memory://store") {}

  public get = async (key: string) => this.objects.get(key);
  public list = async (prefix: string) => [...this.objects.keys()].filter((key) => key.startsWith(prefix)).sort();
  public remove = async (key: string) => void this.objects.delete(key);
  public create = async (key: string, bytes: Uint8Array) => {
    if (this.objects.has(key)) throw new AlreadyExists(key);
    this.objects.set(key, bytes);
  };

  public text = (key: string) => Buffer.from(this.objects.get(key)!).toString("utf8");
  public write = (key: string, text: string) => void this.objects.set(key, Buffer.from(text));
}
