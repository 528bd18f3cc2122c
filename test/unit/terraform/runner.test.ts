import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { JournalWriter, readJournal, TerraformRunner, type ProgressEvent, type RunnerOptions, type Session } from "../../../scripts/terraform";
import { fakeTerraform } from "../../support/fake-terraform";
import { temporaryFolder } from "../../support/temporary-folder";

const session: Session = { accountId: "111111111111", region: "eu-west-1", callerArn: "arn:aws:sts::111111111111:assumed-role/plan/me", accessKeyId: "AKIA", secretAccessKey: "hush", sessionToken: "token" };
const diagnostic = (summary: string, detail = "") => `say({ type: "diagnostic", diagnostic: ${JSON.stringify({ severity: "error", summary, detail, address: "aws_x.y" })} });`;

function setUp(script: string, options: Partial<RunnerOptions> = {}) {
  const fake = fakeTerraform(script);
  const folder = temporaryFolder();
  mkdirSync(join(folder, ".terraform"));
  const binary = { path: fake.path, version: "1.11.4", product: "terraform" as const };
  const runner = new TerraformRunner({ binary, cliConfigFile: "/private/rc", session, environment: { PATH: process.env.PATH }, ...options });
  return { fake, folder, runner };
}

/** `S` sleeps, `Z` has ended and was not asked for yet. */
function stateOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]![0]!;
  } catch {
    return "gone";
  }
}

describe("what reaches Terraform", () => {
  test("credentials of the session, and no AWS or TF variable of the caller", async () => {
    const environment = { PATH: process.env.PATH, HOME: "/home/me", AWS_PROFILE: "prod", AWS_ENDPOINT_URL: "http://elsewhere", TF_VAR_x: "1", TF_CLI_ARGS: "-lock=false", GITHUB_TOKEN: "hush", HTTPS_PROXY: "http://proxy" };
    const { fake, folder, runner } = setUp("", { environment });
    await runner.init(folder);
    const { env } = fake.calls()[0]!;
    expect(env).toMatchObject({ AWS_ACCESS_KEY_ID: "AKIA", AWS_SESSION_TOKEN: "token", AWS_REGION: "eu-west-1", AWS_DEFAULT_REGION: "eu-west-1", AWS_EC2_METADATA_DISABLED: "true", GOGC: "400", TF_IN_AUTOMATION: "1", CHECKPOINT_DISABLE: "1", TF_CLI_CONFIG_FILE: "/private/rc", HOME: "/home/me", HTTPS_PROXY: "http://proxy" });
    for (const name of ["AWS_PROFILE", "AWS_ENDPOINT_URL", "TF_VAR_x", "TF_CLI_ARGS", "GITHUB_TOKEN"]) expect(env).not.toHaveProperty(name);
    expect(env.AWS_CONFIG_FILE).toBe("/dev/null");
  });
  test("arguments as a list; a lock file is read-only; a name with blanks stays one argument", async () => {
    const { fake, folder, runner } = setUp('if (args[0] === "plan") process.exit(2);', { parallelism: 3, lockTimeoutSeconds: 5 });
    await runner.init(folder);
    writeFileSync(join(folder, ".terraform.lock.hcl"), "");
    await runner.init(folder, { reconfigure: true });
    await runner.plan(folder, { out: "my plan; rm -rf x", destroy: true });
    expect(fake.calls().map(({ args }) => args)).toEqual([
      ["init", "-json", "-input=false", "-no-color"],
      ["init", "-json", "-input=false", "-no-color", "-lockfile=readonly", "-reconfigure"],
      ["plan", "-json", "-input=false", "-detailed-exitcode", "-lock-timeout=5s", "-parallelism=3", "-destroy", "-out=my plan; rm -rf x"],
    ]);
  });
  test("after init has checked the provider, plan sees no hashes, and the lock file is whole again", async () => {
    const seen = 'if (args[0] === "plan") fs.copyFileSync(".terraform.lock.hcl", "seen");';
    const { folder, runner } = setUp(seen);
    const lock = 'provider "registry.terraform.io/hashicorp/aws" {\n  version     = "5.100.0"\n  constraints = "5.100.0"\n  hashes = [\n    "h1:abc=",\n  ]\n}\n';
    writeFileSync(join(folder, ".terraform.lock.hcl"), lock);
    await runner.plan(folder, { out: "p" });
    expect(readFileSync(join(folder, "seen"), "utf8")).toBe(lock.replace('  hashes = [\n    "h1:abc=",\n  ]\n', ""));
    expect(readFileSync(join(folder, ".terraform.lock.hcl"), "utf8")).toBe(lock);
    expect(await runner.versions(folder)).toEqual({ terraform: "1.11.4", providers: { "registry.terraform.io/hashicorp/aws": "5.100.0" } });
  });
});

