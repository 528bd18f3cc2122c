import { millisecondsPerDay, millisecondsPerHour } from "../clock";
import type { Report, UnreadableKind, ScanFacts } from "../findings";
import type { Manifest, Requirement } from "./manifest";
import { clockSkew, momentOf } from "./moment";
import type { Rules } from "./policy";
import { reason } from "./reason";
import type { RunRecord } from "./record";
import { compareVersions, didRun, hasDatedRules, isMeasurement } from "./tools";
import type { GateSubject, Reason, ReportEvidence } from "./verdict";

/** A report as it was found, before anybody judged it. */
export interface GatheredReport {
  /** File name as it was given. */
  readonly name: string;
  readonly sha256: string;
  /** In bytes. */
  readonly size: number;
  readonly content: { readonly report: Report } | { readonly kind: UnreadableKind | "missing"; readonly problem: string };
  /** The record beside it, or what is wrong with it. @default none */
  readonly record?: RunRecord | { readonly problem: string };
}

export interface EvidenceQuestion {
  readonly reports: readonly GatheredReport[];
  readonly manifest: Manifest;
  readonly rules: Rules;
  readonly subject: GateSubject;
  /** Milliseconds since 1970. */
  readonly now: number;
}

export interface JudgedEvidence {
  readonly reports: readonly ReportEvidence[];
  readonly reasons: readonly Reason[];
  readonly warnings: readonly Reason[];
}

/** What report and record prove together. */
interface Proof extends ScanFacts {
  readonly tool: string;
}

const recordOf = ({ record }: GatheredReport): RunRecord | undefined => (record !== undefined && !("problem" in record) ? record : undefined);

const proofOf = (report: Report, record: RunRecord | undefined): Proof => ({
  tool: report.tool,
  toolVersion: report.toolVersion ?? record?.toolVersion,
  rules: report.rules ?? record?.rules,
  rulesTime: report.rulesTime ?? record?.rulesTime,
  looked: report.looked ?? record?.looked,
  lookedAt: report.looked === undefined ? record?.lookedAt : report.lookedAt,
  commit: (report.commit ?? record?.commit)?.toLowerCase(),
  digest: (report.digest ?? record?.digest)?.toLowerCase(),
  time: report.time ?? record?.ended,
});

const base = (name: string): string => name.slice(name.lastIndexOf("/") + 1);
const scanAgain = "Run the scan again and hand over its report whole.";

const remedies: Readonly<Record<UnreadableKind | "missing", readonly [id: string, remedy: string]>> = {
  missing: ["report-missing", "Run the scan and hand over its report, or correct the path."],
  empty: ["report-empty", "Look at the scan's own log: a report without a byte says nothing about the code. Run it again."],
  truncated: ["report-truncated", "The tool was stopped, or the file was cut on its way. Run the scan again."],
  malformed: ["report-unreadable", scanAgain],
  encoding: ["report-unreadable", "Have the tool write UTF-8: in PowerShell by its own output option instead of `>`."],
  "too-large": ["report-unreadable", "Split the scan, and say in the manifest by `reports` how many there are."],
  unsafe: ["report-unreadable", "Find out where this file comes from: no scanner writes such a report."],
  "unknown-format": ["report-unreadable", "Name its format by --as <format>=<file>, or have the tool write one that is read."],
};

const unreadable = ({ name, content }: GatheredReport): readonly Reason[] => {
  if ("report" in content) return [];
  const [id, remedy] = remedies[content.kind];
  return [reason(id, name, `The report cannot be taken as evidence: ${content.problem}.`, remedy)];
};

