import { randomBytes } from "node:crypto";
import { link, mkdir, open, readdir, readFile, unlink } from "node:fs/promises";
import { dirname, join, relative, sep } from "node:path";
import { AlreadyExists, type Store } from "./store";

const isMissing = (error: unknown) => (error as NodeJS.ErrnoException).code === "ENOENT";

/** A store in a private folder (0700, files 0600). Creation writes a temporary file and links it: all of the object or none. */
export class FolderStore implements Store {
  constructor(private readonly folder: string) {}

  public get location(): string {
    return this.folder;
  }

  public async get(key: string): Promise<Uint8Array | undefined> {
    try {
      return await readFile(this.path(key));
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw error;
    }
  }

  public async create(key: string, bytes: Uint8Array): Promise<void> {
    const target = this.path(key);
    await mkdir(dirname(target), { recursive: true, mode: 0o700 });
    const temporary = `${target}.${process.pid}.${randomBytes(6).toString("hex")}.tmp`;
    const file = await open(temporary, "wx", 0o600);
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    try {
      await link(temporary, target);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "EEXIST") throw new AlreadyExists(key);
      throw error;
    } finally {
      await unlink(temporary);
    }
  }

  public async list(prefix: string): Promise<readonly string[]> {
    const found: string[] = [];
    const walk = async (folder: string): Promise<void> => {
      const entries = await readdir(folder, { withFileTypes: true }).catch((error) => {
        if (isMissing(error)) return [];
        throw error;
      });
      for (const entry of entries) {
        const path = join(folder, entry.name);
        if (entry.isDirectory()) await walk(path);
        else if (!entry.name.endsWith(".tmp")) found.push(relative(this.folder, path).split(sep).join("/"));
      }
    };
    await walk(this.folder);
    return found.filter((key) => key.startsWith(prefix)).sort();
  }

  public async remove(key: string): Promise<void> {
    await unlink(this.path(key)).catch((error) => {
      if (!isMissing(error)) throw error;
    });
  }

  private path(key: string): string {
    if (key.startsWith("/") || key.split("/").includes("..")) throw new Error(`not a key of a store: ${key}`);
    return join(this.folder, key);
  }
}
