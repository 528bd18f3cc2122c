import { execFileSync, spawnSync } from "node:child_process";
import { join } from "node:path";
import type { ScanPlace, ScanTool } from "../../../modules/scan-tools";
import { checkoutOf, judge, pinnedTo, placeOf, runScan, type BuildResult, type Judged, type Objects, type ScanOptions } from "../delivery/harness";
import type { Behaviour } from "./service";

export const standIn = (name: string): string => join(__dirname, `${name}.mjs`);

/** Starts a stand-in from where the vendor's program would lie. */
export const launcher = (name: string): string => `#!/bin/bash\nSTAND_IN_${name.toUpperCase()}_PATH="$0" exec '${process.execPath}' '${standIn(name)}' "$@"\n`;

const arn = "arn:aws:secretsmanager:eu-central-1:111122223333:secret:licence-AbCdEf";
export const source = (): string => checkoutOf({ "package.json": `{"name":"orders","version":"1.0.0"}\n`, "index.js": "exports.answer = 42;\n" });

export interface LicensedRun extends Partial<Omit<ScanOptions, "source" | "secret" | "secrets">> {
  readonly tool: ScanTool;
  readonly settings: Readonly<Record<string, string>>;
  /** Key of the tool's secret → value. */
  readonly secret: Readonly<Record<string, string>>;
  readonly checkout?: string;
  /** Key → object in the bucket of tools. @default none */
  readonly licensed?: Objects;
  /** @default none: the tool looks at the source */
  readonly digest?: string;
}

export interface LicensedResult {
  readonly build: BuildResult;
  readonly judged: Judged;
}

/** The settings as composition completes them. */
export const complete = ({ settings = {} }: ScanTool, given: Readonly<Record<string, string>>): Readonly<Record<string, string>> => ({
  ...Object.fromEntries(Object.entries(settings).flatMap(([key, { default: value }]) => (value === undefined ? [] : [[key, value]]))),
  ...given,
});

/** Runs a tool's whole build, and asks the gate about what it handed over. */
export const runLicensed = async ({ tool, settings, secret, checkout = source(), licensed = {}, digest, downloads = {}, place, ...options }: LicensedRun): Promise<LicensedResult> => {
  const pinned = pinnedTo(tool, downloads);
  const build = await runScan(pinned, { source: checkout, place: { ...place, settings: complete(tool, settings) }, secret: arn, secrets: { [arn]: secret }, buckets: { "castle-prod-tools": licensed }, downloads, ...options });
  return { build, judged: judge(pinned, build, { source: checkout, ...(digest === undefined ? {} : { digest }) }) };
};

/** What must come of each behaviour, the same for every licensed tool. `half-report` may fail the build already: never does it pass. */
export const itFailsClosed = (run: (behaviour: Behaviour) => Promise<LicensedResult>, messages: { readonly licence: RegExp; readonly timeOut: RegExp; readonly noReport: RegExp }): void => {
  it("passes the gate where nothing was found", async () => {
    const { build, judged } = await run("clean");
    expect(build.stderr).not.toContain("stand-in:");
    expect({ failedPhase: build.failedPhase, ...judged }).toMatchObject({ failedPhase: undefined, outcome: "pass", reasons: [] });
  });

  it.each(["findings", "findings-exit-0"] as const)("is blocked by the gate: %s", async (behaviour) => {
    const { build, judged } = await run(behaviour);
    expect(build.failedPhase).toBeUndefined();
    expect(judged.outcome).toBe("block");
    expect(judged.reasons).toContainEqual(expect.stringMatching(/^finding-(?:high|critical)$/));
    expect(judged.reasons.filter((reason) => !reason.startsWith("finding-"))).toEqual([]);
  });

  it.each([
    ["licence-expired", messages.licence],
    ["time-out", messages.timeOut],
    ["no-report", messages.noReport],
  ] as const)("fails the build with a message: %s", async (behaviour, message) => {
    const { build, judged } = await run(behaviour);
    expect(build.failedPhase).toBe("BUILD");
    expect(build.stderr).toMatch(message);
    expect(build.evidence).toEqual({});
    expect(judged).toMatchObject({ outcome: "block", reasons: ["report-missing"] });
  });

  it("does not pass with half a report", async () => {
    const { build, judged } = await run("half-report");
    expect(judged.outcome).toBe("block");
    expect(build.failedPhase === undefined ? judged.reasons : ["report-missing"]).not.toEqual([]);
  });
};

/** A stand-in takes nothing but what its vendor documents. */
export const itsStandInRefuses = (name: string, ...words: readonly string[]): void => {
  it("has a stand-in that refuses an option which the vendor does not document", () => {
    const { status, stderr } = spawnSync(process.execPath, [standIn(name), ...words, "--no-such-option"], { encoding: "utf8", env: { [`STAND_IN_${name.toUpperCase()}_PATH`]: "/tools/bin/x", HOME: "/nowhere" } });
    expect({ status, stderr }).toEqual({ status: 252, stderr: "stand-in: option --no-such-option is not in the list of what is documented\n" });
  });
};

const commandsOf = (tool: ScanTool, given: Readonly<Record<string, string>>, changed: Partial<ScanPlace>): readonly string[] => {
  const place = placeOf({ ...changed, settings: complete(tool, given) });
  return [...tool.install(place), ...tool.scan(place)];
};

/** What is true of the commands of every licensed tool. */
export const itIsWellMade = (tool: ScanTool, given: Readonly<Record<string, string>>, place: Partial<ScanPlace> = {}): void => {
  it("is bash that can be read", () => {
    const script = ["set -euo pipefail", ...commandsOf(tool, given, place)].join("\n");
    expect(() => execFileSync("bash", ["-n"], { input: script })).not.toThrow();
  });

  it("puts no secret on a command line: it is written by the shell itself, or read from the environment", () => {
    const lines = commandsOf(tool, given, place).flatMap((command) => command.split("\n"));
    const used = Object.keys(tool.secrets ?? {}).filter((variable) => lines.some((line) => line.includes(`$${variable}`) && !/^printf /.test(line)));
    expect(used).toEqual(tool.secretArguments ?? []);
  });

  it("takes settings of the given form alone", () => {
    const patterns = Object.entries(tool.settings ?? {});
    expect(Object.entries(complete(tool, given)).filter(([key, value]) => !tool.settings?.[key]?.pattern.test(value))).toEqual([]);
    expect(patterns.filter(([, { pattern }]) => ['"; curl http://example.org #', "$(id)", "`id`", ""].some((value) => pattern.test(value))).map(([key]) => key)).toEqual([]);
  });

  it("is switched on by configuration, and fetches nothing that is not pinned", () => {
    expect(tool.isLicensed).toBe(true);
    expect(tool.downloads.filter(({ url, sha256 }) => !url.startsWith("https://") || !/^[0-9a-f]{64}$/.test(sha256))).toEqual([]);
  });
};

/** The value of a secret never shows in the log of a build. */
export const expectNoSecret = ({ build }: LicensedResult, secret: Readonly<Record<string, string>>): void => {
  for (const value of Object.values(secret)) expect(`${build.stdout}${build.stderr}`).not.toContain(value);
};
