import type { Capability, Found } from "./capability";
import { agrees, lineOf, type Declaration } from "./declaration";

/** What doctor says of one capability. */
export interface Judgement {
  readonly capability: Capability["key"];
  readonly mode: Declaration["mode"];
  /** Whether what is declared can be applied to the account as it is. */
  readonly fits: boolean;
  readonly found: readonly Pick<Found, "region" | "what" | "keeper">[];
  readonly reason: string;
  /** The line to write in the environment's file. @default leave it as it is */
  readonly choose?: string;
}

type Judged = Pick<Capability, "key" | "scope" | "isSeenFromMembers" | "adoption">;

interface Situation {
  readonly capability: Judged;
  readonly declared: Declaration;
  readonly found: readonly Found[];
  /** Home region first. */
  readonly regions: readonly string[];
}

const own: Declaration = { mode: "own", fields: {} };

const isSomebodyElses = ({ keeper }: Found): boolean => keeper !== "portcullis";

const named = (found: readonly Found[]): string => found.map(({ what, region }) => `${what} (${region})`).join(", ");

/**
 * What suits the account: an organisation's is left to it, the one thing that stands here is imported. Where there are
 * several, one declaration cannot name them all, and they are left to whoever made them.
 */
const suitable = ({ capability, found, regions }: Situation): Declaration => {
  const others = found.filter((each) => isSomebodyElses(each) && each.besideOwn !== "harmless");
  const organisations = others.find(({ keeper, external }) => keeper === "organisation" && external !== undefined);
  if (organisations?.external) return { mode: "external", fields: organisations.external };
  const [first, ...further] = others;
  if (first?.adopt && further.every(({ adopt }) => adopt !== undefined)) {
    if (capability.adoption) return { mode: "adopt", fields: capability.adoption.ofAll(others, regions[0]!) };
    if (further.every(({ adopt }) => agrees(first.adopt!, adopt!))) return { mode: "adopt", fields: first.adopt };
  }
  const left = others.find(({ external }) => external !== undefined);
  return left?.external ? { mode: "external", fields: left.external } : own;
};

interface Verdict {
  readonly fits: boolean;
  readonly reason: string;
  readonly choose?: Declaration;
}

const judgeOwn = (situation: Situation): Verdict => {
  const { found } = situation;
  const others = found.filter(isSomebodyElses);
  const choose = suitable(situation);
  const failing = others.filter(({ besideOwn }) => besideOwn === "fails");
  if (failing.length > 0) return { fits: false, reason: `making a second one fails beside ${named(failing)}`, choose };
  const contending = others.filter(({ besideOwn }) => besideOwn === "contends");
  if (contending.length > 0) return { fits: false, reason: `two would decide over ${named(contending)} and undo each other`, choose };
  const doubling = others.filter(({ besideOwn }) => besideOwn === "doubles");
  if (doubling.length > 0) return { fits: false, reason: `everything would be recorded and paid for twice, beside ${named(doubling)}`, choose };
  const untouched = others.filter(({ besideOwn }) => besideOwn === "untouched");
  if (untouched.length > 0) return { fits: true, reason: `${named(untouched)} stays as it is`, choose };
  return { fits: true, reason: found.length > others.length ? "Portcullis keeps it" : "Portcullis creates it; nothing is in the way" };
};

const judgeAdopt = (situation: Situation): Verdict => {
  const { capability, declared, found, regions } = situation;
  const choose = suitable(situation);
  const declaredIn = (region: string) => capability.adoption?.in(declared.fields, region, regions[0]!) ?? declared.fields;
  const isDeclared = ({ adopt, region }: Found): boolean => adopt !== undefined && agrees(declaredIn(region), adopt);
  if (!found.some(isDeclared)) {
    const others = found.filter(({ besideOwn }) => besideOwn !== "harmless");
    return { fits: false, reason: others.length === 0 ? "what is declared is not there to be imported" : `what is declared cannot be imported; there is ${named(others)}`, choose };
  }
  const rest = found.filter((each) => !isDeclared(each) && ["fails", "contends", "doubles"].includes(each.besideOwn));
  return rest.length === 0 ? { fits: true, reason: "it is there to be imported, or Portcullis keeps it already" } : { fits: false, reason: `one declaration cannot import ${named(rest)} as well`, choose };
};

const judgeExternal = (situation: Situation): Verdict => {
  const { capability, declared, found, regions } = situation;
  const kept = found.filter((each) => !isSomebodyElses(each));
  if (kept.length > 0) return { fits: false, reason: `Portcullis keeps ${named(kept)}: the next apply would remove it, and nobody is known to do its work`, choose: own };
  const others = found.filter(({ external }) => external !== undefined);
  const declaredOnes = others.filter(({ external }) => agrees(declared.fields, external!));
  if (others.length === 0 && capability.isSeenFromMembers === false) return { fits: true, reason: "left to another team; what an organisation runs is not seen from this account" };
  if (declaredOnes.length === 0)
    return others.length === 0
      ? { fits: false, reason: "nobody runs it here: its controls would count as inherited and hold for nothing", choose: suitable(situation) }
      : { fits: false, reason: `what is declared is not there; there is ${named(others)}`, choose: suitable(situation) };
  const without = capability.scope === "region" && capability.isSeenFromMembers !== false ? regions.filter((region) => !declaredOnes.some((each) => each.region === region)) : [];
  if (without.length > 0) return { fits: false, reason: `nobody runs it in ${without.join(", ")}: ask the team that runs it elsewhere to govern that region too` };
  return { fits: true, reason: `left to ${named(declaredOnes)}` };
};

/** Pure: what is declared, held against what was found. */
export const judge = (capability: Judged, declared: Declaration, found: readonly Found[], regions: readonly string[]): Judgement => {
  const judgeMode = { own: judgeOwn, adopt: judgeAdopt, external: judgeExternal }[declared.mode];
  const { fits, reason, choose } = judgeMode({ capability, declared, found, regions });
  return {
    capability: capability.key,
    mode: declared.mode,
    fits,
    found: found.map(({ region, what, keeper }) => ({ region, what, keeper })),
    reason,
    ...(choose === undefined ? {} : { choose: lineOf(capability.key, choose) }),
  };
};
