import { closest, distance } from "fastest-levenshtein";
import { parseParameters, type ManagedRule, type Rule, type RuleParameters } from "./rule";

/** The sets of rules that a conformance pack is made of. */
export type PackName = "cis-aws-7.0" | "hipaa" | "encryption";

/** What an environment asks for. */
export interface RuleChoice {
  /** Packs in order of precedence. */
  readonly packs: readonly PackName[];
  /** By rule name, or by control id for the rules that watch no other control. */
  readonly off: Readonly<Record<string, unknown>>;
  /** Parameters that differ from the catalogue's, by rule name. */
  readonly parameters: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** A rule with the values of its parameters. */
export interface ChosenRule<R extends Rule = Rule> {
  readonly rule: R;
  readonly values: RuleParameters;
}

/** What is wrong with a choice; the key is relative to it. */
export interface ChoiceFault {
  readonly key: string;
  readonly problem: string;
  readonly remedy: string;
}

const belongsTo = (rule: Rule, pack: PackName): boolean =>
  pack === "encryption" ? rule.encryption : rule.controls.some((control) => control.startsWith(`${pack}:`));

const isOff = (rule: Rule, { off }: RuleChoice): boolean =>
  rule.name in off || (rule.controls.length > 0 && rule.controls.every((control) => control in off));

/** The rules that some pack asks for and nothing turns off. Account-wide ones only in the home region. */
export const chooseRules = <R extends Rule>(rules: readonly R[], choice: RuleChoice, isHome: boolean): readonly ChosenRule<R>[] =>
  rules
    .filter((rule) => isHome || rule.reach === "region")
    .filter((rule) => choice.packs.some((pack) => belongsTo(rule, pack)) && !isOff(rule, choice))
    .map((rule) => {
      const parsed = parseParameters(rule, choice.parameters[rule.name]);
      return { rule, values: "values" in parsed ? parsed.values : {} };
    });

/** Each rule to the first pack that asks for it: evaluated in two packs it would be paid for twice. */
export const allocate = (chosen: readonly ChosenRule<ManagedRule>[], packs: readonly PackName[]): ReadonlyMap<PackName, readonly ChosenRule<ManagedRule>[]> =>
  new Map(
    packs
      .map((pack, index) => {
        const taken = packs.slice(0, index);
        return [pack, chosen.filter(({ rule }) => belongsTo(rule, pack) && !taken.some((earlier) => belongsTo(rule, earlier)))] as const;
      })
      .filter(([, rules]) => rules.length > 0),
  );

/** What a choice asks for and the rules do not have. */
export const choiceFaults = (rules: readonly Rule[], choice: RuleChoice): readonly ChoiceFault[] => {
  const names = rules.map(({ name }) => name);
  const controls = [...new Set(rules.flatMap((rule) => rule.controls))];
  return [
    ...Object.keys(choice.off)
      .filter((key) => !names.includes(key) && !(controls as readonly string[]).includes(key))
      .map((key) => unknown(`off.${key}`, key.includes(":") ? "no rule watches a control of this id" : "there is no rule of this name", key, [...names, ...controls])),
    ...Object.entries(choice.parameters).flatMap(([name, given]): readonly ChoiceFault[] => {
      const rule = rules.find((candidate) => candidate.name === name);
      if (rule === undefined) return [unknown(`parameters.${name}`, "there is no rule of this name", name, names)];
      const parsed = parseParameters(rule, given);
      if ("values" in parsed) return [];
      const { parameter, problem, known } = parsed.fault;
      return [
        {
          key: `parameters.${name}.${parameter}`,
          problem,
          remedy: known.length === 0 ? "leave it out: the rule takes no parameters" : `the rule takes ${known.join(", ")}`,
        },
      ];
    }),
  ];
};

const unknown = (key: string, problem: string, written: string, known: readonly string[]): ChoiceFault => {
  const nearest = closest(written, [...known]);
  const isNear = distance(written, nearest) <= written.length / 2;
  return { key, problem, remedy: isNear ? `did you mean ${nearest}?` : "modules/config-rules/catalogue has every rule and its controls" };
};