describe("what Terraform says", () => {
  test("a plan is empty where Terraform says so, and counted where not", async () => {
    expect(await setUp("").runner.plan(setUp("").folder, { out: "p" })).toMatchObject({ empty: true });
    const { folder, runner } = setUp('say({ type: "change_summary", changes: { add: 2, change: 1, remove: 3, operation: "plan" } }); process.exit(2);');
    expect(await runner.plan(folder, { out: "p" })).toEqual({ empty: false, planFile: join(folder, "p"), counts: { create: 2, update: 1, destroy: 3 } });
  });
  test("a failed plan leaves no plan file", async () => {
    const { folder, runner } = setUp(`fs.writeFileSync("p", "half"); ${diagnostic("Invalid value")} process.exit(1);`);
    await expect(runner.plan(folder, { out: "p" })).rejects.toMatchObject({ exitCode: 3, fault: { id: "terraform-failed", where: "aws_x.y", details: ["aws_x.y: Invalid value"] } });
    expect(existsSync(join(folder, "p"))).toBe(false);
  });
  test.each([
    ["AWS account ID not allowed: 222222222222", "wrong-account", 2],
    ["operation error STS: GetCallerIdentity, ExpiredToken: The security token", "credentials-refused", 3],
    ["reading SNS Topic: AccessDeniedException: not authorized", "access-denied", 3],
    ['dial tcp 127.0.0.1:1: connect: connection refused', "endpoint-unreachable", 3],
    ["Failed to query available provider packages: no such host", "provider-missing", 3],
    ["Saved plan is stale", "plan-stale", 3],
    ['S3 bucket "x" does not exist.', "state-bucket-missing", 3],
  ])("%s is %s (exit %i), and the secret key is not in it", async (summary, id, exitCode) => {
    const { folder, runner } = setUp(`${diagnostic(summary)} process.exit(1);`);
    const error = await runner.plan(folder, { out: "p" }).catch((reason) => reason);
    expect(error).toMatchObject({ exitCode, fault: { id } });
    expect(JSON.stringify(error.fault)).not.toContain("hush");
  });
  test("an error without -json is read from its frame", async () => {
    const { folder, runner } = setUp('fs.writeSync(2, "\\u001b[31m╷\\n│ \\u001b[1mError: Failed to unlock\\n│ \\n│ no lock here\\n╵\\n"); process.exit(1);');
    await expect(runner.forceUnlock(folder, "id")).rejects.toMatchObject({ fault: { problem: "terraform force-unlock failed: Failed to unlock", details: ["Failed to unlock", "  no lock here"] } });
  });
});

describe("apply", () => {
  const hook = (type: string, action = "create") => `say(${JSON.stringify({ type, hook: { resource: { addr: "aws_x.y", resource_type: "aws_x" }, action, id_value: "i-1" } })});`;
  const journalIn = (folder: string) => JournalWriter.create(join(folder, "journals", "s.jsonl"), { stack: "s", release: "r", planHash: "h" });

  test("is journalled, told step by step, and counted", async () => {
    const events: ProgressEvent[] = [];
    const script = `${hook("apply_start")} ${hook("apply_complete")} say({ type: "change_summary", changes: { add: 1, change: 0, remove: 0, operation: "apply" } });`;
    const { folder, runner } = setUp(script, { listener: (event) => events.push(event), stack: "dev-x" });
    const journal = await journalIn(folder);
    expect(await runner.apply(folder, "p", { journal })).toMatchObject({ counts: { create: 1, update: 0, destroy: 0 } });
    expect(events.map(({ stack, kind, address }) => [stack, kind, address])).toEqual([
      ["dev-x", "start", undefined],
      ["dev-x", "resource-start", "aws_x.y"],
      ["dev-x", "resource-done", "aws_x.y"],
      ["dev-x", "done", undefined],
    ]);
    expect((await readJournal(journal.file))!.events.map(({ type }) => type)).toEqual(["apply_start", "apply_complete", "change_summary"]);
    await expect(journalIn(folder)).rejects.toMatchObject({ fault: { id: "journal-exists" } });
  });
  test("Terraform writes into the journal itself: no pipe breaks under it when this process dies", async () => {
    const { folder, runner } = setUp('fs.writeFileSync("kinds", JSON.stringify([1, 2].map((descriptor) => fs.fstatSync(descriptor).isFile())));');
    await runner.apply(folder, "p", { journal: await journalIn(folder) });
    expect(readFileSync(join(folder, "kinds"), "utf8")).toBe("[true,true]");
  });
  test("a state that could not be written is kept beside the journal", async () => {
    const { folder, runner } = setUp(`fs.writeFileSync("errored.tfstate", "{}"); ${diagnostic("Failed to save state")} process.exit(1);`);
    const journal = await journalIn(folder);
    await expect(runner.apply(folder, "p", { journal })).rejects.toMatchObject({ exitCode: 3 });
    expect(readFileSync(`${journal.file}.errored.tfstate`, "utf8")).toBe("{}");
  });
  test("an interrupt is one SIGINT, waited for, however often it is asked", async () => {
    const script = `let count = 0; process.on("SIGINT", () => { count += 1; setTimeout(() => { fs.writeFileSync("count", String(count)); process.exit(1); }, 400); }); say({ type: "ready" }); setInterval(() => {}, 1000);`;
    const { folder, runner } = setUp(script);
    const journal = await journalIn(folder);
    const work = runner.apply(folder, "p", { journal }).catch((reason) => reason);
    while (!readFileSync(journal.file, "utf8").includes("ready")) await sleep(20);
    runner.interrupt();
    await sleep(100);
    runner.interrupt();
    expect(await work).toMatchObject({ exitCode: 130, fault: { id: "interrupted" } });
    expect(readFileSync(join(folder, "count"), "utf8")).toBe("1");
  });
  test("nothing starts after an abort", async () => {
    const { fake, folder, runner } = setUp("", { signal: AbortSignal.abort() });
    await expect(runner.init(folder)).rejects.toMatchObject({ exitCode: 130 });
    expect(fake.calls()).toEqual([]);
  });
  test("what a killed Terraform had started ends with it", async () => {
    const script = `const child = require("node:child_process").spawn("sleep", ["60"]); fs.writeFileSync("child", String(child.pid)); process.kill(process.pid, "SIGKILL");`;
    const { folder, runner } = setUp(script);
    await expect(runner.apply(folder, "p", { journal: await journalIn(folder) })).rejects.toMatchObject({ exitCode: 3, fault: { id: "terraform-killed" } });
    await sleep(100);
    expect(["gone", "Z"]).toContain(stateOf(readFileSync(join(folder, "child"), "utf8")));
  });
});
