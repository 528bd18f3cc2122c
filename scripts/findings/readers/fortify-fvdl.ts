import type { Finding, Location } from "../finding";
import { childOf, childrenOf, readXml, textIn, type XmlElement } from "../parse/xml";
import type { Reader } from "../reader";
import type { Report } from "../report";
import type { Source } from "../source";
import { oneLine, pathOf } from "../text";
import { timeOf } from "../time";
import { UnreadableReport } from "../unreadable";
import { engineMessages, priorityOf, type RuleRating } from "./fortify-priority";

interface Place {
  readonly path: string;
  readonly line: number | undefined;
}

interface Rule {
  readonly rating: RuleRating | undefined;
  readonly weaknesses: readonly string[];
}

/** Of a vulnerability what is kept until the rules are read, which stand behind all of them. */
interface Vulnerability {
  readonly classId: string;
  readonly category: string;
  readonly instanceId: string | undefined;
  readonly confidence: number;
  readonly place: Place | undefined;
  /** Where the trace's node stands in the pool behind the vulnerabilities. */
  readonly node: string | undefined;
}

/** Not even an empty text is a number here: `Number("")` is 0. */
const numberOf = (text: string | undefined): number => (text === undefined || text === "" ? Number.NaN : Number(text));

const placeOf = (location: XmlElement | undefined): Place | undefined => {
  const path = location?.attributes["path"];
  return path ? { path, line: Number(location?.attributes["line"]) || undefined } : undefined;
};

/** Where Fortify shows it: the default node of the trace, given in place or by its id in the pool; else what the description is filled with. */
const whereIs = (unified: XmlElement | undefined): Pick<Vulnerability, "place" | "node"> => {
  const trace = childrenOf(childOf(childOf(unified, "Trace"), "Primary"), "Entry").flatMap((entry) => entry.children);
  const shown = trace.find(({ attributes }) => attributes["isDefault"] === "true") ?? trace[0];
  const definitions = childrenOf(childOf(unified, "ReplacementDefinitions"), "LocationDef");
  const defined = definitions.find(({ attributes }) => attributes["key"] === "PrimaryLocation") ?? definitions.find(({ attributes }) => attributes["key"] === "SinkLocation");
  return { place: placeOf(childOf(shown, "SourceLocation")) ?? placeOf(defined), node: shown?.name === "NodeRef" ? shown.attributes["id"] : undefined };
};

const vulnerabilityOf = (element: XmlElement): Vulnerability => {
  const type = childOf(element, "ClassInfo");
  const instance = childOf(element, "InstanceInfo");
  const classId = textIn(type, "ClassID");
  if (!classId) throw new UnreadableReport("malformed", "a vulnerability has no ClassID: it cannot be told which rule found it");
  return {
    classId,
    category: [textIn(type, "Type"), textIn(type, "Subtype")].filter(Boolean).join(": ") || "An issue without a category",
    instanceId: textIn(instance, "InstanceID") || undefined,
    confidence: numberOf(textIn(instance, "Confidence")),
    ...whereIs(childOf(childOf(element, "AnalysisInfo"), "Unified")),
  };
};

const ruleOf = (element: XmlElement): Rule => {
  const groups = new Map(childrenOf(childOf(element, "MetaInfo"), "Group").map(({ attributes, text }) => [attributes["name"], text]));
  const [impact, accuracy, probability] = ["Impact", "Accuracy", "Probability"].map((name) => numberOf(groups.get(name)));
  const isRated = groups.has("Impact") && groups.has("Accuracy") && groups.has("Probability");
  const weaknesses = [...(groups.get("altcategoryCWE") ?? "").matchAll(/CWE ID (\d{1,5})/g)].map(([, number]) => `CWE-${number}`);
  return { rating: isRated ? { impact: impact!, accuracy: accuracy!, probability: probability! } : undefined, weaknesses };
};

/** What people decided about issues, by their instance id (audit.xml of an FPR). */
export interface Decision {
  readonly isSuppressed: boolean;
  readonly note: string | undefined;
}

/**
 * A report of an FVDL, which is big for what it says: of each vulnerability only what a finding needs is kept, and the snippets of
 * source code never are.
 * @throws UnreadableReport
 */
