/** A synthesised stack, as far as its resources are concerned. */
export interface DeclaredTree {
  readonly terraform?: unknown;
  readonly provider?: unknown;
  readonly data?: Blocks;
  readonly resource?: Blocks;
}
type Blocks = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

const reference = /\$\{[^}]*\}/g;
const address = /\b((?:data\.)?aws_[a-z0-9_]+\.[A-Za-z0-9_-]+)/g;

/** Addresses that a block refers to, in whatever string of it. */
const referred = (block: unknown): readonly string[] => [...new Set((JSON.stringify(block) ?? "").match(reference)?.flatMap((text) => [...text.matchAll(address)].map((match) => match[1]!)) ?? [])];

const entriesOf = (tree: DeclaredTree): readonly { readonly address: string; readonly block: unknown }[] => [
  ...Object.entries(tree.resource ?? {}).flatMap(([type, byName]) => Object.entries(byName).map(([name, block]) => ({ address: `${type}.${name}`, block }))),
  ...Object.entries(tree.data ?? {}).flatMap(([type, byName]) => Object.entries(byName).map(([name, block]) => ({ address: `data.${type}.${name}`, block }))),
];

/** The blocks that belong to a resource: those that refer to it (its policy, its encryption), and everything that any of them needs. */
export const referencesIn = (tree: DeclaredTree, of: string): readonly string[] => {
  const blocks = new Map(entriesOf(tree).map((entry) => [entry.address, entry.block]));
  const belongs = new Set([of, ...[...blocks].filter(([, block]) => referred(block).includes(of)).map(([name]) => name)]);
  for (const name of belongs) for (const needed of referred(blocks.get(name))) if (blocks.has(needed)) belongs.add(needed);
  return [...belongs];
};

/** The tree with the named blocks only; outputs go, for what they show may be gone. */
export const subsetOf = (tree: DeclaredTree, kept: ReadonlySet<string>): DeclaredTree => {
  const keep = (blocks: Blocks | undefined, prefix: string): Blocks =>
    Object.fromEntries(
      Object.entries(blocks ?? {})
        .map(([type, byName]) => [type, Object.fromEntries(Object.entries(byName).filter(([name]) => kept.has(`${prefix}${type}.${name}`)))] as const)
        .filter(([, byName]) => Object.keys(byName).length > 0),
    );
  const resource = keep(tree.resource, "");
  const data = keep(tree.data, "data.");
  return {
    terraform: tree.terraform,
    provider: tree.provider,
    ...(Object.keys(resource).length > 0 ? { resource } : {}),
    ...(Object.keys(data).length > 0 ? { data } : {}),
  };
};