/** A record is bound to one report, and says the same as it. */
const recordFaults = ({ name, sha256, record }: GatheredReport, report: Report, isRequired: boolean): readonly Reason[] => {
  const rewrite = "Write the record right after the scan, by `portcullis gate record`.";
  if (record === undefined) return isRequired ? [reason("record-missing", name, "The policy asks for a record of the run beside each report, and there is none.", rewrite)] : [];
  if ("problem" in record) return [reason("record-unreadable", name, `The record beside the report cannot be read: ${record.problem}.`, rewrite)];
  if (record.report !== sha256) return [reason("record-foreign", name, "The record beside the report is of another report: their SHA-256 differ.", rewrite)];
  const version = (text: string) => text.replace(/^v(?=\d)/, "");
  const sameLooked = record.lookedAt === undefined || report.lookedAt === undefined || record.lookedAt === report.lookedAt;
  const differing = [
    ["the tool", report.tool, record.tool.toLowerCase()],
    ["its version", report.toolVersion && version(report.toolVersion), version(record.toolVersion)],
    ["the number of rules", report.rules, record.rules],
    ["when the rules were made", momentOf(report.rulesTime), record.rulesTime && momentOf(record.rulesTime)],
    ["how much was looked at", sameLooked ? report.looked : undefined, record.looked],
    ["the commit", report.commit?.toLowerCase(), record.commit],
    ["the digest", report.digest?.toLowerCase(), record.digest],
  ].flatMap(([what, said, recorded]) => (said !== undefined && recorded !== undefined && said !== recorded ? [what] : []));
  return [
    ...(differing.length > 0 ? [reason("record-contradicts", name, `The report and the record beside it differ in ${differing.join(", ")}.`, rewrite)] : []),
    ...(didRun(report.tool, record.exitCode) ? [] : [reason("tool-failed", name, `${report.tool} ended with exit code ${record.exitCode}, by which it says that it broke off.`, "Look at the scan's own log, mend what stopped it, and run it again.")]),
  ];
};

/** What a report says against itself. */
const ownFaults = (name: string, { tool, failures, contradictions }: Report): readonly Reason[] => {
  const few = (all: readonly string[]) => `${all.slice(0, 3).join("; ")}${all.length > 3 ? `; and ${all.length - 3} more` : ""}`;
  return [
    ...(failures.length > 0 ? [reason("tool-failed", name, `${tool} says that it did not see everything: ${few(failures)}.`, "Mend what it names, and run the scan again.")] : []),
    ...(contradictions.length > 0 ? [reason("report-contradicts-itself", name, `The report contradicts itself: ${few(contradictions)}.`, scanAgain)] : []),
  ];
};

const unproven = (name: string, { tool, format }: Report, proof: Proof, requirement: Requirement, subject: GateSubject): readonly Reason[] => {
  const missing = [
    proof.toolVersion === undefined && "the version of the tool",
    proof.rules === undefined && !isMeasurement(format) && "how many rules were loaded",
    proof.rulesTime === undefined && (requirement.maxRulesAgeDays !== undefined || hasDatedRules(tool, requirement.kind)) && "when its rules or vulnerability data were made",
    proof.looked === undefined && "what it looked at",
    requirement.subject === "commit" && proof.commit === undefined && "which commit",
    requirement.subject === "digest" && proof.digest === undefined && "which digest",
    requirement.subject === "digest" && subject.digest === undefined && "which digest goes out (--digest)",
    momentOf(proof.time) === undefined && "when it was made",
  ].filter((each) => each !== false);
  if (missing.length === 0) return [];
  return [reason("report-unproven", name, `Nothing proves ${missing.join(", ")}.`, "Write a record beside it right after the scan, by `portcullis gate record`.")];
};

const foreign = (name: string, proof: Proof, record: RunRecord | undefined, subject: GateSubject): readonly Reason[] => [
  ...[proof.commit, record?.commit].some((commit) => commit !== undefined && commit !== subject.commit)
    ? [reason("report-foreign-commit", name, `It is of commit ${(proof.commit !== subject.commit ? proof.commit : record?.commit)?.slice(0, 12)}, and ${subject.commit.slice(0, 12)} is to go on.`, "Scan the commit that is to go on.")]
    : [],
  ...subject.digest !== undefined && [proof.digest, record?.digest].some((digest) => digest !== undefined && digest !== subject.digest)
    ? [reason("report-foreign-digest", name, "It is of another artifact than the one that is to go out: their digests differ.", "Scan the very artifact that goes out.")]
    : [],
];

