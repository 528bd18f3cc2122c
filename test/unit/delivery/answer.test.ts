import { existsSync, readdirSync } from "node:fs";
import { Readable } from "node:stream";
import { setTimeout } from "node:timers/promises";
import { answer, type FunctionEdge } from "../../../scripts/delivery/answer";
import type { Verdict } from "../../../scripts/gate";
import { assignmentOf, buckets, command, credentials, edgeOf, eventOf, execution, parametersOf, pipeline, reportOf, reportsIn, worldOf, type Objects } from "../../support/delivery/gate-function";
import { zipOf } from "../../support/delivery/archives";

/** Whole seconds are more than any of these takes. */
const enough = 60_000;
const verdictKey = (gate = "gate-dev", name = "verdict.json") => `s3://${buckets.evidence}/${pipeline}/executions/${execution}/verdicts/${gate}/${name}`;
const baselineKey = (environment = "dev") => `s3://${buckets.evidence}/${pipeline}/baseline/${environment}/verdict.json`;
const artifactKey = `s3://${buckets.artifacts}/castle-prod-orders/Applicatio/AbCdEf`;

const left = (folder: string): readonly string[] => (existsSync(folder) ? readdirSync(folder) : []);

const asked = async (objects: Objects, change: Partial<FunctionEdge> = {}, userParameters = JSON.stringify(parametersOf()), milliseconds = enough) => {
  const { edge, told } = edgeOf(objects, change);
  await answer(eventOf(userParameters), edge, milliseconds);
  // A run that was stopped tidies up after its answer.
  for (let tries = 0; tries < 50 && left(edge.folder).length > 0; tries += 1) await setTimeout(20);
  expect(left(edge.folder)).toEqual([]);
  expect(told.succeeded.length + told.failed.length).toBe(1);
  expect(JSON.stringify(told)).not.toMatch(/secret-of-the-job|session-of-the-job/);
  return { ...told, verdict: objects[verdictKey()] === undefined ? undefined : (JSON.parse(String(objects[verdictKey()])) as Verdict), edge };
};

test("a change with nothing to find passes, with every face of its verdict and a new baseline", async () => {
  const objects = worldOf();
  const { succeeded, verdict } = await asked(objects);
  expect(succeeded).toEqual([expect.stringContaining("lets pass")]);
  expect(verdict).toMatchObject({ outcome: "pass", subject: { pipeline, environment: "dev", classification: "confidential", event: "promotion", commit: parametersOf()["commit"], digest: expect.stringMatching(/^sha256:/) as unknown } });
  const faces = Object.keys(objects).flatMap((key) => key.split("/verdicts/gate-dev/")[1] ?? []);
  expect(faces).toEqual(expect.arrayContaining(["verdict.codebuild.xml", "verdict.html", "verdict.json", "verdict.junit.xml", "verdict.md", "verdict.sarif", "verdict.txt"]));
  expect(objects[baselineKey()]).toEqual(objects[verdictKey()]);
});

test("findings stop it, with the reason, the verdict, and a baseline: their age begins now", async () => {
  const objects = worldOf(reportsIn(reportOf(2)));
  const { failed, verdict } = await asked(objects);
  expect(failed).toEqual([expect.stringMatching(/the gate stops[\s\S]*finding-[\s\S]*The whole verdict: s3:/)]);
  expect(verdict?.outcome).toBe("block");
  expect(objects[baselineKey()]).toBeDefined();
});

test("without reports it is stopped, and its verdict is no baseline", async () => {
  const objects = Object.fromEntries(Object.entries(worldOf()).filter(([key]) => !key.includes("/reports/")));
  const { failed, verdict } = await asked(objects);
  expect(failed).toHaveLength(1);
  expect(verdict?.reasons.map(({ id }) => id)).toContain("report-missing");
  expect(objects[baselineKey()]).toBeUndefined();
});

