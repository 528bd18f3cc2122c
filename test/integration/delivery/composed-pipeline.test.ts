import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { buildspecText } from "../../../modules/build-project";
import { composePipeline, type Application, type ProjectModel } from "../../../modules/pipeline";
import type { Verdict } from "../../../scripts/gate/verdict";
import { exampleApplications, examplePath, examplePlatform } from "../../support/delivery/castle";
import { checkoutOf, findProgram, packedPortcullis, runBuild, type BuildOptions, type BuildResult, type Objects } from "../../support/delivery/harness";

/** From the source to a deployment by the generated buildspecs alone: what the build hands over is what the gate judges, and what the gate let pass is what is deployed. */
const application: Application = { ...exampleApplications.lambda, languages: ["node"], minimumCoverage: 80 };
const execution = "11111111-2222-4333-8444-555555555555";

/** At least as strict as the environments of these names that the packed command knows. */
const path = examplePath(application.name).map((environment) => ({ ...environment, classification: "confidential" }));

const project = (part: string): ProjectModel => {
  const { version, sha256 } = packedPortcullis();
  const found = composePipeline(application, examplePlatform(application.name, { path, portcullis: { version, sha256 } })).projects.find((each) => each.part === part);
  if (found === undefined) throw new Error(`there is no project ${part}`);
  return found;
};

const run = (part: string, options: Omit<BuildOptions, "environment"> & { readonly evidence?: Objects; readonly change?: (text: string) => string }): Promise<BuildResult> => {
  const { buildspec, variables } = project(part);
  const { evidence = {}, change = (text) => text, ...others } = options;
  return runBuild(change(buildspecText(buildspec)), {
    ...others,
    environment: { ...variables, EXECUTION: execution, RELEASE: "none" },
    buckets: { [String(variables["EVIDENCE_BUCKET"])]: evidence },
    standIns: { zip: findProgram("zip") ?? "", ...others.standIns },
  });
};

const source = (test: string, code = "exports.sum = (one, other) => one + other;\n") =>
  checkoutOf({
    "package.json": JSON.stringify({ name: "prices", version: "1.0.0", scripts: { build: "mkdir -p dist && cp sum.js dist/" } }),
    "package-lock.json": JSON.stringify({ name: "prices", version: "1.0.0", lockfileVersion: 3, packages: {} }),
    "sum.js": code,
    "sum.test.js": test,
  });
const passing = `const { test } = require("node:test"); const { sum } = require("./sum"); test("sums", () => { if (sum(1, 2) !== 3) throw new Error("no"); });\n`;
const failing = passing.replace("!== 3", "!== 4");

/** The gate's own script with a manifest of the build's reports alone: the scans have tests of their own. */
const ofTheBuild = (text: string): string => text.replace(/(<<'END_OF_MANIFEST'\n)(.*)(\n\s*END_OF_MANIFEST)/s, (_all, before: string, manifest: string, after: string) => {
  const { requires, ...others } = JSON.parse(manifest) as { readonly requires: readonly { readonly tool: string }[] };
  return `${before}${" ".repeat(10)}${JSON.stringify({ ...others, requires: requires.filter(({ tool }) => ["junit", "lcov"].includes(tool)) })}${after}`;
});

const verdictIn = (result: BuildResult, gate: string): Verdict => JSON.parse(String(result.evidence[`castle-prod-prices/executions/${execution}/verdicts/${gate}/verdict.json`])) as Verdict;
const lists = {
  "https://raw.githubusercontent.com/cisagov/kev-data/develop/known_exploited_vulnerabilities.json": JSON.stringify({ title: "CISA Catalog of Known Exploited Vulnerabilities", catalogVersion: "1", dateReleased: new Date().toISOString(), count: 1, vulnerabilities: [{ cveID: "CVE-2021-44228" }] }),
  "https://epss.empiricalsecurity.com/epss_scores-current.csv.gz": gzipSync(`#model_version:v2025.03.14,score_date:${new Date().toISOString().replace(/\.\d+Z/, "+0000")}\ncve,epss,percentile\nCVE-2021-44228,0.9,0.9\n`),
};

let built: BuildResult;
let checkout: string;
beforeAll(async () => {
  checkout = source(passing);
  built = await run("build", { source: checkout });
});

