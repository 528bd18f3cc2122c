import { existsSync, readdirSync, readFileSync, readlinkSync } from "node:fs";
import { copyFile, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { PortcullisError } from "../../../scripts/errors";
import { adoptInit, completed, JournalWriter, readJournal, type PlanJson } from "../../../scripts/terraform";
import { region, sessionIn, TerraformBench } from "../../support/terraform-bench";

// jest does not take testTimeout from a project.
jest.setTimeout(600_000);

const account = "111111111111";
const parameter = (name: string, value = "on") => ({ aws_ssm_parameter: { setting: { name, type: "String", value } } });

describe("the Terraform runner on the embedded AWS", () => {
  let bench: TerraformBench;
  beforeAll(async () => {
    bench = await TerraformBench.open(account);
  });
  afterAll(() => bench.close());

  const journalOf = (name: string) => JournalWriter.create(bench.journalFile(name), { stack: name, release: "r1", planHash: "0".repeat(64) });
  const rejection = async (work: Promise<unknown>): Promise<PortcullisError> => {
    const error = await work.then(() => undefined, (reason: unknown) => reason);
    expect(error).toBeInstanceOf(PortcullisError);
    return error as PortcullisError;
  };

  test("plans, shows, applies, and plans empty", async () => {
    const runner = bench.runner({ stack: "dev-happy" });
    const folder = await bench.stack("happy", { resource: parameter("/happy"), output: { name: { value: "${aws_ssm_parameter.setting.name}" }, secret: { value: "hush", sensitive: true } } });
    await runner.init(folder);
    expect(await runner.plan(folder, { out: "plan.tfplan" })).toMatchObject({ empty: false, counts: { create: 1, update: 0, destroy: 0 } });
    const plan = JSON.parse((await runner.show(folder, "plan.tfplan")).toString()) as PlanJson;
    expect(plan.resource_changes!.map((change) => change.address)).toEqual(["aws_ssm_parameter.setting"]);

    const copy = await bench.stack("happy", { resource: parameter("/happy") });
    expect(await adoptInit(folder, copy)).toBe(false);
    await runner.init(copy);
    await runner.plan(copy, { out: "plan.tfplan" });
    const journal = await journalOf("happy");
    expect((await runner.apply(copy, "plan.tfplan", { journal })).counts).toEqual({ create: 1, update: 0, destroy: 0 });
    expect(completed((await readJournal(journal.file))!)).toEqual([{ address: "aws_ssm_parameter.setting", type: "aws_ssm_parameter", id: "/happy" }]);
    expect((await runner.plan(copy, { out: "again.tfplan" })).empty).toBe(true);
    expect(await runner.stateList(copy)).toEqual(["aws_ssm_parameter.setting"]);
    expect(await runner.versions(copy)).toMatchObject({ providers: { "registry.terraform.io/hashicorp/aws": "5.100.0" } });
    expect(bench.events).toContainEqual(expect.objectContaining({ stack: "dev-happy", phase: "apply", kind: "resource-done", address: "aws_ssm_parameter.setting", action: "create" }));
  });

  test("a folder takes over what another of the same stack has initialised, and applies its plan", async () => {
    const runner = bench.runner();
    const tree = { resource: parameter("/adopt"), output: { name: { value: "/adopt" }, secret: { value: "hush", sensitive: true } } };
    const folder = await bench.stack("adopt", tree);
    await runner.init(folder);
    const second = join(bench.root, "work", "adopt-second");
    await mkdir(second);
    await copyFile(join(folder, "cdk.tf.json"), join(second, "cdk.tf.json"));
    expect(await adoptInit(folder, second)).toBe(true);
    await runner.plan(folder, { out: "plan.tfplan" });
    await copyFile(join(folder, "plan.tfplan"), join(second, "plan.tfplan"));
    expect((await runner.apply(second, "plan.tfplan", { journal: await journalOf("adopt") })).counts.create).toBe(1);
    expect(await runner.outputs(second)).toEqual({ name: "/adopt" });
  });

  test("failing half-way names what failed, what was done, and leaves it in the state", async () => {
    const runner = bench.runner();
    const folder = await bench.stack("halfway", {
      resource: { ...parameter("/halfway"), aws_iam_policy: { broken: { name: "broken", policy: '{"Version":"2012-10-17","Statement":[]}' } } },
    });
    await runner.init(folder);
    await runner.plan(folder, { out: "plan.tfplan" });
    const error = await rejection(runner.apply(folder, "plan.tfplan", { journal: await journalOf("halfway") }));
    expect(error).toMatchObject({ exitCode: 3, fault: { id: "terraform-failed", where: "aws_iam_policy.broken" } });
    expect(error.fault.problem).toContain("MalformedPolicyDocument");
    expect(error.fault.details!.join("\n")).toContain("aws_ssm_parameter.setting: Creation complete");
    expect(await runner.stateList(folder)).toEqual(["aws_ssm_parameter.setting"]);
    const stale = await rejection(runner.apply(folder, "plan.tfplan", { journal: await JournalWriter.create(bench.journalFile("stale"), { stack: "halfway", release: "r1", planHash: "" }) }));
    expect(stale.fault.id).toBe("plan-stale");
  });

  test("a lock that somebody holds: who, since when, how to free; no plan stays", async () => {
    const runner = bench.runner();
    const folder = await bench.stack("locked", { resource: parameter("/locked") });
    await runner.init(folder);
    const client = new S3Client({ region, endpoint: bench.emulator.endpoint, forcePathStyle: true, credentials: bench.session });
    const lock = { ID: "11111111-2222-3333-4444-555555555555", Operation: "OperationTypeApply", Info: "", Who: "ada@laptop", Version: "1.11.4", Created: "2026-01-02T03:04:05.678Z", Path: `state-${account}/locked.tfstate` };
    await client.send(new PutObjectCommand({ Bucket: `state-${account}`, Key: "locked.tfstate.tflock", Body: JSON.stringify(lock) }));
    const error = await rejection(runner.plan(folder, { out: "plan.tfplan" }));
    expect(error).toMatchObject({ exitCode: 3, lock: { id: lock.ID, who: "ada@laptop", created: "2026-01-02T03:04:05.678Z", operation: "OperationTypeApply" } });
    expect(error.fault.problem).toContain("ada@laptop since 2026-01-02T03:04:05.678Z");
    expect(existsSync(join(folder, "plan.tfplan"))).toBe(false);
    await runner.forceUnlock(folder, lock.ID);
    expect((await runner.plan(folder, { out: "plan.tfplan" })).empty).toBe(false);
    client.destroy();
  });

  test("credentials of another account are refused before anything is read", async () => {
    const folder = await bench.stack("wrong", { resource: parameter("/wrong") }, "222222222222");
    const runner = bench.runner();
    await runner.init(folder);
    expect(await rejection(runner.plan(folder, { out: "plan.tfplan" }))).toMatchObject({ exitCode: 2, fault: { id: "wrong-account" } });
  });

  test("an account without a state bucket points to bootstrap", async () => {
    const folder = await bench.stack("nobucket", { resource: parameter("/nobucket") });
    const session = await sessionIn("333333333333", bench.emulator.endpoint);
    await useStateOf(folder, session.accountId);
    const error = await rejection(bench.runner({ session }).init(folder));
    expect(error).toMatchObject({ exitCode: 3, fault: { id: "state-bucket-missing", remedy: expect.stringContaining("bootstrap") } });
  });

  test("SIGKILL in plan: no plan stays, and the next plan works or names the lock", async () => {
    const folder = await bench.stack("killed", { resource: parameter("/killed") });
    const runner = bench.runner();
    await runner.init(folder);
    const work = rejection(runner.plan(folder, { out: "plan.tfplan" }));
    await sleep(1_200);
    const own = terraformPlansIn(folder);
    expect(own).toHaveLength(1);
    process.kill(Number(own[0]), "SIGKILL");
    expect(await work).toMatchObject({ exitCode: 3, fault: { id: "terraform-killed" } });
    expect(existsSync(join(folder, "plan.tfplan"))).toBe(false);
    const again = await runner.plan(folder, { out: "plan.tfplan" }).then(
      (result) => String(result.empty),
      (error: PortcullisError) => error.fault.id,
    );
    expect(["false", "state-locked"]).toContain(again);
  });

  test("a dead endpoint is told at once, with the remedy", async () => {
    const folder = await bench.stack("dead", { resource: parameter("/dead") });
    const began = Date.now();
    const error = await rejection(bench.runner({ session: { ...bench.session, endpoint: "http://127.0.0.1:9" } }).init(folder));
    expect(error).toMatchObject({ exitCode: 3, fault: { id: "endpoint-unreachable", remedy: expect.stringContaining("npm start") } });
    // The provider by itself would try for minutes.
    expect(Date.now() - began).toBeLessThan(20_000);
  });
});

async function useStateOf(folder: string, accountId: string): Promise<void> {
  const file = join(folder, "cdk.tf.json");
  await writeFile(file, (await readFile(file, "utf8")).replaceAll(account, accountId));
}

/** Ids of the processes `terraform plan` that work in one folder of this test. */
const terraformPlansIn = (folder: string) =>
  readdirSync("/proc").filter((pid) => {
    try {
      return /^\d+$/.test(pid) && readlinkSync(`/proc/${pid}/cwd`) === folder && readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0")[1] === "plan";
    } catch {
      return false;
    }
  });