const nothingDone = (name: string, { format }: Report, proof: Proof, requirement: Requirement): readonly Reason[] => {
  const counted = proof.lookedAt ?? "things";
  const again = "Correct the scan's paths or settings: a scan that sees nothing finds nothing.";
  return [
    ...(proof.looked === 0 ? [reason("nothing-scanned", name, `${proof.tool} looked at no ${counted}.`, again)] : []),
    ...(proof.rules === 0 && !isMeasurement(format) ? [reason("nothing-scanned", name, `${proof.tool} had no rules loaded.`, again)] : []),
    ...(proof.looked !== undefined && proof.looked > 0 && proof.looked < (requirement.minimumLooked ?? 0) ? [reason("too-little-scanned", name, `${proof.tool} looked at ${proof.looked} ${counted}; the manifest asks for ${requirement.minimumLooked}.`, again)] : []),
    ...(proof.rules !== undefined && proof.rules > 0 && proof.rules < (requirement.minimumRules ?? 0) ? [reason("rules-few", name, `${proof.tool} had ${proof.rules} rules loaded; the manifest asks for ${requirement.minimumRules}.`, "Bring back the rules that are gone.")] : []),
  ];
};

const outdated = (name: string, report: Report, proof: Proof, record: RunRecord | undefined, requirement: Requirement, { rules, now }: EvidenceQuestion): readonly Reason[] => {
  const times = [report.time, record?.ended].map(momentOf).filter((each) => each !== undefined);
  const hours = Math.min(rules.reportHours, requirement.maxAgeHours ?? Infinity);
  const made = momentOf(proof.rulesTime);
  const days = Math.min(rules.rulesDays, requirement.maxRulesAgeDays ?? Infinity);
  const asksForDate = requirement.maxRulesAgeDays !== undefined || hasDatedRules(report.tool, requirement.kind);
  const isFuture = [...times, made, momentOf(record?.started)].some((time) => time !== undefined && time > now + clockSkew);
  const isOld = requirement.minimumVersion !== undefined && proof.toolVersion !== undefined && !((compareVersions(proof.toolVersion, requirement.minimumVersion) ?? -1) >= 0);
  return [
    ...(times.some((time) => now - time > hours * millisecondsPerHour) ? [reason("report-stale", name, `The scan is older than ${hours} hours.`, "Run the scan again: what is known of flaws changes by the day.")] : []),
    ...(isFuture ? [reason("report-from-the-future", name, "It says that it was made in the future.", "Set the clock of the machine that scanned, and run the scan again.")] : []),
    ...(asksForDate && made !== undefined && now - made > days * millisecondsPerDay ? [reason("rules-outdated", name, `The rules or vulnerability data of ${report.tool} are older than ${days} days.`, "Update them, and run the scan again.")] : []),
    ...(isOld ? [reason("tool-outdated", name, `${report.tool} ${proof.toolVersion} is older than the ${requirement.minimumVersion} that the manifest asks for.`, "Update the tool, and run the scan again.")] : []),
  ];
};

const wants = (requirement: Requirement, tool: string, name: string): boolean => requirement.tool === tool && (requirement.file === undefined || requirement.file === base(name));

const judgeReport = (gathered: GatheredReport, report: Report, requirement: Requirement, question: EvidenceQuestion): readonly Reason[] => {
  const { name } = gathered;
  const record = recordOf(gathered);
  const proof = proofOf(report, record);
  const isFormatWrong = requirement.formats !== undefined && !requirement.formats.includes(report.format);
  return [
    ...(isFormatWrong ? [reason("report-format", name, `It is ${report.format}; the manifest asks ${report.tool} for ${requirement.formats.join(" or ")}.`, "Have the tool write that format, or add this one to the manifest.")] : []),
    ...recordFaults(gathered, report, question.rules.isRecordRequired),
    ...ownFaults(name, report),
    ...unproven(name, report, proof, requirement, question.subject),
    ...foreign(name, proof, record, question.subject),
    ...nothingDone(name, report, proof, requirement),
    ...outdated(name, report, proof, record, requirement, question),
  ];
};

