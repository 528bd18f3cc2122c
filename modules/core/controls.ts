import type { IConstruct } from "constructs";

/** A control of a named list: `cis-aws-7.0:3.1`, `hipaa:164.312(b)`. */
export type ControlId = `${string}:${string}`;

type Claims = WeakMap<IConstruct, readonly ControlId[]>;
const satisfied: Claims = new WeakMap();
const watched: Claims = new WeakMap();
const inherited: Claims = new WeakMap();

const claim = <T extends IConstruct>(claims: Claims, construct: T, controls: readonly ControlId[]): T => {
  claims.set(construct, [...(claims.get(construct) ?? []), ...controls]);
  return construct;
};

/** Controls claimed for a construct or for anything that encloses it; sorted, each once. */
const claimed = (claims: Claims, construct: IConstruct): readonly ControlId[] =>
  [...new Set(construct.node.scopes.flatMap((scope) => claims.get(scope) ?? []))].sort();

/** Claims that a construct, with everything in it, helps to satisfy the named controls. Returns the construct. */
export const satisfies = <T extends IConstruct>(construct: T, ...controls: readonly ControlId[]): T => claim(satisfied, construct, controls);

/** Claims that a construct finds violations of the named controls, which it does not prevent. Returns the construct. */
export const watches = <T extends IConstruct>(construct: T, ...controls: readonly ControlId[]): T => claim(watched, construct, controls);

/** Claims, on a stack, that another team satisfies the named controls for its account: a capability that is owned externally. */
export const inherits = <T extends IConstruct>(stack: T, ...controls: readonly ControlId[]): T => claim(inherited, stack, controls);

export const controlsOf = (construct: IConstruct): readonly ControlId[] => claimed(satisfied, construct);
export const watchedControlsOf = (construct: IConstruct): readonly ControlId[] => claimed(watched, construct);
export const inheritedControlsOf = (construct: IConstruct): readonly ControlId[] => claimed(inherited, construct);