export const readFvdl = (source: Source, format: string, decisions: ReadonlyMap<string, Decision> = new Map()): Report => {
  const vulnerabilities: Vulnerability[] = [];
  const rules = new Map<string, Rule>();
  const nodes = new Map<string, Place | undefined>();
  let files = 0;
  const skip = () => undefined;
  const root = readXml(source, {
    each: {
      "/FVDL/Build/SourceFiles/File": () => void (files += 1),
      "/FVDL/Vulnerabilities/Vulnerability": (element) => void vulnerabilities.push(vulnerabilityOf(element)),
      "/FVDL/UnifiedNodePool/Node": (element) => void nodes.set(element.attributes["id"] ?? "", placeOf(childOf(element, "SourceLocation"))),
      "/FVDL/EngineData/RuleInfo/Rule": (element) => void rules.set(element.attributes["id"] ?? "", ruleOf(element)),
      "/FVDL/ContextPool/Context": skip,
      "/FVDL/Description": skip,
      "/FVDL/Snippets/Snippet": skip,
      "/FVDL/ProgramData/Sources/SourceInstance": skip,
      "/FVDL/ProgramData/Sinks/SinkInstance": skip,
      "/FVDL/ProgramData/CalledWithNoDef/Function": skip,
      "/FVDL/EngineData/Properties": skip,
    },
  });
  if (root.name !== "FVDL") throw new UnreadableReport("unknown-format", "the report is no FVDL");
  const build = childOf(root, "Build");
  const engine = childOf(root, "EngineData");
  if (!childOf(root, "Vulnerabilities") || !engine) throw new UnreadableReport("malformed", "the FVDL has no Vulnerabilities or no EngineData: it is no complete result of a scan");

  const base = pathOf(textIn(build, "SourceBasePath") ?? "").replace(/\/$/, "");
  const locationOf = ({ place, node }: Vulnerability): Location => {
    const at = place ?? (node === undefined ? undefined : nodes.get(node));
    if (at === undefined) return { resource: textIn(build, "BuildID") || "the build" };
    const path = pathOf(at.path);
    return { path: base !== "" && path.startsWith(`${base}/`) ? path.slice(base.length + 1) : path, line: at.line };
  };
  const findingOf = (vulnerability: Vulnerability): Finding => {
    const { classId, category, instanceId, confidence } = vulnerability;
    const rule = rules.get(classId);
    const decision = decisions.get(instanceId ?? "");
    return {
      tool: "fortify",
      rule: classId,
      kind: "code",
      severity: priorityOf(rule?.rating, confidence),
      title: oneLine(category),
      location: locationOf(vulnerability),
      state: decision?.isSuppressed ? "suppressed" : "open",
      aliases: rule?.weaknesses ?? [],
      nativeId: instanceId,
      note: decision?.note,
    };
  };
  return {
    format,
    tool: "fortify",
    toolVersion: textIn(engine, "EngineVersion") || undefined,
    ...lookedOf(build, files),
    rules: childOf(engine, "RulePacks") && childrenOf(childOf(engine, "RulePacks"), "RulePack").length,
    time: writtenTime(root),
    failures: engineMessages(childrenOf(childOf(engine, "Errors"), "Error").map(({ attributes, text }) => ({ code: oneLine(attributes["code"] ?? "", 20), text }))),
    findings: vulnerabilities.map(findingOf),
  };
};

const lookedOf = (build: XmlElement | undefined, listed: number): Pick<Report, "looked" | "lookedAt" | "contradictions"> => {
  const written = textIn(build, "NumberFiles");
  const counted = numberOf(written);
  const isContradicted = Number.isFinite(counted) && childOf(build, "SourceFiles") !== undefined && counted !== listed;
  return { looked: Number.isFinite(counted) ? counted : listed, lookedAt: "files", contradictions: isContradicted ? [`NumberFiles says ${counted} files, the list has ${listed}`] : [] };
};

/** WriteDate has its zone; CreatedTS, seconds before, has none. */
const writtenTime = (root: XmlElement): string | undefined => {
  const [written, created] = [childOf(root, "WriteDate"), childOf(root, "CreatedTS")].map((element) => timeOf(`${element?.attributes["date"]}T${element?.attributes["time"]}`));
  return written ?? created;
};

export const fortifyFvdl: Reader = {
  format: "fortify-fvdl",
  title: "Fortify FVDL (audit.fvdl)",
  recognises: ({ elements }) => elements.has("/FVDL"),
  read: (source) => readFvdl(source, "fortify-fvdl"),
};
