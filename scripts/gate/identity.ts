import { sha256 } from "../sha256";
import { worse, type Finding, type Location, type Package } from "../findings";
import type { Witness } from "./verdict";

/** A finding and the report that lists it. */
export interface Reported {
  readonly finding: Finding;
  /** Name of the report. */
  readonly report: string;
}

/** One witness of a flaw. */
export interface Member extends Reported {
  /** `f1-…` of what this witness alone says. Baselines compare these. */
  readonly fingerprint: string;
}

/** One flaw, with everyone who saw it. */
export interface Flaw {
  /** `f1-…`; that of its witnesses where they agree, else one of them all together. */
  readonly fingerprint: string;
  /** In an order that does not depend on the order of reports. */
  readonly members: readonly Member[];
}

const hash = (parts: readonly unknown[]): string => `f1-${sha256(JSON.stringify(parts)).slice(0, 32)}`;
const byText = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);

/**
 * Lists whose ids name one flaw. Advisories of a distribution (RHSA, DSA, USN) name several at once and would join flaws that
 * have nothing in common.
 */
const flawLists = ["CVE", "GHSA", "MAL", "PYSEC", "RUSTSEC", "GO"] as const;
/** A whole id and nothing less: where several tools write `CVE-` or `GHSA-` for none, that would join all they found in a package. */
const flawId = /^(?:(CVE|MAL|PYSEC|RUSTSEC|GO)-\d{4}-\d+|(GHSA)(?:-[\dA-Z]{4}){3})$/;
const listOf = (id: string): string | undefined => {
  const [, numbered, lettered] = flawId.exec(id) ?? [];
  return numbered ?? lettered;
};

/** Public ids of the flaw, in capitals, once each and in order. */
export const flawIdsOf = ({ rule, aliases }: Finding): readonly string[] =>
  [...new Set([rule, ...aliases].map((id) => id.toUpperCase()).filter((id) => listOf(id) !== undefined))].sort(byText);

const weaknessesOf = ({ aliases }: Finding): readonly string[] => [...new Set(aliases.filter((alias) => /^CWE-\d+$/.test(alias)))].sort(byText);

/** `org.apache:log4j-core` and `log4j-core`, `Foo_Bar` and `foo-bar` (PEP 503), `v1.2` and `1.2` are written for the same. */
const packageKey = ({ name, version }: Package): readonly [string, string] => [
  name.slice(name.lastIndexOf(":") + 1).toLowerCase().replace(/[-_.]+/g, "-"),
  (version ?? "").toLowerCase().replace(/^v(?=\d)/, ""),
];

