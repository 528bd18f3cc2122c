import type { IConstruct } from "constructs";

/** A control of a named list: `cis-aws-7.0:3.1`, `hipaa:164.312(b)`. */
export type ControlId = `${string}:${string}`;

const claims = new WeakMap<IConstruct, readonly ControlId[]>();

/** Claims that a construct, with everything in it, helps to satisfy the named controls. Returns the construct. */
export const satisfies = <T extends IConstruct>(construct: T, ...controls: readonly ControlId[]): T => {
  claims.set(construct, [...(claims.get(construct) ?? []), ...controls]);
  return construct;
};

/** Controls claimed for a construct or for anything that encloses it; sorted, each once. */
export const controlsOf = (construct: IConstruct): readonly ControlId[] =>
  [...new Set(construct.node.scopes.flatMap((scope) => claims.get(scope) ?? []))].sort();
