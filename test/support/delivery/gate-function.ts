import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { PassThrough, Readable } from "node:stream";
import { gzipSync } from "node:zlib";
import { fixedClock } from "../../../scripts/clock";
import { main } from "../../../scripts/cli";
import type { FunctionEdge } from "../../../scripts/delivery/answer";
import { lists } from "../../../scripts/delivery/lists";
import type { ObjectStore } from "../../../scripts/delivery/store";
import { temporaryFolder } from "../temporary-folder";
import { zipOf } from "./archives";

/** The gate's function with buckets in memory, and the command in this process. */

const root = join(__dirname, "..", "..", "..");
export const now = "2026-11-22T12:00:00Z";
export const clock = fixedClock(now);
export const commit = "a".repeat(40);
export const deliverable = "the application";
export const digest = `sha256:${createHash("sha256").update(deliverable).digest("hex")}`;

export const pipeline = "castle-prod-orders";
export const execution = "11111111-2222-4333-8444-555555555555";
export const buckets = { evidence: "castle-prod-evidence", tools: "castle-prod-tools", artifacts: "castle-prod-orders-artifacts" } as const;
export const credentials = { accessKeyId: "ASIAEXAMPLE", secretAccessKey: "the-secret-of-the-job", sessionToken: "the-session-of-the-job" };

const sha256 = (text: string | Buffer): string => createHash("sha256").update(text).digest("hex");

/** `s3://bucket/key` → bytes, or a stream with its size. */
export type Objects = Record<string, string | Buffer | { readonly size: number; readonly body: () => Readable }>;

export const memoryStore = (objects: Objects): ObjectStore => ({
  open: (bucket, key) => {
    const found = objects[`s3://${bucket}/${key}`];
    if (found === undefined) return Promise.reject(new Error(`s3://${bucket}/${key} is not there`));
    if (typeof found === "object" && "body" in found) return Promise.resolve({ size: found.size, body: found.body() });
    const bytes = Buffer.from(found);
    return Promise.resolve({ size: bytes.length, body: Readable.from([bytes]) });
  },
  list: (bucket, prefix) =>
    Promise.resolve(
      Object.entries(objects)
        .filter(([path]) => path.startsWith(`s3://${bucket}/${prefix}`))
        .map(([path, object]) => ({ key: path.slice(`s3://${bucket}/`.length), size: typeof object === "object" && "body" in object ? object.size : Buffer.from(object).length })),
    ),
  put: (bucket, key, file) => {
    objects[`s3://${bucket}/${key}`] = readFileSync(file);
    return Promise.resolve();
  },
});

/** A SARIF of semgrep with so many errors, and the record of its run. */
export const reportOf = (errors: number): Readonly<Record<string, string>> => {
  const results = Array.from({ length: errors }, (_, line) => ({ ruleId: "xss", level: "error", message: { text: "unescaped" }, locations: [{ physicalLocation: { artifactLocation: { uri: "page.js" }, region: { startLine: line + 1 } } }] }));
  const sarif = JSON.stringify({ version: "2.1.0", runs: [{ tool: { driver: { name: "semgrep", semanticVersion: "1.100.0", rules: [{ id: "xss" }] } }, invocations: [{ executionSuccessful: true, endTimeUtc: "2026-11-22T11:00:00Z" }], results }] });
  const record = { version: 1, report: sha256(sarif), tool: "semgrep", toolVersion: "1.100.0", rules: 1, looked: 10, lookedAt: "files", commit, exitCode: 0, started: "2026-11-22T10:59:00Z", ended: "2026-11-22T11:00:00Z" };
  return { "semgrep.sarif": sarif, "semgrep.sarif.record.json": JSON.stringify(record) };
};

export const manifest = { version: 1, pipeline, requires: [{ tool: "semgrep", file: "semgrep.sarif", formats: ["sarif"], minimumRules: 1, minimumLooked: 1 }] } as const;
export const assignmentOf = (stage: "dev" | "prod" = "dev"): string => JSON.stringify({ version: 1, stage, manifest, formats: { "semgrep/semgrep.sarif": "sarif" } });