/** Without query and fragment: what a scanner sent there differs in every run. */
const endpointOf = ({ url = "", method = "", parameter = "" }: Location): readonly string[] => [url.replace(/[?#].*$/s, ""), method, parameter];

/** Kinds that name the same thing: an image's package is a dependency like any other. */
const familyOf = ({ kind, location }: Finding): string => (kind === "container" && location.package !== undefined ? "dependency" : kind);

/** Line, or where there is none the tool's own identity. */
const spotOf = ({ tool, nativeId, location }: Finding): string => (location.line !== undefined ? `line ${location.line}` : nativeId === undefined ? "" : `${tool} ${nativeId}`);

const checkOf = ({ tool, rule }: Finding): string => `${tool}:${rule}`;

/**
 * Weaknesses by which several tools mean the same flaw: in one line of code, or one parameter of a page. Of a file or a page as a whole they may mean
 * two, and a waiver of the first would lift the second.
 */
const sharedWeaknesses = (finding: Finding): readonly string[] => {
  const { line, url, parameter } = finding.location;
  const family = familyOf(finding);
  const isExact = url === undefined ? family === "code" && line !== undefined : family === "web" && parameter !== undefined;
  return isExact ? weaknessesOf(finding) : [];
};

/** Findings that share one of these are one flaw. */
const meetingPoints = (finding: Finding): readonly string[] => {
  const { location } = finding;
  const family = familyOf(finding);
  const at = (weaknesses: readonly string[], ...place: readonly string[]) => weaknesses.map((weakness) => JSON.stringify([family, weakness, ...place]));
  const or = (weaknesses: readonly string[]) => (weaknesses.length > 0 ? weaknesses : [checkOf(finding)]);
  if (location.package !== undefined) return at(family === "licence" ? [finding.rule] : or(flawIdsOf(finding)), ...packageKey(location.package));
  if (location.url !== undefined) return at(or(sharedWeaknesses(finding)), ...endpointOf(location));
  const place = [location.path ?? "", location.resource ?? "", spotOf(finding)];
  // Two tools never name a kind of key alike: what stands in one line is one secret to be revoked and removed.
  if (family === "secret" && location.line !== undefined) return at(["secret"], ...place);
  return at(or(sharedWeaknesses(finding)), ...place);
};

/** CVE before GHSA before the others: what most tools know. */
const preferredIds = (finding: Finding): readonly string[] => {
  const ids = flawIdsOf(finding);
  for (const list of flawLists) {
    const ofList = ids.filter((id) => listOf(id) === list);
    if (ofList.length > 0) return ofList;
  }
  return [checkOf(finding)];
};

/**
 * What one witness says, without what changes while the flaw stays: line (where the tool has an identity of its own that
 * survives it), severity, title, report. Secrets carry their rule: a second secret in the line is another one.
 */
const fingerprintOf = (finding: Finding): string => {
  const { location, tool, nativeId } = finding;
  const family = familyOf(finding);
  if (location.package !== undefined) return hash([family, family === "licence" ? [finding.rule] : preferredIds(finding), ...packageKey(location.package)]);
  const weaknesses = sharedWeaknesses(finding);
  const weakness = weaknesses.length > 0 ? weaknesses : [checkOf(finding)];
  if (location.url !== undefined) return hash([family, weakness, ...endpointOf(location)]);
  return hash([family, weakness, location.path ?? "", location.resource ?? "", nativeId === undefined ? spotOf(finding) : `${tool} ${nativeId}`]);
};

/** Joins what shares a meeting point, directly or through others; the result does not depend on the order. */
const join = (all: readonly Reported[]): readonly (readonly Reported[])[] => {
  const parents = all.map((_, index) => index);
  const rootOf = (index: number): number => {
    let root = index;
    while (parents[root] !== root) root = parents[root]!;
    for (let at = index; parents[at] !== root; ) [at, parents[at]] = [parents[at]!, root];
    return root;
  };
  const first = new Map<string, number>();
  all.forEach(({ finding }, index) => {
    for (const point of meetingPoints(finding)) {
      const other = first.get(point);
      if (other === undefined) first.set(point, index);
      else parents[rootOf(index)] = rootOf(other);
    }
  });
  const groups = new Map<number, Reported[]>();
  all.forEach((reported, index) => {
    const root = rootOf(index);
    const group = groups.get(root);
    if (group) group.push(reported);
    else groups.set(root, [reported]);
  });
  return [...groups.values()];
};

const memberOrder = ({ finding, report, fingerprint }: Member): string => JSON.stringify([finding.tool, finding.rule, report, fingerprint, finding]);

const flawOf = (reported: readonly Reported[]): Flaw => {
  const members = reported.map((each) => ({ ...each, fingerprint: fingerprintOf(each.finding) }));
  if (members.length === 1) return { fingerprint: members[0]!.fingerprint, members };
  const distinct = [...new Set(members.map(({ fingerprint }) => fingerprint))].sort(byText);
  const keyed = members.map((member) => ({ member, key: memberOrder(member) })).sort((one, other) => byText(one.key, other.key));
  // Never that of one witness among several: a waiver of what one tool saw must not lift what another says besides.
  return { fingerprint: distinct.length === 1 ? distinct[0]! : hash(["several", ...distinct]), members: keyed.map(({ member }) => member) };
};

/** A tool whose own identity is the same everywhere (semgrep's "requires login") tells nothing apart: then the line does. */
const apart = (flaws: readonly Flaw[]): readonly Flaw[] => {
  const counts = new Map<string, number>();
  for (const { fingerprint } of flaws) counts.set(fingerprint, (counts.get(fingerprint) ?? 0) + 1);
  return flaws.map((flaw) => (counts.get(flaw.fingerprint) === 1 ? flaw : { ...flaw, fingerprint: hash(["line", flaw.fingerprint, spotOf(flaw.members[0]!.finding)]) }));
};

/** Two witnesses, one finding: from what the reports list to the flaws there are, ordered by fingerprint. */
export const identify = (all: readonly Reported[]): readonly Flaw[] => [...apart(join(all).map(flawOf))].sort((one, other) => byText(one.fingerprint, other.fingerprint));

/** Whether a witness still sees it: fixed, or mitigated with approval, it does not count. */
export const isOpen = ({ finding }: Member): boolean => finding.state !== "fixed" && finding.state !== "mitigated";

/** Where the witnesses name different files, what they agree on is the place. */
const sharedLocation = (members: readonly Member[]): Location => {
  const [first, ...others] = members.map(({ finding }) => finding.location);
  if (first === undefined || others.length === 0) return first ?? {};
  const agrees = <Key extends "path" | "line" | "endLine" | "resource" | "url">(key: Key): Location[Key] => (others.every((other) => other[key] === first[key]) ? first[key] : undefined);
  const fixedIn = [...new Set(members.flatMap(({ finding }) => finding.location.package?.fixedIn ?? []))].sort(byText);
  const shared = first.package && { ...first.package, ...(members.some(({ finding }) => finding.location.package?.fixedIn !== undefined) ? { fixedIn } : {}) };
  return { ...first, path: agrees("path"), line: agrees("line"), endLine: agrees("endLine"), resource: agrees("resource"), url: agrees("url") ?? endpointOf(first)[0], package: shared };
};

/** What all witnesses together say; the worst word counts, and one who still sees it is enough. */
export const summarise = ({ fingerprint, members }: Flaw): Finding & { readonly fingerprint: string; readonly witnesses: readonly Witness[] } => {
  const open = members.filter(isOpen);
  const counting = open.length > 0 ? open : members;
  const severity = counting.map(({ finding }) => finding.severity).reduce(worse);
  const speaker = (counting.find(({ finding }) => finding.severity === severity) ?? counting[0]!).finding;
  const witnesses = members.map(({ finding, report, fingerprint: own }): Witness => ({ tool: finding.tool, rule: finding.rule, report, fingerprint: own, ...(finding.firstSeen === undefined ? {} : { firstSeen: finding.firstSeen }) }));
  if (members.length === 1) return { ...speaker, fingerprint, witnesses };
  const seen = members.flatMap(({ finding }) => finding.firstSeen ?? []).sort(byText);
  const scores = members.flatMap(({ finding }) => finding.score ?? []);
  const fixes = counting.map(({ finding }) => finding.isFixAvailable);
  return {
    ...speaker,
    severity,
    location: sharedLocation(members),
    state: counting.some(({ finding }) => finding.state === "open") ? "open" : speaker.state,
    aliases: [...new Set(members.flatMap(({ finding }) => finding.aliases))].sort(byText),
    score: scores.length > 0 ? scores.reduce((most, score) => Math.max(most, score)) : undefined,
    isFixAvailable: fixes.includes(true) ? true : fixes.every((each) => each === false) ? false : undefined,
    firstSeen: seen[0],
    fingerprint,
    witnesses: [...new Map(witnesses.map((witness) => [JSON.stringify(witness), witness])).values()],
  };
};
