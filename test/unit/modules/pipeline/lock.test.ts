import { seal } from "../../../../scripts/gate/seal";
import type { Verdict } from "../../../../scripts/gate";

/** The handler is what Lambda runs as it is: plain JavaScript without types. */
interface Stored {
  readonly size: number;
  readonly text: () => Promise<string>;
}
type Read = (bucket: string, key: string) => Promise<Stored>;
interface Decision {
  readonly opens: boolean;
  readonly message: string;
}
interface Lock {
  readonly largestVerdict: number;
  readonly decide: (parameters: object, read: Read) => Promise<Decision>;
  readonly answer: (event: object, edge: { readonly read: Read; readonly codePipeline: object }) => Promise<Decision>;
}
const { answer, decide, largestVerdict } = jest.requireActual<Lock>("../../../../modules/pipeline/lambda/lock.mjs");

const commit = "c".repeat(40);
const parameters = { bucket: "castle-prod-evidence-1", pipeline: "castle-prod-orders", gate: "gate-dev", environment: "dev", execution: "e-1", commit };
const key = "castle-prod-orders/executions/e-1/verdicts/gate-dev/verdict.json";

const verdict = (change: Partial<Omit<Verdict, "subject">> & { readonly subject?: Partial<Verdict["subject"]> } = {}): Verdict =>
  seal({
    version: 1,
    outcome: "pass",
    time: "2026-11-22T12:00:00.000Z",
    reasons: [],
    warnings: [],
    reports: [{ name: "gitleaks.json", sha256: "a".repeat(64), size: 2, findings: 0, isAccepted: true, commit } as unknown as Verdict["reports"][number]],
    findings: [],
    inputs: [],
    ...change,
    subject: { pipeline: "castle-prod-orders", environment: "dev", classification: "internal", event: "promotion", commit, ...change.subject },
  });

const storing = (objects: Readonly<Record<string, string>>, size?: number): Read => (bucket, wanted) => {
  const text = bucket === parameters.bucket ? objects[wanted] : undefined;
  if (text === undefined) return Promise.reject(Object.assign(new Error("no such key"), { name: "NoSuchKey" }));
  return Promise.resolve({ size: size ?? text.length, text: () => Promise.resolve(text) });
};
const stored = (text: string) => storing({ [key]: text });

describe("the lock of a Deploy stage", () => {
  test("opens for the sealed verdict of this execution, gate, environment and commit", async () => {
    expect(await decide(parameters, stored(JSON.stringify(verdict(), null, 2)))).toMatchObject({ opens: true });
  });

  test("opens without a commit where the source knows none, and still asks for all the rest", async () => {
    const { commit: _, ...without } = parameters;
    expect((await decide(without, stored(JSON.stringify(verdict())))).opens).toBe(true);
    expect((await decide(without, stored(JSON.stringify(verdict({ subject: { environment: "prod" } }))))).opens).toBe(false);
  });

  test.each([
    ["blocks", verdict({ outcome: "block" }), /the gate says "block"/],
    ["is of another commit", verdict({ subject: { commit: "d".repeat(40) } }), /it is of commit "d+"/],
    ["is of another environment", verdict({ subject: { environment: "staging" } }), /environment "staging"/],
    ["is of another pipeline", verdict({ subject: { pipeline: "castle-prod-prices" } }), /pipeline "castle-prod-prices"/],
    ["is of a pull request", verdict({ subject: { event: "pull-request" } }), /event "pull-request"/],
    ["is of another version", { ...verdict(), version: 2 }, /no verdict of a version/],
    ["has a word changed", { ...verdict(), outcome: "pass", time: "2026-11-23T12:00:00.000Z" }, /not as the gate has sealed it/],
    ["was blocked and says pass now", { ...verdict({ outcome: "block" }), outcome: "pass" }, /not as the gate has sealed it/],
    ["has no seal", { ...verdict(), sha256: undefined }, /not as the gate has sealed it/],
    ["is a list", [verdict()], /no verdict/],
    ["is null", null, /no verdict/],
  ])("stays closed where the verdict %s", async (_, wrong, message) => {
    expect(await decide(parameters, stored(JSON.stringify(wrong)))).toEqual({ opens: false, message: expect.stringMatching(message) });
  });

  test("stays closed where a byte is missing or the verdict is not there, or under another gate or execution", async () => {
    const whole = JSON.stringify(verdict());
    expect(await decide(parameters, stored(whole.slice(0, -1)))).toEqual({ opens: false, message: expect.stringContaining("it is no whole JSON") });
    for (const place of [key.replace("e-1", "e-2"), key.replace("gate-dev", "gate-prod")]) {
      expect(await decide(parameters, storing({ [place]: whole }))).toEqual({ opens: false, message: expect.stringContaining("it is not there or cannot be read (NoSuchKey)") });
    }
  });

  test("stays closed for a verdict that is too big, and does not take it into memory", async () => {
    const text = jest.fn();
    expect(await decide(parameters, () => Promise.resolve({ size: largestVerdict + 1, text }))).toMatchObject({ opens: false });
    expect(text).not.toHaveBeenCalled();
  });

  test.each([
    ["a parameter is missing", { ...parameters, gate: undefined }],
    ["a variable was not filled in", { ...parameters, execution: "#{codepipeline.PipelineExecutionId}" }],
    ["the commit was not filled in", { ...parameters, commit: "#{Source.CommitId}" }],
    ["the commit is abbreviated", { ...parameters, commit: "ccccccc" }],
  ])("stays closed where %s", async (_, wrong) => {
    expect((await decide(wrong, stored(JSON.stringify(verdict())))).opens).toBe(false);
  });
});

describe("an answer to CodePipeline", () => {
  const answered = async (userParameters: string, read: Read) => {
    const codePipeline = { succeed: jest.fn(() => Promise.resolve()), fail: jest.fn<Promise<void>, [string, string]>(() => Promise.resolve()) };
    await answer({ "CodePipeline.job": { id: "job-1", data: { actionConfiguration: { configuration: { FunctionName: "castle-prod-delivery-lock", UserParameters: userParameters } } } } }, { read, codePipeline });
    return codePipeline;
  };

  test("a verdict that lets pass ends the job well", async () => {
    const { succeed, fail } = await answered(JSON.stringify(parameters), stored(JSON.stringify(verdict())));
    expect(succeed).toHaveBeenCalledWith("job-1");
    expect(fail).not.toHaveBeenCalled();
  });

  test("whatever goes wrong ends it badly, with the reason", async () => {
    const blocked = await answered(JSON.stringify(parameters), stored(JSON.stringify(verdict({ outcome: "block" }))));
    expect(blocked.succeed).not.toHaveBeenCalled();
    expect(blocked.fail).toHaveBeenCalledWith("job-1", expect.stringContaining("does not open this stage"));
    const garbled = await answered("{", stored(JSON.stringify(verdict())));
    expect(garbled.succeed).not.toHaveBeenCalled();
    expect(garbled.fail).toHaveBeenCalledWith("job-1", expect.stringContaining("could not decide"));
  });
});
