import type { Control, Framework } from "../../policies/controls";
import { usageError } from "../errors";
import { nearest, type StackNote } from "../synthesis";
import type { Assertions } from "./assertions";

/** How a control stands in one environment, best first. */
export const statuses = ["deployed", "inherited", "watched", "by process", "missing"] as const;
export type Status = (typeof statuses)[number];

/** A resource that satisfies a control, or finds its violations. */
export interface Evidence {
  /** Id of the stack: `dev-audit`. */
  readonly stack: string;
  /** The same without environment and region: `audit`. */
  readonly stackName: string;
  readonly address: string;
  /** Construct path inside the app. */
  readonly path: string;
  /** Test that reads it from the built account. @default none: a fault */
  readonly test?: string;
}

/** A control in one environment. */
export interface Standing {
  readonly environment: string;
  readonly status: Status;
  readonly satisfiedBy: readonly Evidence[];
  readonly watchedBy: readonly Evidence[];
  /** Ids of the stacks whose capability another team runs. */
  readonly inheritedBy: readonly string[];
}

export interface TracedControl extends Control {
  /** With its list: `cis-aws-7.0:2.8`. */
  readonly wholeId: string;
  readonly environments: readonly Standing[];
}

export interface TracedFramework extends Omit<Framework, "controls"> {
  readonly controls: readonly TracedControl[];
}

type Notes = Readonly<Record<string, StackNote>>;
type Claims = "controls" | "watches";

const typeOf = (address: string): string => address.slice(0, address.indexOf("."));

/** Only what is created counts: a data source proves nothing about the account. */
const isCreated = (address: string): boolean => !address.startsWith("data.");

const evidenceFor = (notes: Notes, environment: string, claims: Claims, control: string, testOf: (address: string) => string | undefined): readonly Evidence[] =>
  Object.entries(notes)
    .filter(([, note]) => note.environment === environment)
    .flatMap(([stack, note]) =>
      Object.entries(note.resources)
        .filter(([address, resource]) => isCreated(address) && resource[claims].includes(control))
        .map(([address, { path }]) => ({ stack, stackName: note.stack, address, path, test: testOf(address) })),
    );

const inheritedBy = (notes: Notes, environment: string, control: string): readonly string[] =>
  Object.entries(notes).flatMap(([stack, note]) => (note.environment === environment && note.inherited.includes(control) ? [stack] : []));

const best = (found: readonly Status[]): Status => statuses.find((status) => found.includes(status)) ?? "missing";

/**
 * Where every control of every list stands in every environment, from the claims in the side file of a synthesised tree.
 * @throws PortcullisError (usage) `unknown-control` where a construct claims what no list has
 */
export const traceControls = (frameworks: readonly Framework[], notes: Notes, assertions: Assertions): readonly TracedFramework[] => {
  refuseUnknownClaims(frameworks, notes);
  const environments = [...new Set(Object.values(notes).map(({ environment }) => environment))];
  const known = new Map<string, Control>(frameworks.flatMap(({ name, controls }) => controls.map((control) => [`${name}:${control.id}`, control] as const)));

  const standing = (wholeId: string, environment: string): Standing => {
    const { kind, through = [] } = known.get(wholeId)!;
    const satisfiedBy = evidenceFor(notes, environment, "controls", wholeId, () => assertions.ofControls[wholeId]);
    const watchedBy = evidenceFor(notes, environment, "watches", wholeId, (address) => assertions.ofWatchers[typeOf(address)]);
    const inherited = inheritedBy(notes, environment, wholeId);
    const found: readonly Status[] = [
      ...(satisfiedBy.length > 0 ? (["deployed"] as const) : []),
      ...(inherited.length > 0 ? (["inherited"] as const) : []),
      ...(watchedBy.length > 0 ? (["watched"] as const) : []),
    ];
    // Resources help people to follow a procedure; they do not make it one that is followed.
    const status = kind === "by process" ? kind : best([...found, ...throughOthers(through, environment)]);
    return { environment, status, satisfiedBy, watchedBy, inheritedBy: inherited };
  };

  /** What stands for a control has to stand whole: the weakest of the others counts. */
  const throughOthers = (through: readonly string[], environment: string): readonly Status[] => {
    if (through.length === 0) return [];
    const others = through.map((other) => standing(other, environment).status);
    return others.includes("missing") || others.includes("by process") ? [] : [others.toSorted((a, b) => statuses.indexOf(b) - statuses.indexOf(a))[0]!];
  };

  return frameworks.map(({ controls, ...framework }) => ({
    ...framework,
    controls: controls.map((control) => {
      const wholeId = `${framework.name}:${control.id}`;
      return { ...control, wholeId, environments: environments.map((environment) => standing(wholeId, environment)) };
    }),
  }));
};

const refuseUnknownClaims = (frameworks: readonly Framework[], notes: Notes): void => {
  const known = frameworks.flatMap(({ name, controls }) => controls.map(({ id }) => `${name}:${id}`));
  const refuse = (control: string, where: string): never => {
    const near = nearest(control, known);
    throw usageError({
      id: "unknown-control",
      problem: `a construct claims ${control}, which no list of controls has`,
      where,
      remedy: near ? `Did you mean ${near}?` : "The lists are in policies/controls.",
    });
  };
  for (const [stack, note] of Object.entries(notes)) {
    for (const control of note.inherited) if (!known.includes(control)) refuse(control, stack);
    for (const { controls, watches, path, source } of Object.values(note.resources))
      for (const control of [...controls, ...watches]) if (!known.includes(control)) refuse(control, source[0] ? `${path} (${source[0].file}:${source[0].line})` : path);
  }
};

/** @throws PortcullisError (usage) `unknown-framework`, with the nearest name */
export const selectFramework = <Named extends { readonly name: string }>(frameworks: readonly Named[], name: string): Named => {
  const found = frameworks.find((framework) => framework.name === name);
  if (found) return found;
  const names = frameworks.map((framework) => framework.name);
  const near = nearest(name, names);
  throw usageError({
    id: "unknown-framework",
    problem: `there is no list of controls ${JSON.stringify(name)}`,
    where: "policies/controls/index.ts",
    remedy: near ? `Did you mean ${near}?` : `There are: ${names.join(", ")}.`,
  });
};
