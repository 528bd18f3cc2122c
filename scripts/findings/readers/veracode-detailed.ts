import { severities, type Finding, type FindingKind, type FindingState, type Location } from "../finding";
import { childOf, childrenOf, readXml, type XmlElement } from "../parse/xml";
import type { Reader } from "../reader";
import { cweOf, oneLine, pathOf } from "../text";
import { timeOf } from "../time";
import { UnreadableReport } from "../unreadable";
import { parameterOf, urlOf } from "../web-location";
import { packageNameOf, severityOfLevel } from "./veracode-shared";

type Attributes = XmlElement["attributes"];

/** Not even an empty attribute is a number here: `Number("")` is 0, which is a severity. */
const numberOf = (text: string | undefined): number | undefined => (/^\d{1,9}$/.test(text ?? "") ? Number(text) : undefined);

/** Veracode's detailedreport.xsd: a mitigation counts when it is accepted; `proposed` and `rejected` are not. */
const stateOfFlaw = ({ remediation_status, mitigation_status }: Attributes): FindingState => {
  if (remediation_status === "Fixed") return "fixed";
  return mitigation_status === "accepted" ? "mitigated" : "open";
};

const noteOf = (element: XmlElement): string | undefined => {
  const said = childrenOf(childOf(element, "mitigations"), "mitigation").map(({ attributes }) => `${attributes["action"]} by ${attributes["user"]}: ${attributes["description"]}`);
  return said.length > 0 ? oneLine(said.join("; ")) : undefined;
};

const locationOfFlaw = ({ url, vuln_parameter, sourcefile, sourcefilepath, line, module }: Attributes): Location => {
  if (url) return { url: urlOf(url), parameter: parameterOf(vuln_parameter) };
  if (!sourcefile) return { resource: module || "the application" };
  const folder = pathOf(sourcefilepath ?? "");
  return { path: folder === "" || folder.endsWith("/") ? `${folder}${sourcefile}` : `${folder}/${sourcefile}`, line: numberOf(line) || undefined };
};

const flawOf = (element: XmlElement, kind: FindingKind): Finding => {
  const { attributes } = element;
  const weakness = cweOf(attributes["cweid"]);
  return {
    tool: "veracode",
    rule: weakness ?? (attributes["categoryname"] || "unnamed"),
    kind,
    severity: severityOfLevel(numberOf(attributes["severity"])),
    title: oneLine(attributes["categoryname"] || weakness || "A flaw without a name"),
    location: locationOfFlaw(attributes),
    state: stateOfFlaw(attributes),
    aliases: weakness === undefined ? [] : [weakness],
    nativeId: attributes["issueid"] || undefined,
    firstSeen: timeOf(attributes["date_first_occurrence"]),
    note: noteOf(element),
  };
};

/** `mitigation` alone does not say that anybody approved it: only an approval in its history lifts it. */
const stateOfVulnerability = (vulnerability: XmlElement): FindingState => {
  const isApproved = childrenOf(childOf(vulnerability, "mitigations"), "mitigation").some(({ attributes }) => attributes["action"] === "Approve Mitigation");
  return vulnerability.attributes["mitigation"] === "true" && isApproved ? "mitigated" : "open";
};

interface Component {
  readonly findings: readonly Finding[];
  /** Where it counts other vulnerabilities than it lists. */
  readonly isContradicted: boolean;
}

const componentOf = (component: XmlElement): Component => {
  const { file_name = "", version, vulnerabilities: counted } = component.attributes;
  const path = childrenOf(childOf(component, "file_paths"), "file_path")[0]?.attributes["value"];
  const listed = childrenOf(childOf(component, "vulnerabilities"), "vulnerability");
  const findings = listed.map((vulnerability): Finding => {
    const { cve_id, cwe_id, severity, cvss_score, first_found_date } = vulnerability.attributes;
    if (!cve_id) throw new UnreadableReport("malformed", "a vulnerability of a component has no cve_id");
    // Several stand in one attribute: "CWE-20 CWE-295".
    const weaknesses = (cwe_id ?? "").split(/[\s,]+/).map(cweOf).filter((weakness) => weakness !== undefined);
    return {
      tool: "veracode",
      rule: cve_id,
      kind: "dependency",
      severity: severityOfLevel(numberOf(severity)),
      title: `${cve_id} in ${oneLine(file_name, 100)}`,
      location: { path: path ? pathOf(path) : undefined, package: { name: packageNameOf(file_name, version), version } },
      state: stateOfVulnerability(vulnerability),
      aliases: [cve_id.toUpperCase(), ...weaknesses],
      score: cvss_score ? Number(cvss_score) : undefined,
      firstSeen: timeOf(first_found_date),
      note: noteOf(vulnerability),
    };
  });
  return { findings, isContradicted: (numberOf(counted) ?? listed.length) !== listed.length };
};

