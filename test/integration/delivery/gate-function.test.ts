import { createHash } from "node:crypto";
import { basename, join } from "node:path";
import { PassThrough } from "node:stream";
import { buildspecText } from "../../../modules/build-project";
import { composePipeline, type Application, type PipelineModel } from "../../../modules/pipeline";
import { main } from "../../../scripts/cli";
import { systemClock } from "../../../scripts/clock";
import { answer } from "../../../scripts/delivery/answer";
import type { Verdict } from "../../../scripts/gate";
import { exampleApplications, examplePath, examplePlatform } from "../../support/delivery/castle";
import { artifact, buckets, deliverable, edgeOf, eventOf, type Objects } from "../../support/delivery/gate-function";
import { checkoutOf, packedPortcullis, runBuild } from "../../support/delivery/harness";
import { artifactOf, git } from "../../support/delivery/source";

/** The same case, judged by the gate's build and by the gate's function: they say the same but for time and folders. */

const root = join(__dirname, "..", "..", "..");
const execution = "11111111-2222-4333-8444-555555555555";
const { ecs } = exampleApplications;
const compose = (application: Application): PipelineModel => {
  const { version, sha256 } = packedPortcullis();
  // At least as strict as the environments of these names that the packed command knows.
  const path = examplePath(application.name).map((environment) => ({ ...environment, classification: "confidential" }));
  return composePipeline(application, examplePlatform(application.name, { path, portcullis: { version, sha256, functionSha256: sha256 } }));
};
const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

let checkout: string;
let commit: string;
beforeAll(() => {
  checkout = checkoutOf({ "page.js": "exports.page = () => 1;\n" });
  commit = git(checkout, "rev-parse", "HEAD");
});

/** A report of semgrep with so many errors, and its record, five minutes old. */
const reports = (errors: number): Readonly<Record<string, string>> => {
  const before = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();
  const results = Array.from({ length: errors }, (_, line) => ({ ruleId: "xss", level: "error", message: { text: "unescaped" }, locations: [{ physicalLocation: { artifactLocation: { uri: "page.js" }, region: { startLine: line + 1 } } }] }));
  const report = JSON.stringify({ version: "2.1.0", runs: [{ tool: { driver: { name: "semgrep", semanticVersion: "1.100.0", rules: [{ id: "xss" }] } }, invocations: [{ executionSuccessful: true, endTimeUtc: before(5) }], results }] });
  const record = { version: 1, report: sha256(report), tool: "semgrep", toolVersion: "1.100.0", rules: 1, looked: 10, lookedAt: "files", commit, exitCode: 0, started: before(6), ended: before(5) };
  return { "semgrep/semgrep.sarif": report, "semgrep/semgrep.sarif.record.json": JSON.stringify(record) };
};

const prefix = `castle-prod-${ecs.name}/executions/${execution}`;
const underPrefix = (files: Readonly<Record<string, string>>, place: string): Objects => Object.fromEntries(Object.entries(files).map(([name, text]) => [`${place}${prefix}/reports/${name}`, text]));

/** Of the manifest what semgrep alone brings, with the one rule of the report above: the other tools have tests of their own. */
const ofSemgrep = (manifest: { readonly requires: readonly { readonly tool: string }[] }) => ({ ...manifest, requires: manifest.requires.filter(({ tool }) => tool === "semgrep").map((requirement) => ({ ...requirement, file: "semgrep.sarif", formats: ["sarif"], minimumRules: 1, minimumVersion: "1.0" })) });