/** The same bytes twice, or more reports of a tool than the manifest asks for: nobody knows which of them counts. */
const numbers = ({ reports, manifest }: EvidenceQuestion): readonly Reason[] => {
  const bytes = new Map<string, string[]>();
  for (const { sha256, name, content } of reports) if ("report" in content) bytes.set(sha256, [...(bytes.get(sha256) ?? []), name]);
  const twins = [...bytes.values()].filter((names) => names.length > 1).map((names) => names.sort());
  return [
    ...twins.map((names) => reason("report-duplicate", names.join(", "), "These reports are the same, byte for byte.", "Hand over each report once: the second may stand where another was meant.")),
    ...manifest.requires.flatMap((requirement) => {
      const { tool, file, reports: wanted } = requirement;
      const found = reports.filter(({ content, name }) => "report" in content && wants(requirement, content.report.tool, name)).map(({ name }) => name).sort();
      const asked = `${wanted} ${wanted === 1 ? "report" : "reports"} of ${tool}${file === undefined ? "" : ` in ${file}`}`;
      if (found.length < wanted) return [reason("report-missing", file ?? tool, `The manifest asks for ${asked}; there ${found.length === 1 ? "is" : "are"} ${found.length === 0 ? "none" : found.length}.`, `Run ${tool} on this commit and hand over its report.`)];
      if (found.length > wanted) return [reason("report-duplicate", found.join(", "), `The manifest asks for ${asked}; there are ${found.length}.`, "Hand over the one that counts, or say in the manifest by `reports` or `file` which there are.")];
      return [];
    }),
  ];
};

const measured = ({ reports, manifest, rules }: EvidenceQuestion): readonly Reason[] => {
  const readable = reports.flatMap(({ name, content }) => ("report" in content ? [{ name, report: content.report, requirement: manifest.requires.find((each) => wants(each, content.report.tool, name)) }] : []));
  const covered = readable.filter(({ report }) => report.coverage !== undefined);
  const suites = readable.filter(({ report, requirement }) => report.format === "junit" && requirement !== undefined);
  const ran = suites.reduce((sum, { report }) => sum + (report.looked ?? 0), 0);
  const more = "Write the tests that are missing, or find out why they did not run.";
  return [
    ...covered.flatMap(({ name, report, requirement }) => {
      const floor = Math.max(rules.minimumCoverage ?? 0, requirement?.minimumCoverage ?? 0);
      return report.coverage! >= floor ? [] : [reason("coverage-low", name, `Tests reach ${report.coverage} % of the lines; ${floor} % are asked for.`, more)];
    }),
    ...readable.flatMap(({ name, report, requirement }) => (requirement?.minimumCoverage !== undefined && report.coverage === undefined ? [reason("coverage-unknown", name, "The report does not say how many lines tests reach.", more)] : [])),
    ...(rules.minimumCoverage !== undefined && !covered.some(({ requirement }) => requirement !== undefined) ? [reason("coverage-unknown", "manifest", `The policy asks for a coverage of ${rules.minimumCoverage} %, and no required report says how many lines tests reach.`, "Require cobertura or lcov in the manifest, and hand over its report.")] : []),
    ...(rules.minimumTests !== undefined && ran < rules.minimumTests ? [reason("tests-few", suites.map(({ name }) => name).join(", ") || "manifest", `${ran} tests ran; the policy asks for ${rules.minimumTests}.`, more)] : []),
  ];
};

/** Before any finding counts: whether there is proof that somebody looked. Order of reports does not matter. */
export const judgeEvidence = (question: EvidenceQuestion): JudgedEvidence => {
  const { reports, manifest } = question;
  const reasons: Reason[] = [...numbers(question), ...measured(question)];
  const warnings: Reason[] = [];
  if (manifest.requires.length === 0) reasons.push(reason("nothing-required", "manifest", "The manifest requires no tool: nothing would have been looked at.", "Name in `requires` the tools that must have run."));
  const suspect = new Set(reasons.filter(({ id }) => id === "report-duplicate").flatMap(({ where }) => where.split(", ")));
  const evidence = reports.map((gathered): ReportEvidence => {
    const { name, sha256, size, content } = gathered;
    if (!("report" in content)) {
      reasons.push(...unreadable(gathered));
      return { name, sha256, size, findings: 0, isAccepted: false };
    }
    const { report } = content;
    const requirement = manifest.requires.find((each) => wants(each, report.tool, name));
    const faults = requirement === undefined ? [] : judgeReport(gathered, report, requirement, question);
    if (requirement === undefined) warnings.push(reason("report-unexpected", name, `The manifest does not know ${report.tool}: its findings count, but nothing would be missed if it had not run.`, "Add it to the manifest, or leave the report out."));
    reasons.push(...faults);
    return { name, sha256, size, format: report.format, ...proofOf(report, recordOf(gathered)), findings: report.findings.length, isAccepted: requirement !== undefined && faults.length === 0 && !suspect.has(name) };
  });
  return { reports: evidence, reasons, warnings };
};