export const reportsIn = (files: Readonly<Record<string, string>>): Objects => Object.fromEntries(Object.entries(files).map(([name, text]) => [`s3://${buckets.evidence}/${pipeline}/executions/${execution}/reports/semgrep/${name}`, text]));

export const artifact = zipOf({ "deliverable/application.zip": deliverable });

export const parametersOf = (change: Readonly<Record<string, string>> = {}, assignment = assignmentOf()): Readonly<Record<string, string>> => ({
  author: "author@example.org",
  release: "none",
  bucket: buckets.evidence,
  tools: buckets.tools,
  pipeline,
  gate: "gate-dev",
  environment: "dev",
  classification: "confidential",
  execution,
  commit,
  assignment: sha256(assignment),
  ...change,
});

export const eventOf = (userParameters: string): object => ({
  "CodePipeline.job": {
    id: "job-1",
    accountId: "111111111111",
    data: {
      actionConfiguration: { configuration: { FunctionName: "castle-prod-delivery-gate", UserParameters: userParameters } },
      inputArtifacts: [{ name: "Application", revision: null, location: { type: "S3", s3Location: { bucketName: buckets.artifacts, objectKey: "castle-prod-orders/Applicatio/AbCdEf" } } }],
      outputArtifacts: [],
      artifactCredentials: credentials,
    },
  },
});

/** What lies in the buckets before a gate of dev judges, and what differs. */
export const worldOf = (change: Objects = {}, assignment = assignmentOf(), gate = "gate-dev"): Objects => ({
  ...reportsIn(reportOf(0)),
  [`s3://${buckets.tools}/manifests/${pipeline}/${gate}.json`]: assignment,
  [`s3://${buckets.artifacts}/castle-prod-orders/Applicatio/AbCdEf`]: artifact,
  ...change,
});

export const listBodies: Readonly<Record<string, string | Buffer>> = {
  [lists.exploited.url]: JSON.stringify({ title: "CISA Catalog of Known Exploited Vulnerabilities", catalogVersion: "1", dateReleased: now, count: 1, vulnerabilities: [{ cveID: "CVE-2021-44228" }] }),
  [lists.exploitProbability.url]: gzipSync("#model_version:v2025.03.14,score_date:2026-11-22T00:00:00+0000\ncve,epss,percentile\nCVE-2021-44228,0.9,0.9\n"),
};

/** Runs the command as a person would, at the test's time. */
export const command: FunctionEdge["portcullis"] = async (programArguments) => {
  const [stdout, stderr] = [new PassThrough().resume(), new PassThrough()];
  const exitCode = await main(programArguments, { root, environment: { PATH: process.env["PATH"] }, clock, stdout, stderr });
  return { exitCode, said: String((stderr.read() as Buffer | null) ?? "") };
};

export interface Told {
  readonly succeeded: string[];
  readonly failed: string[];
}

export const edgeOf = (objects: Objects, change: Partial<FunctionEdge> = {}): { readonly edge: FunctionEdge; readonly told: Told } => {
  const store = memoryStore(objects);
  const told: Told = { succeeded: [], failed: [] };
  return {
    told,
    edge: {
      store,
      artifacts: (given) => (given.sessionToken === credentials.sessionToken ? store : memoryStore({})),
      fetch: (url) => Promise.resolve(listBodies[url] === undefined ? new Response("gone", { status: 404 }) : new Response(new Uint8Array(Buffer.from(listBodies[url])))),
      portcullis: command,
      clock,
      folder: join(temporaryFolder(), "gate"),
      policies: join(root, "policies"),
      answers: {
        succeed: (_, summary) => Promise.resolve(void told.succeeded.push(summary)),
        fail: (_, message) => Promise.resolve(void told.failed.push(message)),
      },
      ...change,
    },
  };
};