test.each<[string, Objects, RegExp]>([
  ["another assignment", worldOf({}, assignmentOf("prod")), /gate-dev\.json is not what this pipeline was declared with/],
  ["no assignment", { ...worldOf(), [`s3://${buckets.tools}/manifests/${pipeline}/gate-dev.json`]: "" }, /is not what this pipeline was declared with/],
  ["an artifact with two files", worldOf({ [artifactKey]: zipOf({ "deliverable/a": "x", "deliverable/b": "y" }) }), /holds 2 files in deliverable/],
  ["an artifact that is no zip", worldOf({ [artifactKey]: "PK" }), /no whole zip/],
  ["an artifact that is too large", worldOf({ [artifactKey]: { size: 2_500_000_001, body: () => Readable.from([]) } }), /has 2500000001 bytes; the gate's function takes 2500000000/],
  ["an artifact that does not come whole", worldOf({ [artifactKey]: { size: 100, body: () => Readable.from([Buffer.from("PK")]) } }), /came with 2 bytes of 100/],
  ["a report whose key leads elsewhere", worldOf({ [`s3://${buckets.evidence}/${pipeline}/executions/${execution}/reports/build/../semgrep/semgrep.sarif`]: "{}" }), /has a name that no file can bear/],
  ["reports beyond the disk", worldOf({ [`s3://${buckets.evidence}/${pipeline}/executions/${execution}/reports/semgrep/core`]: { size: 6_000_000_000, body: () => Readable.from([]) } }), /reports holds 6\d+ bytes; the gate's function takes 5000000000/],
])("%s fails the job, and no verdict is made", async (_, objects, message) => {
  const { failed, verdict } = await asked(objects);
  expect(failed).toEqual([expect.stringMatching(message)]);
  expect(verdict).toBeUndefined();
});

describe("parameters that a change or a person could reach into", () => {
  const written = JSON.stringify(parametersOf({ author: "AUTHOR", release: "RELEASE" }));
  test.each([
    ["a second environment", written.replace("AUTHOR", 'a","environment":"dev')],
    ["a second classification by the release", written.replace("RELEASE", 'none","classification":"public')],
    ["a member that hides the others", written.replace("AUTHOR", 'a","more":{"x":"y').replace("RELEASE", '1.0.0"},"z":"')],
    ["an escaped letter", written.replace("AUTHOR", "\\u0061")],
    ["an end", written.replace("AUTHOR", 'a"}')],
    ["a variable that was not filled in", JSON.stringify(parametersOf({ commit: "#{Source.CommitId}" }))],
    ["a short commit", JSON.stringify(parametersOf({ commit: "aaaaaaa" }))],
    ["a pipeline that is a path", JSON.stringify(parametersOf({ pipeline: "../other" }))],
    ["no gate", JSON.stringify({ ...parametersOf(), gate: undefined })],
    ["no JSON", "dev"],
  ])("%s is refused", async (_, userParameters) => {
    const { failed } = await asked(worldOf(), {}, userParameters);
    expect(failed).toEqual([expect.stringMatching(/^The gate could not judge: The action's UserParameters are refused: /)]);
  });

  test("an ordinary author and release go through", async () => {
    const { succeeded } = await asked(worldOf(), {}, written.replace("AUTHOR", "müller+work@example.org").replace("RELEASE", "2.0.0"));
    expect(succeeded).toHaveLength(1);
  });
});

describe("production", () => {
  const assignment = assignmentOf("prod");
  const parameters = JSON.stringify(parametersOf({ gate: "gate-prod", environment: "prod" }, assignment));
  const world = () => worldOf({ [`s3://${buckets.evidence}/${pipeline}/penetration-tests/2026.yaml`]: "version: 1\n" }, assignment, "gate-prod");
  const calls: (readonly string[])[] = [];
  const listening: Partial<FunctionEdge> = { portcullis: (programArguments, signal) => (calls.push(programArguments), command(programArguments, signal)) };

  test("is judged with the lists of CISA and FIRST and the penetration tests", async () => {
    calls.length = 0;
    const objects = world();
    await asked(objects, listening, parameters);
    for (const option of ["--exploited", "--exploit-probability", "--penetration-test"]) expect(calls[0]).toContain(option);
    expect((JSON.parse(String(objects[verdictKey("gate-prod")])) as Verdict).inputs.map(({ role }) => role)).toEqual(expect.arrayContaining(["exploited", "exploit-probability", "penetration-test"]));
  });

  test.each<[string, FunctionEdge["fetch"], RegExp]>([
    ["does not answer", () => Promise.reject(new TypeError("fetch failed", { cause: new Error("getaddrinfo ENOTFOUND") })), /known_exploited_vulnerabilities\.json cannot be fetched \(fetch failed: getaddrinfo ENOTFOUND\)/],
    ["answers with an error", () => Promise.resolve(new Response("", { status: 503 })), /answers 503/],
    ["leads away from HTTPS", () => Promise.resolve(new Response("", { status: 302, headers: { location: "http://example.org/list.json" } })), /http:\/\/example\.org\/list\.json is not reached by HTTPS/],
    ["leads on and on", (url) => Promise.resolve(new Response("", { status: 302, headers: { location: `${url}/on` } })), /leads on and on/],
  ])("is not judged where a list %s", async (_, fetch, message) => {
    calls.length = 0;
    const { failed } = await asked(world(), { ...listening, fetch }, parameters);
    expect(failed).toEqual([expect.stringMatching(message)]);
    expect(calls).toEqual([]);
  });

  test("a list that answers the second time is taken", async () => {
    const { edge } = edgeOf({});
    let tries = 0;
    const { failed } = await asked(world(), { fetch: (url, init) => ((tries += 1) === 1 ? Promise.resolve(new Response("", { status: 503 })) : edge.fetch(url, init)) }, parameters);
    expect(tries).toBe(3);
    expect(failed.join("")).not.toMatch(/cannot be fetched/);
  });
});

describe("a baseline", () => {
  const said: (readonly string[])[] = [];
  const listening: Partial<FunctionEdge> = { portcullis: (programArguments) => (said.push(programArguments), Promise.resolve({ exitCode: 1, said: "no" })) };
  test.each([
    ["of yesterday is handed over", "2026-11-21T12:00:00Z", true],
    ["of thirty days ago is not", "2026-10-23T12:00:00Z", false],
  ])("%s", async (_, time, isTaken) => {
    said.length = 0;
    await asked(worldOf({ [baselineKey()]: JSON.stringify({ time }) }), listening);
    expect(said[0]?.includes("--baseline")).toBe(isTaken);
  });
});

test("a huge report comes to the disk in pieces", async () => {
  const piece = Buffer.alloc(1024 * 1024, 0x20);
  const pieces = 300;
  let most = 0;
  // As from a network: a piece is made when the one before was taken.
  const body = () =>
    Readable.from(
      (function* () {
        for (let number = 0; number < pieces; number += 1) {
          most = Math.max(most, process.memoryUsage().arrayBuffers);
          yield Buffer.from(piece);
        }
      })(),
    );
  let size = 0;
  const before = process.memoryUsage().arrayBuffers;
  const { failed } = await asked(worldOf({ [`s3://${buckets.evidence}/${pipeline}/executions/${execution}/reports/semgrep/huge.json`]: { size: pieces * piece.length, body } }), {
    portcullis: (programArguments) => {
      const [, reports] = programArguments as readonly [string, string];
      size = readdirSync(`${reports}/semgrep`).length;
      return Promise.resolve({ exitCode: 1, said: "blocked" });
    },
  });
  expect(size).toBe(3);
  expect(most - before).toBeLessThan((pieces * piece.length) / 2);
  expect(failed).toEqual([expect.stringContaining("came to no verdict (exit code 1): blocked")]);
});

describe("whatever goes wrong ends the job", () => {
  test("exit code 0 without a verdict lets nothing pass", async () => {
    expect((await asked(worldOf(), { portcullis: () => Promise.resolve({ exitCode: 0, said: "" }) })).failed).toEqual([expect.stringContaining("came to no verdict (exit code 0)")]);
  });

  test("a verdict that cannot be handed over lets nothing pass", async () => {
    const { edge } = edgeOf(worldOf());
    const { failed } = await asked(worldOf(), { store: { ...edge.store, put: () => Promise.reject(new Error("AccessDenied")) } });
    expect(failed).toEqual(["The gate could not judge: AccessDenied"]);
  });

  test("a gate that takes too long is told of before the function ends, and is stopped", async () => {
    let isStopped = false;
    const { failed } = await asked(
      worldOf(),
      {
        portcullis: (_, signal) =>
          new Promise((_resolve, reject) =>
            signal.addEventListener("abort", () => {
              isStopped = true;
              reject(new Error("stopped"));
            }),
          ),
      },
      undefined,
      500,
    );
    expect(failed).toEqual([expect.stringContaining("came to no verdict in the")]);
    expect(isStopped).toBe(true);
  });

  test("a job without an artifact or credentials fails, and none of the event is told", async () => {
    const { edge, told } = edgeOf(worldOf());
    await answer({ "CodePipeline.job": { id: "job-2", data: { artifactCredentials: credentials } } }, edge, enough);
    expect(told.failed).toEqual([expect.stringMatching(/^The job is none that this gate knows/)]);
  });

  test("an event that is no job is an error of the function, without its content", async () => {
    const { edge } = edgeOf({});
    await expect(answer({ secret: "x" }, edge, enough)).rejects.toThrow("The event is no job of CodePipeline.");
  });
});