const byBuild = async (files: Readonly<Record<string, string>>): Promise<{ readonly passes: boolean; readonly verdict: Verdict }> => {
  const { buildspec, variables } = compose(ecs).projects.find(({ part }) => part === "gate-dev")!;
  const text = buildspecText(buildspec).replace(/(<<'END_OF_MANIFEST'\n)(.*)(\n\s*END_OF_MANIFEST)/s, (_all, before: string, manifest: string, after: string) => {
    const indented = JSON.stringify(ofSemgrep(JSON.parse(manifest) as Parameters<typeof ofSemgrep>[0]), undefined, 1).replace(/^/gm, " ".repeat(8));
    return `${before}${indented}${after}`;
  });
  const result = await runBuild(text, {
    source: checkout,
    artifact: artifactOf("application.zip", Buffer.from(deliverable)),
    environment: { ...variables, EXECUTION: execution, RELEASE: "none" },
    buckets: { [String(variables["EVIDENCE_BUCKET"])]: underPrefix(files, "") as Readonly<Record<string, string>> },
  });
  const verdict = result.evidence[`${prefix}/verdicts/gate-dev/verdict.json`];
  if (verdict === undefined) throw new Error(result.stderr);
  return { passes: result.failedPhase === undefined, verdict: JSON.parse(String(verdict)) as Verdict };
};

const byFunction = async (files: Readonly<Record<string, string>>): Promise<{ readonly passes: boolean; readonly verdict: Verdict }> => {
  const model = compose({ ...ecs, gateIn: "function" });
  const { key, content } = model.assignments!.find(({ part }) => part === "gate-dev")!;
  const declared = JSON.parse(content) as { readonly manifest: Parameters<typeof ofSemgrep>[0] };
  const assignment = JSON.stringify({ ...declared, manifest: ofSemgrep(declared.manifest) });
  const { configuration } = model.stages.find(({ name }) => name === "Gate-dev")!.actions[0]!;
  const parameters = JSON.parse(configuration["UserParameters"]!) as Readonly<Record<string, string>>;
  // What CodePipeline puts in the place of its variables.
  const filled = { ...parameters, author: git(checkout, "show", "--no-patch", "--format=%ae", "HEAD"), release: "none", execution, commit, assignment: sha256(assignment) };
  const objects: Objects = {
    ...underPrefix(files, `s3://${parameters["bucket"]}/`),
    [`s3://${parameters["tools"]}/${key}`]: assignment,
    [`s3://${buckets.artifacts}/castle-prod-orders/Applicatio/AbCdEf`]: artifact,
  };
  const { edge, told } = edgeOf(objects, {
    clock: systemClock,
    portcullis: async (programArguments) => {
      const stderr = new PassThrough();
      return { exitCode: await main(programArguments, { root, environment: { PATH: process.env["PATH"] }, clock: systemClock, stdout: new PassThrough().resume(), stderr }), said: String(stderr.read() ?? "") };
    },
  });
  await answer(eventOf(JSON.stringify(filled)), edge, 60_000);
  const verdict = objects[`s3://${parameters["bucket"]}/${prefix}/verdicts/gate-dev/verdict.json`];
  if (verdict === undefined) throw new Error(told.failed.join());
  return { passes: told.succeeded.length === 1, verdict: JSON.parse(String(verdict)) as Verdict };
};

/** Without what differs from one run to the next: when, where on the disk and so in which order, and so the seal. */
const comparable = ({ time: _time, sha256: _seal, inputs, ...verdict }: Verdict & { readonly sha256?: string }): unknown =>
  JSON.parse(JSON.stringify({ ...verdict, inputs: inputs.map((input) => ({ ...input })).sort((one, other) => (one.sha256 < other.sha256 ? -1 : 1)) }), (key, value: unknown) => (key === "knownSince" ? "now" : typeof value === "string" && value.startsWith("/") ? basename(value) : value)) as unknown;

test.each([
  ["nothing to find", 0, true],
  ["two errors", 2, false],
])("%s", async (_, errors, passes) => {
  const files = reports(errors);
  const [build, inFunction] = [await byBuild(files), await byFunction(files)];
  expect([build.verdict.outcome, build.passes, inFunction.passes, ...(passes ? build.verdict.reasons : [])]).toEqual([passes ? "pass" : "block", passes, passes]);
  expect(comparable(inFunction.verdict)).toEqual(comparable(build.verdict));
});

test("no report", async () => {
  const [build, inFunction] = [await byBuild({ "gitleaks/.keep": "" }), await byFunction({ "gitleaks/.keep": "" })];
  expect(inFunction.passes).toBe(false);
  expect(comparable(inFunction.verdict)).toEqual(comparable(build.verdict));
});
