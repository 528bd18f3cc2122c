import { PutObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import type { Application } from "../../../modules/pipeline";
import { deliveryCastle, exampleApplications, settingsOf } from "../../support/delivery/castle";
import { PipelineDriver, type Change, type Walked } from "../../support/delivery/driver";
import { declaredOn, type Declared, type DeclaredPipeline, type DeclaredStage } from "../../support/delivery/driver-declared";
import { LockFunction } from "../../support/delivery/driver-lock";
import { DriverMachine, missingPrograms, releaseWithWaivers } from "../../support/delivery/driver-machine";
import { DeliveryOnEmbeddedAws } from "../../support/delivery/driver-stacks";
import { checkoutOf, folderOf } from "../../support/delivery/source";
import { packedPortcullis } from "../../support/delivery/harness";
import { TerraformBench } from "../../support/terraform-bench";
import { eicar } from "./deliverable";

// jest does not take testTimeout from a project.
jest.setTimeout(600_000);

/** A pipeline as it is declared on the embedded AWS, walked stage by stage with the real gate between its stages: what stops where. */
const { virtualPatches: _, ...orders } = exampleApplications.ecs;
const application: Application = orders;
const pipelineName = "castle-prod-orders";
const { version, sha256 } = packedPortcullis();
// The role of this test's session stands for the testers.
const testers = ["arn:aws:iam::100000000003:role/any"];
const delivery = { applications: [settingsOf(application)], portcullis: { version, sha256 }, testers };
const internal = deliveryCastle([], { prod: { delivery } });
// Data of persons: what goes to production has been tested by people. What else that class demands of an environment is no concern of a pipeline.
const world = { ...internal, environments: internal.environments.map((environment) => (environment.name === "prod" ? { ...environment, classification: "pii" as const } : environment)) };

type Files = Readonly<Record<string, string | undefined>>;
const lock = (packages: object = {}) => `${JSON.stringify({ name: "orders", version: "1.0.0", lockfileVersion: 3, packages: { "": { name: "orders", version: "1.0.0" }, ...packages } })}\n`;
const clean: Files = {
  "package.json": `${JSON.stringify({ name: "orders", version: "1.0.0" })}\n`,
  "package-lock.json": lock({ "node_modules/ms": { version: "2.1.3" } }),
  "total.js": "exports.total = (prices) => prices.reduce((sum, price) => sum + price, 0);\n",
  "total.test.js": `require("node:test")("adds up", () => require("node:assert").equal(require("./total.js").total([1, 2]), 3));\n`,
  Dockerfile: "FROM scratch\nCOPY . /app\nUSER 65534\nHEALTHCHECK NONE\n",
};
/** The application, and what somebody does to it, commit by commit. */
const sourceWith = (...commits: readonly Files[]): string => checkoutOf(clean, ...commits);
/** Made up, in the form of a GitHub token, and put together here: it must not be found in this file. */
const token = ["ghp", "h3kQ9vZ1xR7sT2uW5yB8nM4cL6dF0gJpAe2K"].join("_");
const vulnerableSource = sourceWith({ "package-lock.json": lock({ "node_modules/lodash": { version: "4.17.20" } }) });
const openPort = 'resource "aws_security_group_rule" "open" {\n  type              = "ingress"\n  from_port         = 22\n  to_port           = 22\n  protocol          = "tcp"\n  cidr_blocks       = ["0.0.0.0/0"]\n  security_group_id = "sg-1"\n  description       = "Administration"\n}\n';

const day = (ago: number): string => new Date(Date.now() - ago * 86_400_000).toISOString().slice(0, 10);
const testEvidence = `version: 1
scope: { applications: [${pipelineName}] }
release: 1.0.0
tester: { name: Grace Hopper, email: grace@testers.example, organisation: Testers Ltd, independent: true }
from: ${day(30)}
to: ${day(20)}
counts: {}
findings: []
expires: ${day(-300)}
report: { sha256: "${"0123456789abcdef".repeat(4)}" }
`;

const missing = missingPrograms();
if (missing.length > 0) process.stderr.write(`${missing.join(", ")}: not here, so that no pipeline is walked\n`);

(missing.length > 0 ? describe.skip : describe)("a pipeline on the embedded AWS", () => {
  let bench: TerraformBench;
  let s3: S3Client;
  let driver: PipelineDriver;
  let machine: DriverMachine;
  let declared: Declared;
  beforeAll(async () => {
    bench = await TerraformBench.open("100000000009");
    const { prod } = await DeliveryOnEmbeddedAws.openAll(bench, world);
    await prod!.apply();
    s3 = prod!.s3();
    declared = declaredOn(prod!.session, pipelineName);
    machine = new DriverMachine(application.address!);
    driver = new PipelineDriver({ declared, s3, lock: new LockFunction(prod!.session), machine: (part, build) => machine.of(part, build) });
  });
  afterAll(async () => {
    s3?.destroy();
    await bench?.close();
  });

  const walk = (change: Change): Promise<Walked> => driver.walk({ variables: { RELEASE: "1.0.0" }, ...change });
  const cleanSource = sourceWith();
  const laterStages = (stage: string): readonly string[] => declared.pipeline.stages.map(({ name }) => name).slice(declared.pipeline.stages.findIndex(({ name }) => name === stage) + 1);
  const tellOfTest = (Body: string) => s3.send(new PutObjectCommand({ Bucket: driver.evidenceBucket, Key: `${pipelineName}/penetration-tests/2026.yaml`, Body }));
  const reasonsOf = async ({ execution }: Walked, gate: string) => [...new Set((await execution.verdict(gate)).reasons.map(({ id }) => id))];
  const expectStopped = ({ stopped, happenings }: Walked, stage: string, action: string): void => {
    expect({ stage: stopped?.stage, action: stopped?.action, why: stopped === undefined ? "" : undefined }).toEqual({ stage, action, why: undefined });
    const entered = happenings.map((each) => each.stage);
    expect(laterStages(stage).filter((later) => entered.includes(later))).toEqual([]);
  };

  test("a change to the data of persons does not reach production without a penetration test", async () => {
    const walked = await walk({ source: cleanSource });
    expect(walked.stopped?.why ?? "").toContain("penetration-test-missing");
    expectStopped(walked, "Gate-prod", "gate");
    expect(await reasonsOf(walked, "gate-prod")).toEqual(["penetration-test-missing"]);
  });

  // The evidence stays, for nobody can take it away: whatever goes to production after this needs this test.
  test("with one, a clean change goes through every environment, in the declared order", async () => {
    await tellOfTest(testEvidence);
    const { stopped, happenings, execution } = await walk({ source: cleanSource });
    expect(stopped).toBeUndefined();
    expect(happenings.map(({ stage, action }) => `${stage}/${action}`)).toEqual(
      declared.pipeline.stages.flatMap(({ name, actions, beforeEntry }) => [...(beforeEntry?.conditions ?? []).flatMap(({ rules }) => rules.map((rule) => `${name}/${rule.name}`)), ...actions.map((action) => `${name}/${action.name}`)]),
    );
    expect(happenings.filter(({ kind }) => kind === "deploy").map(({ roleArn }) => roleArn)).toEqual(world.environments.map(({ name, accountId }) => `arn:aws:iam::${accountId}:role/castle-${name}-deploy-orders.prod`));
    for (const { name } of world.environments) expect(await execution.verdict(`gate-${name}`)).toMatchObject({ outcome: "pass", reasons: [], subject: { pipeline: pipelineName, environment: name, commit: execution.commit } });
  });

  /** Nothing of a tool can be fetched: its build fails, and so does its stage. */
  const withoutToolOf = (broken: string): Change["machine"] => async (part, build) => {
    const found = await machine.of(part, build);
    return part === broken ? { ...found, options: { ...found.options, downloads: {}, pythonPackages: {} } } : found;
  };

  describe("a flaw stops it at the gate, which names it", () => {
    const bad = (files: Readonly<Record<string, string>>): Pick<Change, "source" | "behaviour"> => ({ source: cleanSource, behaviour: { docker: folderOf(files) } });
    test.each<readonly [string, string, string, () => Pick<Change, "source" | "behaviour">]>([
      ["a secret that was once in the history", "gitleaks", "dev", () => ({ source: sourceWith({ "config.js": `exports.token = "${token}";\n` }, { "config.js": undefined }) })],
      ["code that runs what a caller gives", "semgrep", "dev", () => ({ source: sourceWith({ "run.js": "exports.run = (text) => eval(text);\n" }) })],
      ["a vulnerable package", "npm-audit", "dev", () => ({ source: vulnerableSource })],
      ["a port that is open to everybody", "checkov", "dev", () => ({ source: sourceWith({ "main.tf": openPort }) })],
      ["malware in the image", "clamav", "dev", () => bad({ "test.com": eicar })],
      ["a vulnerable package in the image", "trivy", "dev", () => bad({ "log4j.jar": "VULNERABLE" })],
      ["a flaw in what runs", "zap", "staging", () => ({ source: cleanSource, behaviour: { zap: "flawed" } })],
    ])("%s, by %s, before %s", async (_name, tool, environment, change) => {
      const walked = await walk(change());
      expectStopped(walked, `Gate-${environment}`, "gate");
      expect(walked.stopped?.why).toMatch(/^BUILD: exit 1\n/);
      const { outcome, reasons, findings } = await walked.execution.verdict(`gate-${environment}`);
      expect({ outcome, others: reasons.filter(({ id }) => !id.startsWith("finding-")) }).toEqual({ outcome: "block", others: [] });
      expect(findings.filter(({ standing }) => standing === "blocks").flatMap(({ witnesses }) => witnesses.map((witness) => witness.tool))).toContain(tool);
    });

    test("too little that tests reach", async () => {
      const unreached = Array.from({ length: 30 }, (_line, index) => `  if (price === ${index}) return ${index};\n`).join("");
      const walked = await walk({ source: sourceWith({ "total.js": `${clean["total.js"]}exports.rate = (price) => {\n${unreached}  return 0;\n};\n` }) });
      expectStopped(walked, "Gate-dev", "gate");
      expect(await reasonsOf(walked, "gate-dev")).toEqual(["coverage-low"]);
    });
  });

  describe("what cannot be looked at stops it where it stands", () => {
    test("a test that fails", async () => {
      const walked = await walk({ source: sourceWith({ "total.test.js": clean["total.test.js"]!.replace("]), 3)", "]), 4)") }) });
      expectStopped(walked, "Build", "build");
      expect(walked.stopped?.why).toContain("the tests failed");
    });

    test.each([
      ["Secrets", "gitleaks"],
      ["StaticAnalysis", "semgrep"],
      ["Dependencies", "osv-scanner"],
      ["Infrastructure", "checkov"],
      ["Malware", "clamav"],
      ["Containers", "trivy"],
      ["DynamicAnalysis", "zap-baseline"],
    ])("in %s, a %s that cannot be fetched", async (stage, tool) => {
      expectStopped(await walk({ source: cleanSource, machine: withoutToolOf(tool) }), stage, tool);
    });
  });

  describe("what is taken away is missed", () => {
    const withoutStage = (name: string) => (pipeline: DeclaredPipeline): DeclaredPipeline => ({ ...pipeline, stages: pipeline.stages.filter((stage) => stage.name !== name) });
    const withoutAction = (name: string) => (pipeline: DeclaredPipeline): DeclaredPipeline => ({
      ...pipeline,
      stages: pipeline.stages.map((stage): DeclaredStage => ({ ...stage, actions: stage.actions.filter((action) => action.name !== name) })),
    });
    const missingReports = async ({ execution }: Walked, gate: string) => (await execution.verdict(gate)).reasons.map(({ id, where }) => `${id} ${where}`);

    test.each([
      ["Secrets", "dev"],
      ["StaticAnalysis", "dev"],
      ["Dependencies", "dev"],
      ["Infrastructure", "dev"],
      ["Malware", "dev"],
      ["Containers", "dev"],
      ["DynamicAnalysis", "staging"],
    ])("the stage %s: the gate before %s blocks", async (stage, environment) => {
      const walked = await walk({ source: cleanSource, edit: withoutStage(stage) });
      expectStopped(walked, `Gate-${environment}`, "gate");
      expect(await reasonsOf(walked, `gate-${environment}`)).toEqual(["report-missing"]);
    });

    test("the stage Build: there is nothing to look at, and nothing to judge", async () => {
      expectStopped(await walk({ source: cleanSource, edit: withoutStage("Build") }), "Malware", "clamav");
    });

    test.each([
      ["gitleaks", "gitleaks", "dev"],
      ["osv-scanner", "osv-scanner", "dev"],
      ["yara", "yara", "dev"],
      ["zap-baseline", "zap", "staging"],
    ])("the action %s alone", async (action, tool, environment) => {
      const walked = await walk({ source: cleanSource, edit: withoutAction(action) });
      expectStopped(walked, `Gate-${environment}`, "gate");
      expect(await missingReports(walked, `gate-${environment}`)).toEqual([expect.stringMatching(new RegExp(`^report-missing .*${tool}`))]);
    });

    test.each(["semgrep/semgrep.json", "build/junit-node.xml"])("the report %s, which never came to the bucket", async (report) => {
      const walked = await walk({ source: cleanSource, lost: [`reports/${report}`] });
      expectStopped(walked, "Gate-dev", "gate");
      expect(await reasonsOf(walked, "gate-dev")).toEqual(["report-missing"]);
    });

    test("a report that is there: nobody can take it away", async () => {
      const { execution } = await walk({ source: cleanSource, until: "StaticAnalysis" });
      await expect(execution.remove("reports/semgrep/semgrep.json")).rejects.toMatchObject({ $metadata: { httpStatusCode: 403 } });
    });

    test.each(["dev", "staging", "prod"])("the gate before %s: the lock lets nobody in", async (environment) => {
      const walked = await walk({ source: cleanSource, edit: withoutStage(`Gate-${environment}`) });
      expectStopped(walked, `Deploy-${environment}`, "verdict");
      expect(walked.stopped?.why).toContain("it is not there or cannot be read");
    });

    const verdictFile = "verdicts/gate-dev/verdict.json";
    const enterWith = (source: string, text: string) => walk({ source, edit: withoutStage("Gate-dev"), before: { "Deploy-dev": (execution) => execution.write(verdictFile, text) } });

    test("a verdict that somebody turned from block to pass is refused", async () => {
      const { execution } = await walk({ source: cleanSource, edit: withoutStage("Secrets") });
      const forged = JSON.stringify({ ...(await execution.verdict("gate-dev")), outcome: "pass", reasons: [] });
      const walked = await enterWith(cleanSource, forged);
      expectStopped(walked, "Deploy-dev", "verdict");
      expect(walked.stopped?.why).toContain("not as the gate has sealed it");
    });

    test("a verdict of another commit is refused, and so is one of another environment", async () => {
      const { execution } = await walk({ source: cleanSource, until: "Gate-dev" });
      const passed = await execution.read(verdictFile);
      const ofAnotherCommit = await enterWith(vulnerableSource, passed);
      expectStopped(ofAnotherCommit, "Deploy-dev", "verdict");
      expect(ofAnotherCommit.stopped?.why).toContain(`it is of commit "${execution.commit}"`);
      const elsewhere = await walk({ source: cleanSource, edit: withoutStage("Gate-staging"), before: { "Deploy-staging": (other) => other.write("verdicts/gate-staging/verdict.json", passed) } });
      expectStopped(elsewhere, "Deploy-staging", "verdict");
      expect(elsewhere.stopped?.why).toContain('it is of environment "dev"');
    });

    test("an artifact that is exchanged behind the gate is not deployed", async () => {
      const other = folderOf({ "deliverable/image.tar": "another" });
      const walked = await walk({ source: cleanSource, before: { "Deploy-dev": async (execution) => execution.artifacts.set("Application", other) } });
      expectStopped(walked, "Deploy-dev", "release");
      expect(walked.stopped?.why).toContain("does not let this artifact go to dev");
    });

    test("a release that is written in other characters than a version is refused before the gate is asked", async () => {
      const walked = await walk({ source: cleanSource, variables: { RELEASE: '1.0.0", "name": "AUTHOR' } });
      expectStopped(walked, "Gate-dev", "variable");
    });

    test("without approval nothing goes to production", async () => {
      expectStopped(await walk({ source: cleanSource, approves: false }), "Approval-prod", "approve");
    });
  });

  test("what a waiver lifts goes on, and no longer when its last day has ended", async () => {
    const blocked = await walk({ source: vulnerableSource });
    const fingerprints = (await blocked.execution.verdict("gate-dev")).findings.filter(({ standing }) => standing === "blocks").map(({ fingerprint }) => fingerprint);
    expect(fingerprints.length).toBeGreaterThan(0);
    const waiversFrom = (ago: number): string =>
      fingerprints
        .map(
          (fingerprint, index) =>
            `- id: F-${index}\n  fingerprint: ${fingerprint}\n  environment: dev\n  pipeline: ${pipelineName}\n  severity: high\n  reason: No template of a stranger is ever rendered here\n  owner: owner@example.org\n  approver: reviewer@example.org\n  created: ${day(ago)}\n  expires: ${day(ago - 13)}\n`,
        )
        .join("");
    // Scans are the same whatever is waived: the gates alone are of the new release.
    const waived = async (ago: number): Promise<Walked> => {
      const release = releaseWithWaivers(waiversFrom(ago));
      return walk({ source: vulnerableSource, until: "Deploy-dev", machine: (part, build) => machine.of(part, build, part.startsWith("gate-") ? release : undefined) });
    };
    const lifted = await waived(1);
    expect({ stopped: lifted.stopped, last: lifted.happenings.at(-1) }).toMatchObject({ stopped: undefined, last: { stage: "Deploy-dev", action: "deploy", succeeded: true } });
    const expired = await waived(14);
    expectStopped(expired, "Gate-dev", "gate");
    expect(await reasonsOf(expired, "gate-dev")).toContain("waiver-expired");
  });
});
