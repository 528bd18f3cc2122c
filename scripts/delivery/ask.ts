import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { millisecondsPerDay, type Clock } from "../clock";
import { parseAssignment, manifestText, type Assignment } from "./assignment";
import { digestOfDeliverable } from "./deliverable";
import { fetchList, type Fetch } from "./lists";
import { parseParameters, type Parameters } from "./parameters";
import { download, downloadAll, downloadText, type ObjectStore } from "./store";

/** How the command `portcullis gate` ended. */
export interface Ended {
  readonly exitCode: number;
  /** What it says to a person. */
  readonly said: string;
}

/** What the gate in a function touches besides its own folder. */
export interface Edge {
  readonly store: ObjectStore;
  /** S3 by the credentials that the job brings. */
  readonly artifacts: Pick<ObjectStore, "open">;
  readonly fetch: Fetch;
  /** Runs `portcullis` with these arguments. @throws where it does not come to its end */
  readonly portcullis: (programArguments: readonly string[], signal: AbortSignal) => Promise<Ended>;
  readonly clock: Clock;
  /** Private folder; emptied before and after. */
  readonly folder: string;
  /** Folder of the package with policy and waivers. */
  readonly policies: string;
}

export interface Question {
  readonly userParameters: string;
  /** The artifact Application. */
  readonly artifact: { readonly bucket: string; readonly key: string };
}

export interface Decision {
  readonly passes: boolean;
  readonly message: string;
}

/** In bytes. Together they leave room for the verdict on the 10 GB of a function's disk (Lambda Developer Guide, "Configure ephemeral storage for Lambda functions"). */
const limits = {
  assignment: 4 * 1024 * 1024,
  reports: 5_000_000_000,
  // No target takes more than 2 GB (modules/pipeline/targets).
  artifact: 2_500_000_000,
  penetrationTests: 100_000_000,
  baseline: 250_000_000,
} as const;

/** Days after which the gate takes an earlier verdict no more (docs/gate.md, `baselineDays`): one that old is not handed over. */
const baselineDays = 30;

/** One run of the gate: what it is asked, what for, and by what means. */
interface Run {
  readonly edge: Edge;
  readonly parameters: Parameters;
  readonly assignment: Assignment;
  readonly signal: AbortSignal;
}

const pathOf = ({ edge }: Run, ...parts: readonly string[]): string => join(edge.folder, ...parts);

const fetchAssignment = async ({ tools, pipeline, gate, assignment: expected }: Parameters, { store, folder }: Edge, signal: AbortSignal): Promise<Assignment> => {
  const key = `manifests/${pipeline}/${gate}.json`;
  const text = await downloadText(store, { bucket: tools, key, limit: limits.assignment }, join(folder, "assignment.json"), signal);
  return parseAssignment(text, expected, `s3://${tools}/${key}`);
};

const listOptions = async (run: Run): Promise<readonly string[]> => {
  const [exploited, probability] = [pathOf(run, "exploited.json"), pathOf(run, "exploit-probability.csv")];
  await fetchList(run.edge.fetch, "exploited", exploited, run.signal);
  await fetchList(run.edge.fetch, "exploitProbability", probability, run.signal);
  return ["--exploited", exploited, "--exploit-probability", probability];
};

const testOptions = async (run: Run): Promise<readonly string[]> => {
  const { bucket, pipeline } = run.parameters;
  const files = await downloadAll(run.edge.store, { bucket, prefix: `${pipeline}/penetration-tests`, limit: limits.penetrationTests }, pathOf(run, "penetration-tests"), run.signal);
  return files.flatMap((file) => ["--penetration-test", file]);
};

/** The last verdict of this environment: since when a finding is known. */
const baselineOptions = async (run: Run): Promise<readonly string[]> => {
  const { bucket, pipeline, environment } = run.parameters;
  const files = await downloadAll(run.edge.store, { bucket, prefix: `${pipeline}/baseline/${environment}`, limit: limits.baseline }, pathOf(run, "baseline"), run.signal);
  const file = files.find((each) => each === pathOf(run, "baseline", "verdict.json"));
  if (file === undefined) return [];
  const { time } = JSON.parse(await readFile(file, "utf8")) as { readonly time?: string };
  const days = Math.floor((run.edge.clock.now().getTime() - Date.parse(String(time))) / millisecondsPerDay);
  return days >= baselineDays ? [] : ["--baseline", file];
};

