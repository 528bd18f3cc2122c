import { readFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { JournalWriter, readJournal } from "../../../scripts/terraform";
import { TerraformBench } from "../../support/terraform-bench";

// jest does not take testTimeout from a project.
jest.setTimeout(300_000);

test("an emulator killed in the middle of an apply: exit 3 in bounded time, with the remedy, and the state is kept", async () => {
  const bench = await TerraformBench.open("111111111111");
  try {
    const folder = await bench.stack("midway", { resource: { aws_ssm_parameter: { quick: { name: "/quick", type: "String", value: "x" } }, aws_sqs_queue: { slow: { name: "slow" } } } });
    const runner = bench.runner();
    await runner.init(folder);
    await runner.plan(folder, { out: "plan.tfplan" });
    const journal = await JournalWriter.create(bench.journalFile("midway"), { stack: "midway", release: "r1", planHash: "0".repeat(64) });
    const work = runner.apply(folder, "plan.tfplan", { journal }).catch((reason: unknown) => reason);
    while (!(await readJournal(journal.file))!.events.some(({ type }) => type === "apply_complete")) await sleep(100);
    process.kill(bench.emulator.pid, "SIGKILL");
    const killed = Date.now();
    expect(await work).toMatchObject({ exitCode: 3, fault: { id: "endpoint-unreachable", remedy: expect.stringContaining("npm start"), details: expect.arrayContaining([expect.stringContaining("aws_ssm_parameter.quick")]) } });
    expect(Date.now() - killed).toBeLessThan(180_000);
    expect(await readFile(`${journal.file}.errored.tfstate`, "utf8")).toContain("/quick");
  } finally {
    await bench.close();
  }
});
