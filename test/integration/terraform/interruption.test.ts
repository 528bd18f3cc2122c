import { existsSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { ec2Tagged } from "../../../scripts/aws";
import { PortcullisError } from "../../../scripts/errors";
import { completed, holderIsDead, inFlight, JournalWriter, readJournal, recover, StateLockedError, type Journal } from "../../../scripts/terraform";
import { region, TerraformBench } from "../../support/terraform-bench";

// jest does not take testTimeout from a project.
jest.setTimeout(600_000);

const account = "111111111111";
const emptyPolicy = JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Deny", Action: "s3:DeleteBucket", Resource: "*" }] });
const trust = JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: "ec2.amazonaws.com" } }] });

/** Quick resources, and a queue for whose stability the provider waits 25 s: there the apply is interrupted. */
const tree = (name: string) => ({
  resource: {
    aws_ssm_parameter: { setting: { name: `/${name}/setting`, type: "String", value: "on" } },
    aws_cloudwatch_log_group: { log: { name: `/${name}/log` } },
    aws_iam_role: { role: { name, assume_role_policy: trust } },
    aws_iam_policy: { policy: { name, policy: emptyPolicy } },
    aws_iam_role_policy_attachment: { attachment: { role: "${aws_iam_role.role.name}", policy_arn: "${aws_iam_policy.policy.arn}" } },
    aws_sqs_queue: { slow: { name } },
  },
});

