import { z } from "zod";
import type { Finding, Location, Severity } from "../finding";
import { readJson } from "../parse/json";
import { shaped } from "../parse/shape";
import type { Reader } from "../reader";
import { severityOfScore, severityOfWord, worse } from "../severity";
import { cweOf, oneLine } from "../text";
import { timeOf } from "../time";

const word = z.string().nullish();
interface Component {
  readonly "bom-ref"?: string | null;
  readonly name: string;
  readonly version?: string | null;
  readonly purl?: string | null;
  readonly components?: readonly Component[] | null;
}
const component: z.ZodType<Component> = z.looseObject({ "bom-ref": word, name: z.string(), version: word, purl: word, components: z.lazy(() => z.array(component)).nullish() });
const named = z.looseObject({ name: z.string(), version: word });
const vulnerability = z.looseObject({
  id: z.string(),
  references: z.array(z.looseObject({ id: z.string() })).nullish(),
  ratings: z.array(z.looseObject({ severity: word, score: z.number().nullish(), method: word })).nullish(),
  cwes: z.array(z.number()).nullish(),
  analysis: z.looseObject({ state: word, justification: word }).nullish(),
  affects: z.array(z.looseObject({ ref: z.string() })).nullish(),
});
/** CycloneDX 1.4 to 1.7. `tools` was a list until 1.5. A bill without `vulnerabilities` is a list of parts, not evidence of a scan. */
const document = z.looseObject({
  bomFormat: z.literal("CycloneDX"),
  metadata: z.looseObject({ timestamp: word, component: component.nullish(), tools: z.union([z.array(named), z.looseObject({ components: z.array(named).nullish() })]).nullish() }).nullish(),
  components: z.array(component).nullish(),
  vulnerabilities: z.array(vulnerability),
});
type Vulnerability = z.infer<typeof vulnerability>;

/** With those that lie in others. */
const flat = (components: readonly Component[]): readonly Component[] => components.flatMap((each) => [each, ...flat(each.components ?? [])]);

const isCurrentCvss = (method: string | null | undefined): boolean => /^CVSSv[34]/i.test(method ?? "");

/** The worst that any source gives. A rating without its word has its score. */
const severityOf = ({ ratings }: Vulnerability): Severity => {
  const known = (ratings ?? [])
    .map(({ severity, score, method }) => {
      const said = severityOfWord(severity, { none: "info" });
      return said === "unknown" && isCurrentCvss(method) ? severityOfScore(score ?? undefined) : said;
    })
    .filter((severity) => severity !== "unknown");
  return known.length > 0 ? known.reduce<Severity>(worse, "info") : "unknown";
};

const scoreOf = ({ ratings }: Vulnerability): number | undefined => {
  const scores = (ratings ?? []).flatMap(({ score, method }) => (isCurrentCvss(method) ? (score ?? []) : []));
  return scores.length > 0 ? Math.max(...scores) : undefined;
};

/** `pkg:npm/ms@2.0.0` (package-url specification): the type is what others call the ecosystem. */
const ecosystemOf = (purl: string | null | undefined): string | undefined => /^pkg:([a-z\d.+-]+)\//i.exec(purl ?? "")?.[1]?.toLowerCase();

/** In a document of its own (VEX) the component lies in another one: `urn:cdx:<serial>/1#<reference>`. */
const locationOf = (ref: string, components: ReadonlyMap<string, Component>): Location => {
  const found = components.get(ref);
  if (!found) return { package: { name: ref.slice(ref.indexOf("#") + 1) } };
  return { package: { name: found.name, version: found.version ?? undefined, ecosystem: ecosystemOf(found.purl) } };
};

/** Whoever writes the document can say "not affected" or "resolved": it stands until a waiver agrees. */
const isOpen = (state: string | null | undefined): boolean => !state || state === "exploitable" || state === "in_triage";

/** One finding a component that is affected; where none is named, the whole is. */
const placesOf = ({ affects }: Vulnerability, whole: string | undefined): readonly ({ readonly ref: string } | Location)[] => (affects && affects.length > 0 ? affects : [{ resource: whole ?? "the bill of materials" }]);

export const cyclonedx: Reader = {
  format: "cyclonedx",
  title: "CycloneDX JSON with vulnerabilities (VEX)",
  recognises: ({ keys, values }) => values.get("bomFormat") === "CycloneDX" || (keys.has("vulnerabilities") && keys.has("components[].bom-ref")),
  read: (source) => {
    const { metadata, components, vulnerabilities } = shaped(document, readJson(source));
    const parts = flat(components ?? []);
    const byReference = new Map([...(metadata?.component ? [metadata.component] : []), ...parts].flatMap((part) => (part["bom-ref"] ? [[part["bom-ref"], part] as const] : [])));
    const [tool] = (Array.isArray(metadata?.tools) ? metadata.tools : metadata?.tools?.components) ?? [];
    const name = tool?.name.toLowerCase() ?? "cyclonedx";
    return {
      format: "cyclonedx",
      tool: name,
      toolVersion: tool?.version ?? undefined,
      looked: parts.length || undefined,
      lookedAt: "components",
      time: timeOf(metadata?.timestamp),
      failures: [],
      contradictions: [],
      findings: vulnerabilities.flatMap((found) =>
        placesOf(found, metadata?.component?.name).map((place): Finding => {
          const { id, references, cwes, analysis } = found;
          return {
            tool: name,
            rule: id,
            kind: "dependency",
            severity: severityOf(found),
            title: oneLine(id),
            location: "ref" in place ? locationOf(place.ref, byReference) : place,
            state: isOpen(analysis?.state) ? "open" : "suppressed",
            aliases: [...new Set([id.toUpperCase(), ...(references ?? []).map((reference) => reference.id.toUpperCase()), ...(cwes ?? []).flatMap((cwe) => cweOf(cwe) ?? [])])],
            score: scoreOf(found),
            note: analysis?.state ? oneLine([analysis.state, analysis.justification].filter(Boolean).join(": ")) : undefined,
          };
        }),
      ),
    };
  },
};