test("the build hands over tests and coverage with their records, and one deliverable", () => {
  expect({ failed: built.failedPhase, stderr: built.failedPhase === undefined ? "" : built.stderr }).toEqual({ failed: undefined, stderr: "" });
  expect(Object.keys(built.evidence).map((key) => key.replace(/.*reports\/build\//, ""))).toEqual(["junit-node.xml", "junit-node.xml.record.json", "lcov-node.info", "lcov-node.info.record.json"]);
  expect(readFileSync(join(String(built.artifact), "deliverable", "application.zip")).length).toBeGreaterThan(100);
  expect(built.reports["tests"]).toHaveLength(1);
});

test("a test that fails stops the build after its report is handed over", async () => {
  const result = await run("build", { source: source(failing) });
  expect(result).toMatchObject({ failedPhase: "POST_BUILD", exitCode: 1 });
  expect(result.stderr).toContain("the tests failed");
  expect(Object.keys(result.evidence)).toHaveLength(4);
});

test("a change that brings the build's output along stops it", async () => {
  const result = await run("build", { source: checkoutOf({ ".portcullis/application/deliverable/application.zip": "x", "package.json": "{}", "package-lock.json": "{}", "sum.js": "", "sum.test.js": `require("node:test").test("x", () => {});` }) });
  expect(result.failedPhase).toBe("BUILD");
});

test("the gate misses every scan that did not run, and hands its verdict over all the same", async () => {
  const result = await run("gate-dev", { source: checkout, artifact: built.artifact, evidence: built.evidence });
  expect(result).toMatchObject({ failedPhase: "BUILD", exitCode: 1 });
  const verdict = verdictIn(result, "gate-dev");
  expect(verdict.outcome).toBe("block");
  expect([...new Set(verdict.reasons.map(({ id }) => id))]).toEqual(["report-missing"]);
  expect(result.reports["verdict"]).toHaveLength(1);
  expect(Object.keys(result.evidence).filter((key) => key.includes("/baseline/"))).toEqual([]);
});

describe("with the scans left out of the manifest", () => {
  test("the gate lets pass, keeps the baseline, and the deployment takes these very bytes", async () => {
    const gate = await run("gate-dev", { source: checkout, artifact: built.artifact, evidence: built.evidence, change: ofTheBuild });
    expect({ failed: gate.failedPhase, stderr: gate.failedPhase === undefined ? "" : gate.stderr }).toEqual({ failed: undefined, stderr: "" });
    expect(verdictIn(gate, "gate-dev")).toMatchObject({ outcome: "pass", subject: { environment: "dev", pipeline: "castle-prod-prices" } });
    expect(Object.keys(gate.evidence)).toContain("castle-prod-prices/baseline/dev/verdict.json");

    const deployed = await run("deploy-dev", { source: checkout, artifact: built.artifact, evidence: gate.evidence });
    expect({ failed: deployed.failedPhase, stderr: deployed.failedPhase === undefined ? "" : deployed.stderr }).toEqual({ failed: undefined, stderr: "" });
    expect(deployed.calls.filter(({ service }) => service === "lambda").map(({ action }) => action)).toEqual(expect.arrayContaining(["UpdateFunctionCode", "PublishVersion", "UpdateAlias"]));

    const foreign = await run("deploy-staging", { source: checkout, artifact: built.artifact, evidence: Object.fromEntries(Object.entries(gate.evidence).map(([key, bytes]) => [key.replace("gate-dev", "gate-staging"), bytes])) });
    expect(foreign).toMatchObject({ failedPhase: "INSTALL" });
    expect(foreign.stderr).toContain("does not let this artifact go to staging");
    expect(foreign.calls.filter(({ service }) => service === "lambda" || service === "sts")).toEqual([]);
  });

  test("production asks for the lists; the last verdict is its baseline while it is young enough", async () => {
    const ask = (evidence: Objects) => run("gate-prod", { source: checkout, artifact: built.artifact, evidence, change: ofTheBuild, downloads: lists });
    const first = await ask(built.evidence);
    expect({ failed: first.failedPhase, stderr: first.failedPhase === undefined ? "" : first.stderr }).toEqual({ failed: undefined, stderr: "" });
    const baseline = "castle-prod-prices/baseline/prod/verdict.json";
    expect(verdictIn(first, "gate-prod").inputs.map(({ role }) => role)).toEqual(expect.arrayContaining(["exploited", "exploit-probability"]));
    expect(verdictIn(await ask({ ...built.evidence, [baseline]: first.evidence[baseline]! }), "gate-prod").inputs.map(({ role }) => role)).toContain("baseline");
    const old = String(first.evidence[baseline]).replace(/"time": ?"[^"]*"/, `"time": "2020-01-01T00:00:00.000Z"`);
    const third = await ask({ ...built.evidence, [baseline]: old });
    expect(third.stdout).toContain("the last verdict is older than 30 days");
    expect(verdictIn(third, "gate-prod").inputs.map(({ role }) => role)).not.toContain("baseline");
  });

  test("the digest that is judged is that of the deliverable", async () => {
    const gate = await run("gate-dev", { source: checkout, artifact: built.artifact, evidence: built.evidence, change: ofTheBuild });
    const digest = createHash("sha256").update(readFileSync(join(String(built.artifact), "deliverable", "application.zip"))).digest("hex");
    expect(verdictIn(gate, "gate-dev").subject.digest).toBe(`sha256:${digest}`);
  });
});