describe("an interrupted Terraform", () => {
  let bench: TerraformBench;
  beforeAll(async () => {
    bench = await TerraformBench.open(account);
  });
  afterAll(() => bench.close());

  const planned = async (name: string) => {
    const folder = await bench.stack(name, tree(name));
    await bench.runner().init(folder);
    await bench.runner().plan(folder, { out: "plan.tfplan" });
    return folder;
  };
  const journalOf = (name: string) => JournalWriter.create(bench.journalFile(name), { stack: name, release: "r1", planHash: "0".repeat(64) });

  const journalWhere = async (name: string, isReached: (journal: Journal) => boolean): Promise<Journal> => {
    for (const deadline = Date.now() + 60_000; Date.now() < deadline; await sleep(100)) {
      const journal = await readJournal(bench.journalFile(name));
      if (journal && isReached(journal)) return journal;
    }
    throw new Error("the apply did not get that far");
  };
  /** The attachment, last of the quick ones, is made; the queue is not. */
  const isHalfWay = (journal: Journal) => completed(journal).length === 5;

  const rejection = async (work: Promise<unknown>): Promise<PortcullisError> => {
    const error = await work.then(() => undefined, (reason: unknown) => reason);
    expect(error).toBeInstanceOf(PortcullisError);
    return error as PortcullisError;
  };

  test("SIGINT in apply: Terraform writes its state, frees the lock, and a new plan goes on", async () => {
    const folder = await planned("sigint");
    const runner = bench.runner();
    const journal = await journalOf("sigint");
    const work = rejection(runner.apply(folder, "plan.tfplan", { journal }));
    await journalWhere("sigint", isHalfWay);
    runner.interrupt();
    runner.interrupt();
    const error = await work;
    expect(error.exitCode).toBe(130);
    expect(error.fault.details!.join("\n")).toContain("aws_ssm_parameter.setting");

    const fresh = bench.runner();
    expect(await fresh.stateList(folder)).toEqual(expect.arrayContaining(["aws_iam_role.role", "aws_ssm_parameter.setting"]));
    expect(holderIsDead((await readJournal(journal.file))!)).toBe(false);
    await expect(runner.plan(folder, { out: "again.tfplan" })).rejects.toMatchObject({ exitCode: 130 });
    expect((await fresh.plan(folder, { out: "again.tfplan" })).empty).toBe(false);
  });

  test("SIGKILL in apply: the next run frees the lock, imports what was made, finishes, and is clean", async () => {
    const folder = await planned("sigkill");
    const journal = await journalOf("sigkill");
    const work = rejection(bench.runner().apply(folder, "plan.tfplan", { journal }));
    const seen = await journalWhere("sigkill", isHalfWay);
    process.kill(seen.terraform!.pid, "SIGKILL");
    expect((await work).fault.id).toBe("terraform-killed");
    expect(inFlight((await readJournal(journal.file))!).map((touched) => touched.address)).toEqual(["aws_sqs_queue.slow"]);

    const runner = bench.runner();
    await expect(runner.plan(folder, { out: "again.tfplan" })).rejects.toBeInstanceOf(StateLockedError);
    expect(existsSync(join(folder, "again.tfplan"))).toBe(false);

    // This very process wrote the journal and lives: as if the next run were another process.
    const read = (await readJournal(journal.file))!;
    const ofDeadProcess = { ...read, header: { ...read.header, process: { ...read.header.process, startTime: "before" } } };
    const recovery = await recover({ runner, folder, journal: ofDeadProcess, journalFile: journal.file, place: { accountId: account, region }, find: ec2Tagged(bench.session) });
    expect(recovery.imports).toContainEqual({ to: "aws_iam_role_policy_attachment.attachment", id: `sigkill/arn:aws:iam::${account}:policy/sigkill` });
    expect(recovery.imports).toHaveLength(5);
    expect(recovery.unresolved.map(({ address }) => address)).toEqual(["aws_sqs_queue.slow"]);

    await runner.plan(folder, { out: "recovery.tfplan" });
    await journal.done();
    const second = await journalOf("sigkill");
    const result = await runner.apply(folder, "recovery.tfplan", { journal: second });
    expect(result.counts).toMatchObject({ create: 1, destroy: 0 });
    expect(await runner.plan(folder, { out: "clean.tfplan" })).toMatchObject({ empty: true });
  });

  test("what was made under an id that only AWS knows is found by its tags, and by nothing less", async () => {
    const name = "nameless";
    const tags = (Name: string) => ({ Name, stack: name });
    const folder = await bench.stack(name, {
      resource: {
        aws_vpc: { network: { cidr_block: "10.99.0.0/24", tags: tags("network") } },
        aws_subnet: { one: { vpc_id: "${aws_vpc.network.id}", cidr_block: "10.99.0.0/26", tags: tags("one") }, two: { vpc_id: "${aws_vpc.network.id}", cidr_block: "10.99.0.64/26", tags: tags("two") } },
        aws_route_table: { alike: { vpc_id: "${aws_vpc.network.id}", tags: tags("alike") }, twin: { vpc_id: "${aws_vpc.network.id}", tags: tags("alike") } },
        aws_s3_bucket: { records: { bucket: name } },
        aws_flow_log: { flows: { vpc_id: "${aws_vpc.network.id}", traffic_type: "ALL", log_destination_type: "s3", log_destination: "${aws_s3_bucket.records.arn}", tags: { stack: name } } },
      },
    });
    const runner = bench.runner();
    await runner.init(folder);
    await runner.plan(folder, { out: "plan.tfplan" });
    const written = await journalOf(name);
    await runner.apply(folder, "plan.tfplan", { journal: written });
    const made = (await readJournal(written.file))!;

    // As if Terraform had been killed when these were made, and the provider had died when it made the flow log.
    const lost = ["aws_subnet.one", "aws_route_table.alike", "aws_route_table.twin", "aws_flow_log.flows"];
    await runner.forget(folder, lost);
    const events = made.events.flatMap((event) => {
      const isLost = event.type === "apply_complete" && lost.includes(event.hook?.resource?.addr ?? "");
      return !isLost ? [event] : event.hook!.resource!.addr === "aws_flow_log.flows" ? [{ ...event, type: "apply_errored" as const }] : [];
    });
    const options = { runner, folder, journal: { ...made, events }, journalFile: written.file, place: { accountId: account, region }, find: ec2Tagged(bench.session) };
    const recovery = await recover(options);
    expect(recovery.imports).toEqual([
      { to: "aws_subnet.one", id: completed(made).find(({ address }) => address === "aws_subnet.one")!.id },
      { to: "aws_flow_log.flows", id: completed(made).find(({ address }) => address === "aws_flow_log.flows")!.id },
    ]);
    // Two that look alike: a person must say which is which.
    expect(recovery.unresolved.map(({ address }) => address).sort()).toEqual(["aws_route_table.alike", "aws_route_table.twin"]);
    expect((await runner.plan(folder, { out: "again.tfplan" })).counts).toEqual({ create: 2, update: 0, destroy: 0 });
  });

  test("SIGKILL in apply where the journal's process still lives: the lock stays", async () => {
    const folder = await planned("alive");
    const journal = await journalOf("alive");
    const work = rejection(bench.runner().apply(folder, "plan.tfplan", { journal }));
    process.kill((await journalWhere("alive", isHalfWay)).terraform!.pid, "SIGKILL");
    await work;
    const read = (await readJournal(journal.file))!;
    const error = await rejection(recover({ runner: bench.runner(), folder, journal: read, journalFile: journal.file, place: { accountId: account, region }, find: ec2Tagged(bench.session) }));
    expect(error.fault).toMatchObject({ id: "state-locked", where: `state-${account}/alive.tfstate` });
  });
});