/** Only what is counted and not listed: a flaw that was fixed or mitigated since may be listed and not counted. */
const missingInList = (flaws: readonly Finding[], modules: readonly XmlElement[]): readonly string[] =>
  severities.flatMap((severity) => {
    const levels = [0, 1, 2, 3, 4, 5].filter((level) => severityOfLevel(level) === severity);
    const counted = modules.flatMap(({ attributes }) => levels.map((level) => numberOf(attributes[`numflawssev${level}`]) ?? 0)).reduce((sum, count) => sum + count, 0);
    const listed = flaws.filter((flaw) => flaw.severity === severity).length;
    return counted <= listed ? [] : [`the modules count ${counted} flaws of the severity ${severity}, the list has ${listed}`];
  });

/** Whether the sums hold the fixed flaws, which the list has, is not documented: both readings are allowed. */
const contradictionsOf = (root: XmlElement, flaws: readonly Finding[], modules: readonly XmlElement[], components: readonly Component[]): readonly string[] => {
  const present = flaws.filter(({ state }) => state !== "fixed").length;
  const sums: readonly (readonly [string, string | undefined])[] = [
    ["total_flaws", root.attributes["total_flaws"]],
    ["flaw-status", childOf(root, "flaw-status")?.attributes["total"]],
  ];
  const wrong = sums.flatMap(([name, written]) => {
    const sum = numberOf(written);
    return sum === undefined || (sum >= present && sum <= flaws.length) ? [] : [`${name} says ${sum} flaws, the list has ${flaws.length}`];
  });
  const torn = components.filter(({ isContradicted }) => isContradicted).length;
  return [...wrong, ...missingInList(flaws, modules), ...(torn === 0 ? [] : [`${torn} component${torn === 1 ? " counts" : "s count"} other vulnerabilities than they list`])];
};

const flawKinds: Readonly<Record<string, FindingKind>> = { staticflaws: "code", dynamicflaws: "web", manualflaws: "web" };

export const veracodeDetailed: Reader = {
  format: "veracode-detailed",
  title: "Veracode detailed report (XML)",
  recognises: ({ elements }) => elements.has("/detailedreport"),
  read: (source) => {
    const flaws: Finding[] = [];
    const components: Component[] = [];
    const flawEach = Object.entries(flawKinds).map(([list, kind]) => [`/detailedreport/severity/category/cwe/${list}/flaw`, (element: XmlElement) => void flaws.push(flawOf(element, kind))] as const);
    const root = readXml(source, {
      each: { ...Object.fromEntries(flawEach), "/detailedreport/software_composition_analysis/vulnerable_components/component": (element) => void components.push(componentOf(element)) },
    });
    if (root.name !== "detailedreport") throw new UnreadableReport("unknown-format", "the report is no detailed report of Veracode");
    const analyses = root.children.filter(({ name }) => /^(?:static|dynamic|manual)-analysis$/.test(name));
    const lists = analyses.map((analysis) => childOf(analysis, "modules")).filter((list) => list !== undefined);
    const modules = lists.flatMap((list) => childrenOf(list, "module"));
    const scanName = root.attributes["version"];
    return {
      format: "veracode-detailed",
      tool: "veracode",
      toolVersion: analyses.map(({ attributes }) => attributes["engine_version"]).find(Boolean),
      looked: lists.length === 0 ? undefined : modules.length,
      lookedAt: "modules",
      // Pipelines name a scan by its commit; nothing else in the report could say it.
      commit: /^[0-9a-f]{40}$/.test(scanName ?? "") ? scanName : undefined,
      // With several analyses the oldest counts: what it looked at is no newer.
      time: analyses.flatMap(({ attributes }) => timeOf(attributes["published_date"]) ?? []).sort()[0],
      failures: [],
      contradictions: contradictionsOf(root, flaws, modules, components),
      findings: [...flaws, ...components.flatMap(({ findings }) => findings)],
    };
  },
};
