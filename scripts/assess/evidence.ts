import { millisecondsPerDay } from "../clock";
import type { FindingKind } from "../findings";
import type { Gap, Proof } from "./answer";
import type { Sources } from "./sources";

/** Longest age of a verdict that proves how a pipeline works today, in days. */
const oldestVerdictDays = 30;

const short = (hash: string): string => hash.slice(0, 12);

/** Verdicts of the pipeline that are young enough. */
export const currentVerdicts = ({ verdicts, pipeline, clock }: Sources): Sources["verdicts"] =>
  verdicts.filter(({ verdict }) => (pipeline === undefined || verdict.subject.pipeline === pipeline.manifest.pipeline) && clock.now().getTime() - Date.parse(verdict.time) <= oldestVerdictDays * millisecondsPerDay);

/** Whether a pipeline is made to look for one kind of flaw, and whether its last verdicts show that it did. */
export const lookedFor = (sources: Sources, kind: FindingKind, what: string): { readonly proofs: readonly Proof[]; readonly gaps: readonly Gap[] } => {
  const { pipeline } = sources;
  if (pipeline === undefined) return { proofs: [], gaps: [{ problem: `Nothing says that a pipeline must look for ${what}.`, remedy: "Give the pipeline a manifest (docs/gate.md) and assess it: `./portcullis assess --manifest <file> --verdict <file>`." }] };
  const tools = [...new Set(pipeline.manifest.requires.filter((requirement) => requirement.kind === kind).map(({ tool }) => tool))];
  if (tools.length === 0) return { proofs: [], gaps: [{ problem: `The manifest requires no tool that looks for ${what}.`, remedy: `Add one with \`kind: ${kind}\` to ${pipeline.file}.` }] };
  const required: Proof = { statement: `The gate demands a report on ${what} of ${tools.join(" and ")}.`, source: pipeline.file };
  const seen = currentVerdicts(sources).flatMap(({ file, verdict }) =>
    verdict.reports.filter(({ tool, isAccepted }) => isAccepted && tool !== undefined && tools.includes(tool)).map((report) => ({ file, verdict, report })),
  );
  const newest = seen.sort((one, other) => (one.verdict.time < other.verdict.time ? 1 : -1))[0];
  if (newest === undefined) return { proofs: [required], gaps: [{ problem: `No verdict of the last ${oldestVerdictDays} days shows an accepted report on ${what}.`, remedy: "Name the pipeline's last verdict by --verdict." }] };
  const { report, verdict, file } = newest;
  const looked = report.looked === undefined ? "" : ` at ${report.looked} ${report.lookedAt ?? "things"}`;
  return { proofs: [required, { statement: `${report.tool} ${report.toolVersion ?? ""} looked${looked} on ${verdict.time.slice(0, 10)}, commit ${short(verdict.subject.commit)}.`.replace("  ", " "), source: `${file} (${short(verdict.sha256)})` }], gaps: [] };
};
