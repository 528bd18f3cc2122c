import type { StackNote } from "../synthesis";

/** One Terraform type as the synthesised trees use it. */
export interface CoveredType {
  readonly type: string;
  /** By name of the stack, without environment and region: environments in the order of promotion. */
  readonly stacks: Readonly<Record<string, readonly string[]>>;
}

/** A type that a module can declare and no stack of the repository's environments does. */
export interface UnusedType {
  readonly type: string;
  readonly modules: readonly string[];
  /** Why it is validated only. @default nobody said: a fault */
  readonly reason?: string;
}

export interface Coverage {
  readonly applied: readonly CoveredType[];
  readonly validatedOnly: readonly UnusedType[];
  /** Reasons that are given for types which are applied after all, or which no module declares. */
  readonly stale: readonly string[];
}

const typeOf = (address: string): string => address.slice(0, address.indexOf("."));

/** Every resource type of the trees; data sources are read, not applied. */
const appliedTypes = (notes: Readonly<Record<string, StackNote>>): readonly CoveredType[] => {
  const types = new Map<string, Record<string, string[]>>();
  for (const { stack, environment, resources } of Object.values(notes))
    for (const type of new Set(Object.keys(resources).filter((address) => !address.startsWith("data.")).map(typeOf))) {
      const stacks = types.get(type) ?? {};
      stacks[stack] = [...new Set([...(stacks[stack] ?? []), environment])];
      types.set(type, stacks);
    }
  return [...types].sort(([a], [b]) => (a < b ? -1 : 1)).map(([type, stacks]) => ({ type, stacks }));
};

/**
 * What is applied and what is only validated.
 * @param sources text of each TypeScript file of modules and stacks, by path relative to the repository
 * @param reasons by type: why only an option switches it on
 */
export const coverageOf = (notes: Readonly<Record<string, StackNote>>, sources: Readonly<Record<string, string>>, reasons: Readonly<Record<string, string>>): Coverage => {
  const applied = appliedTypes(notes);
  const isApplied = new Set(applied.map(({ type }) => type));
  const declared = declaredTypes(sources);
  const unused = [...declared].filter(([type]) => !isApplied.has(type)).sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    applied,
    validatedOnly: unused.map(([type, files]) => ({ type, modules: [...new Set(files.map((file) => file.split("/").slice(0, 2).join("/").replace(/\.ts$/, "")))], reason: reasons[type] })),
    stale: Object.keys(reasons).filter((type) => isApplied.has(type) || !declared.has(type)),
  };
};

const bindings = /import \{ ([^}]+) \} from "@cdktf\/provider-aws\/lib\/([a-z0-9-]+)"/g;

/** The bindings append a letter to a few class names (`S3BucketLoggingA`), never to the file. Data sources and the provider declare nothing. */
const declaredTypes = (sources: Readonly<Record<string, string>>): ReadonlyMap<string, readonly string[]> => {
  const found = new Map<string, string[]>();
  for (const [file, text] of Object.entries(sources))
    for (const [, names = "", name = ""] of text.matchAll(bindings)) {
      const isDeclared = names.split(",").some((each) => new RegExp(`new ${each.trim().split(" as ").at(-1)}\\(`).test(text));
      if (!isDeclared || name === "provider" || name.startsWith("data-aws-")) continue;
      const type = `aws_${name.replaceAll("-", "_")}`;
      found.set(type, [...(found.get(type) ?? []), file]);
    }
  return found;
};