/** The command line, as a gate in a build has it (modules/pipeline/gate-project.ts). */
const argumentsOf = async (run: Run): Promise<readonly string[]> => {
  const { parameters, assignment, edge, signal } = run;
  const { bucket, pipeline, execution, environment, classification, commit, author, release } = parameters;
  const [manifest, reports, artifact] = [pathOf(run, "manifest.json"), pathOf(run, "reports"), pathOf(run, "artifact.zip")];
  await writeFile(manifest, manifestText(assignment), { mode: 0o600 });
  await downloadAll(edge.store, { bucket, prefix: `${pipeline}/executions/${execution}/reports`, limit: limits.reports }, reports, signal);
  const digest = await digestOfDeliverable(artifact);
  // Its digest is all that is asked of it.
  await rm(artifact);
  return [
    ...["gate", reports, "--manifest", manifest, "--environment", environment, "--classification", classification, "--commit", commit, "--digest", digest, "--event", "promotion"],
    ...["--author", author, "--policy", join(edge.policies, "gate", "policy.yaml"), "--waivers", join(edge.policies, "waivers.yaml"), "--out", pathOf(run, "verdict")],
    ...Object.entries(assignment.formats).flatMap(([report, format]) => ["--as", `${format}=${join(reports, report)}`]),
    ...(release === "none" ? [] : ["--release", release]),
    ...(assignment.stage === "prod" ? [...(await listOptions(run)), ...(await testOptions(run))] : []),
    ...(await baselineOptions(run)),
  ];
};

/**
 * Hands over every face of the verdict, also of one that stops the change. It is the next baseline where it misses no evidence: what it does not
 * see would count as new the next time.
 */
const handOver = async (run: Run): Promise<void> => {
  const { parameters, edge, signal } = run;
  const { bucket, pipeline, execution, gate, environment } = parameters;
  const folder = pathOf(run, "verdict");
  for (const name of (await readdir(folder)).sort()) {
    // Nobody is told of a verdict whose job has ended.
    signal.throwIfAborted();
    await edge.store.put(bucket, `${pipeline}/executions/${execution}/verdicts/${gate}/${name}`, join(folder, name));
  }
  const verdict = join(folder, "verdict.json");
  const { reasons } = JSON.parse(await readFile(verdict, "utf8")) as { readonly reasons: readonly { readonly id: string }[] };
  if (reasons.every(({ id }) => id.startsWith("finding-"))) await edge.store.put(bucket, `${pipeline}/baseline/${environment}/verdict.json`, verdict);
};

const judge = async ({ userParameters, artifact }: Question, edge: Edge, signal: AbortSignal): Promise<Decision> => {
  const parameters = parseParameters(userParameters);
  const assignment = await fetchAssignment(parameters, edge, signal);
  const run: Run = { edge, parameters, assignment, signal };
  await download(edge.artifacts, { ...artifact, limit: limits.artifact }, pathOf(run, "artifact.zip"), signal);
  await mkdir(pathOf(run, "verdict"), { mode: 0o700 });
  const { exitCode, said } = await edge.portcullis(await argumentsOf(run), signal);
  const isJudged = (await readdir(pathOf(run, "verdict"))).includes("verdict.json");
  if (isJudged) await handOver(run);
  const where = `s3://${parameters.bucket}/${parameters.pipeline}/executions/${parameters.execution}/verdicts/${parameters.gate}`;
  if (exitCode === 0 && isJudged) return { passes: true, message: `${where} lets pass.` };
  return { passes: false, message: isJudged ? `${said}\nThe whole verdict: ${where}` : `The gate came to no verdict (exit code ${exitCode}): ${said}` };
};

/**
 * Asks the gate for one execution of a pipeline, by the command itself: what is judged, and how, is what a gate in a build does.
 *
 * @throws Error for whatever keeps it from a verdict; nothing passes then
 */
export const askGate = async (question: Question, edge: Edge, signal: AbortSignal): Promise<Decision> => {
  await rm(edge.folder, { recursive: true, force: true });
  await mkdir(edge.folder, { recursive: true, mode: 0o700 });
  // Lambda freezes a function that has answered: what is left of a run that came too late goes on beside the next one, in a folder of its own.
  const folder = await mkdtemp(join(edge.folder, "run-"));
  try {
    return await judge(question, { ...edge, folder }, signal);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};
