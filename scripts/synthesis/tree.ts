import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { sha256 } from "../sha256";
import type { SourceLine } from "../../policies/rule";
import { usageError } from "../errors";
import type { SynthesisedStack } from "../promotion/types";

/** What the side file says of one resource. */
export interface ResourceNote {
  readonly path: string;
  /** The line of `new`, then its callers. */
  readonly source: readonly SourceLine[];
  /** Controls that it helps to satisfy. */
  readonly controls: readonly string[];
  /** Controls whose violations it finds. */
  readonly watches: readonly string[];
}

/** One stack as the side file `portcullis.json` describes it. */
export interface StackNote {
  readonly environment: string;
  readonly stage: string;
  readonly classification: string;
  readonly stack: string;
  readonly region: string;
  readonly accountId: string;
  readonly dependsOn: readonly string[];
  /** Controls that another team satisfies for this account. */
  readonly inherited: readonly string[];
  readonly resources: Readonly<Record<string, ResourceNote>>;
}

/** A synthesised tree: every stack with its digest, and what the side file knows of it. */
export interface Tree {
  readonly folder: string;
  readonly stacks: readonly SynthesisedStack[];
  readonly notes: Readonly<Record<string, StackNote>>;
}

/** What cdktf's own commands and Terraform leave beside a synthesised stack; no part of what gets promoted. */
const leftovers = /^(\.terraform(\..*)?|plan|.*\.tfstate(\..*)?|.*_override\.tf\.json|recovery\.tf\.json)$/;

/** Relative paths of a synthesised stack's files, sorted; only regular files count. */
export const synthesisedFiles = async (folder: string, within = ""): Promise<string[]> => {
  const entries = await readdir(join(folder, within), { withFileTypes: true });
  const files: string[] = [];
  for (const entry of entries) {
    if (within === "" && leftovers.test(entry.name)) continue;
    const path = within ? `${within}/${entry.name}` : entry.name;
    if (entry.isDirectory()) files.push(...(await synthesisedFiles(folder, path)));
    else if (entry.isFile()) files.push(path);
  }
  return files.sort();
};

/** A stack's configuration as synth wrote it, in Terraform's JSON syntax. */
export const readDeclared = async <Declared = Readonly<Record<string, unknown>>>({ folder }: { readonly folder: string }): Promise<Declared> =>
  JSON.parse(await readFile(join(folder, "cdk.tf.json"), "utf8")) as Declared;

/** Digest of a stack's files: SHA-256 over sorted lines `<sha256>  <path>`, as sha256sum prints them. */
export const digestOf = (files: ReadonlyMap<string, Uint8Array>): string =>
  sha256([...files].sort(([a], [b]) => (a < b ? -1 : 1)).map(([path, bytes]) => `${sha256(bytes)}  ${path}\n`).join(""));

export const readFiles = async (folder: string): Promise<Map<string, Uint8Array>> => {
  const files = new Map<string, Uint8Array>();
  for (const path of await synthesisedFiles(folder)) files.set(path, await readFile(join(folder, path)));
  return files;
};

/** Environments in the order in which the side file names them, each one's stacks in the order of its definitions. */
const inOrder = (ids: readonly string[], notes: Readonly<Record<string, StackNote>>): readonly string[] => {
  const places = new Map(Object.keys(notes).map((id, place) => [id, place]));
  return [...ids].sort((a, b) => (places.get(a) ?? -1) - (places.get(b) ?? -1));
};

/** Reads `manifest.json` and `portcullis.json`. @throws PortcullisError (usage) `not-synthesised` */
export const readTree = async (folder: string): Promise<Tree> => {
  const read = async (name: string) => {
    try {
      return JSON.parse(await readFile(join(folder, name), "utf8"));
    } catch {
      throw usageError({
        id: "not-synthesised",
        problem: `${name} is missing or unreadable in the synthesised tree`,
        where: folder,
        remedy: "Run `./portcullis synth` again.",
      });
    }
  };
  const manifest = (await read("manifest.json")) as { stacks: Record<string, { workingDirectory: string; dependencies?: string[] }> };
  const notes = ((await read("portcullis.json")) as { stacks: Record<string, StackNote> }).stacks;
  const stacks: SynthesisedStack[] = [];
  for (const id of inOrder(Object.keys(manifest.stacks), notes)) {
    const entry = manifest.stacks[id]!;
    const note = notes[id];
    if (!note)
      throw usageError({
        id: "not-synthesised",
        problem: `the side file portcullis.json does not know stack ${id}`,
        where: folder,
        remedy: "Synthesise with main.ts of this repository: it writes both files.",
      });
    const stackFolder = join(folder, entry.workingDirectory);
    stacks.push({
      id,
      environment: note.environment,
      stack: note.stack,
      region: note.region,
      accountId: note.accountId,
      folder: stackFolder,
      dependencies: entry.dependencies ?? [],
      digest: digestOf(await readFiles(stackFolder)),
    });
  }
  return { folder, stacks, notes };
};
