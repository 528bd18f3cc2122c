import { findingKinds, type FindingKind, type Report } from "../../findings";
import { judge, type GateQuestion } from "../../gate";
import { answerOf, type Gap, type Proof, type Question } from "../answer";
import { currentVerdicts } from "../evidence";
import { jobsThatRun, type Sources } from "../sources";

const commit = "0".repeat(40);

/** A change that is clean but for one finding, put before the gate itself. */
const trial = ({ clock }: Sources, { name, rules }: Sources["environments"][number], kind: FindingKind | undefined): GateQuestion => {
  const time = clock.now().toISOString();
  const finding: Report["findings"] = kind === undefined ? [] : [{ tool: "trial", rule: "planted", kind, severity: "critical", title: "Planted by the assessment", location: { path: "planted" }, state: "open", aliases: [] }];
  const report: Report = { format: "sarif", tool: "trial", toolVersion: "1.0.0", rules: 1, rulesTime: time, looked: 1, lookedAt: "files", commit, time, failures: [], contradictions: [], findings: finding };
  return {
    subject: { pipeline: "trial", environment: name, classification: "public", event: "promotion", commit },
    manifest: { version: 1, pipeline: "trial", requires: [{ tool: "trial", subject: "commit", reports: 1 }] },
    rules,
    reports: [{ name: "trial.sarif", sha256: commit, size: 1, content: { report } }],
    exploits: {},
    waivers: [],
    penetrationTests: [],
    clock,
    inputs: [],
  };
};

/** The gate is asked, not read: a critical finding of every kind must stop it, and so must silence. */
const tryGate = (sources: Sources): { readonly proofs: readonly Proof[]; readonly gaps: readonly Gap[] } => {
  const remedy = "This is a defect of Portcullis: please report it.";
  const gaps = sources.environments.flatMap((environment) => {
    const passing = findingKinds.filter((kind) => !judge(trial(sources, environment, kind)).reasons.some(({ id }) => id === "finding-critical"));
    const silence = judge({ ...trial(sources, environment, undefined), reports: [] });
    return [
      ...passing.map((kind) => ({ problem: `A critical finding of kind ${kind} does not stop the gate of ${environment.name}.`, remedy })),
      ...(silence.outcome === "pass" ? [{ problem: `The gate of ${environment.name} passes without any report.`, remedy }] : []),
    ];
  });
  const names = sources.environments.map(({ name }) => name).join(", ");
  const proof = { statement: `Tried now: a planted critical finding of each of ${findingKinds.length} kinds stops the gate of ${names}, and so does a missing report.`, source: "./portcullis gate, policies/gate/policy.yaml" };
  return { proofs: gaps.length === 0 && names !== "" ? [proof] : [], gaps };
};

/** Whether something on the way to production waits for the gate: a job of this repository, or a verdict of the pipeline for production. */
const onTheWay = (sources: Sources): { readonly proofs: readonly Proof[]; readonly gaps: readonly Gap[] } => {
  const production = sources.environments.filter(({ isProduction }) => isProduction).map(({ name }) => name);
  const jobs = jobsThatRun(sources, /\bportcullis gate (?!record|patches|import)|\bnpm run (?:--silent )?scan\b.*--event promotion\b/).map((source) => ({ statement: "A job of this repository asks the gate.", source }));
  const verdicts = currentVerdicts(sources)
    .filter(({ verdict: { subject } }) => subject.event === "promotion" && production.includes(subject.environment))
    .map(({ file, verdict }) => ({ statement: `The gate of ${verdict.subject.environment} said ${verdict.outcome} to commit ${verdict.subject.commit.slice(0, 12)} on ${verdict.time.slice(0, 10)}.`, source: `${file} (${verdict.sha256.slice(0, 12)})` }));
  const { pipeline } = sources;
  const locks = (pipeline?.lockedStages ?? []).map((stage) => ({ statement: `Nobody enters the stage ${stage} without a verdict that passes.`, source: `${pipeline?.file}` }));
  if (jobs.length + verdicts.length + locks.length > 0) return { proofs: [...jobs, ...locks, ...verdicts], gaps: [] };
  return { proofs: [], gaps: [{ problem: "Nothing shows that a change passes the gate of scanners before production.", remedy: "Run `./portcullis gate` before the deployment, and name its verdict by --verdict." }] };
};

/** Infrastructure goes to production through promotion, whose gates judge plans. */
const promotion = (sources: Sources): readonly Proof[] =>
  jobsThatRun(sources, /\bportcullis promote\b/).map((source) => ({ statement: "Infrastructure is promoted by saved plans that its gates passed: what is destroyed, weakened or not verified upstream stops.", source }));

export const productionStopped: Question = {
  id: "production-stopped",
  text: "Is the way to production stopped on critical findings?",
  ask: (sources) => {
    const tried = tryGate(sources);
    const way = onTheWay(sources);
    return answerOf([...tried.proofs, ...promotion(sources), ...way.proofs], [...tried.gaps, ...way.gaps]);
  },
};
