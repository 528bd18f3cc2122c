import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { systemClock } from "../../../scripts/clock";
import { promote } from "../../../scripts/promotion";
import type { ProgressEvent } from "../../../scripts/terraform";
import { FakeAws } from "../../support/fake-aws";
import { creates, stagedPromotion, staging, type StagedOptions } from "../../support/staged-promotion";
import { temporaryFolder } from "../../support/temporary-folder";

const [bootstrap, audit, edge, network] = ["staging-bootstrap", "staging-audit", "staging-edge-eu-central-1", "staging-network-eu-central-1"] as const;
const aws = new FakeAws();
beforeAll(aws.start);
afterAll(aws.stop);
beforeEach(() => {
  aws.objects.clear();
  aws.instead = () => undefined;
});

const setUp = (options: Partial<StagedOptions> = {}) => stagedPromotion(aws, { stacks: { [audit]: [], [edge]: [audit] }, ...options });
const outcomes = (stacks: readonly { readonly stack: string; readonly outcome: string }[]) => Object.fromEntries(stacks.map(({ stack, outcome }) => [stack, outcome]));

describe("a second promotion", () => {
  test("plans nothing of which nothing has changed, says so in every face, and verifies it", async () => {
    const { operation, began, leaveState, entries } = await setUp();
    leaveState(audit, 1);
    leaveState(edge, 1);
    expect((await promote(operation, { to: staging })).stacks.map(({ unchangedSince }) => unchangedSince)).toEqual([undefined, undefined]);
    const look = (await entries()).find(({ stack, event }) => stack === audit && event === "no-change")!;
    const again = await promote(operation, { to: staging });
    expect(began("plan")).toBe(2);
    expect({ verified: again.verified, problem: again.problem, stacks: outcomes(again.stacks) }).toEqual({ verified: true, problem: undefined, stacks: { [audit]: "no-change", [edge]: "no-change" } });
    expect(again.stacks[0]!.unchangedSince).toBe(look.time);
    expect(again.review.stacks[0]).toMatchObject({ status: "unchanged", note: `unchanged since ${look.time}, not planned: drift is looked for by \`plan\` or \`promote --refresh\`` });
    expect((await entries()).findLast(({ stack }) => stack === audit)).toMatchObject({ event: "no-change", evidence: { unplanned: true, since: look.time } });
  });

  test.each<[string, (setup: Awaited<ReturnType<typeof setUp>>) => object | void]>([
    ["a state that somebody else has written", ({ leaveState }) => leaveState(audit, 2)],
    ["a state that is locked", ({ leaveLock }) => leaveLock(audit)],
    ["Terraform of another version", ({ operation }) => ({ ...operation, terraform: { ...operation.terraform, version: "1.12.0" } })],
    ["a day that has gone by", ({ operation }) => ({ ...operation, clock: { now: () => new Date(systemClock.now().getTime() + 24 * 60 * 60 * 1000) } })],
  ])("plans for %s", async (_what, change) => {
    const setup = await setUp({ stacks: { [audit]: [] } });
    setup.leaveState(audit, 1);
    await promote(setup.operation, { to: staging });
    const operation = { ...setup.operation, ...(change(setup) ?? {}) };
    const again = await promote(operation, { to: staging });
    expect([setup.began("plan"), again.stacks[0]!.unchangedSince]).toEqual([2, undefined]);
  });

  test("plans everything where asked to", async () => {
    const { operation, began, leaveState } = await setUp();
    leaveState(audit, 1);
    leaveState(edge, 1);
    await promote(operation, { to: staging });
    await promote(operation, { to: staging, refresh: true });
    expect(began("plan")).toBe(4);
  });

  test("plans once more where the state changed while the first was planning", async () => {
    const { operation, began, leaveState } = await setUp({
      stacks: { [audit]: [] },
      listener: ({ phase, kind }: ProgressEvent) => {
        if (phase === "plan" && kind === "done") leaveState(audit, 2);
      },
    });
    leaveState(audit, 1);
    await promote(operation, { to: staging });
    await promote(operation, { to: staging });
    expect(began("plan")).toBe(2);
  });

  test("judges by the guardrails what it does not plan", async () => {
    const open = { aws_security_group_rule: { ssh: { type: "ingress", from_port: 22, to_port: 22, protocol: "tcp", cidr_blocks: ["0.0.0.0/0"], security_group_id: "sg-1" } } };
    const { operation, calls, events } = await setUp({ resources: { [edge]: open } });
    const promotion = await promote(operation, { to: staging });
    expect(promotion.problem).toMatchObject({ exitCode: 1, fault: { id: "gate-blocked", problem: expect.stringMatching(/stopped staging-edge.*; nothing was applied$/) } });
    expect(outcomes(promotion.stacks)).toEqual({ [audit]: "not-applied", [edge]: "blocked" });
    expect(promotion.review.stacks).toMatchObject([{ stack: edge, status: "failed", findings: [{ address: "aws_security_group_rule.ssh" }] }]);
    expect(calls()).toEqual([]);
    expect(await events()).toContainEqual(["blocked", edge]);
  });
});

describe("what changes", () => {
  const slow = { aws_s3_bucket_lifecycle_configuration: { l: { bucket: "b", rule: [] } } };

  test("is applied as soon as its own gates have passed, without waiting for the others", async () => {
    const order: string[] = [];
    const { operation } = await setUp({
      stacks: { [edge]: [], [audit]: [] },
      plan: `if (stack === "${edge}") { for (const end = Date.now() + 1500; Date.now() < end; ); } ${creates}`,
      listener: ({ stack, phase, kind }: ProgressEvent) => void (kind === "start" || kind === "done" ? order.push(`${stack} ${phase} ${kind}`) : undefined),
    });
    const promotion = await promote(operation, { to: staging });
    expect({ problem: promotion.problem, stacks: outcomes(promotion.stacks) }).toEqual({ problem: undefined, stacks: { [edge]: "applied", [audit]: "applied" } });
    expect(order.indexOf(`${audit} apply start`)).toBeLessThan(order.indexOf(`${edge} plan done`));
  });

  test("is not applied before the bootstrap was looked at, and not at all where that differs", async () => {
    const { operation, began } = await setUp({ stacks: { [audit]: [], [bootstrap]: [] }, plan: `if (stack === "${bootstrap}") { for (const end = Date.now() + 500; Date.now() < end; ); } ${creates}` });
    const promotion = await promote(operation, { to: staging });
    expect(promotion.problem).toMatchObject({ exitCode: 4, fault: { id: "bootstrap-differs", problem: expect.stringContaining("nothing was applied") } });
    expect([began("plan"), began("apply")]).toEqual([2, 0]);
  });

  test("one Terraform at a time is enough: the bootstrap is never waited for by the one that has its slot", async () => {
    const { operation } = await setUp({ stacks: { [audit]: [], [network]: [], [bootstrap]: [] }, plan: `if (stack !== "${bootstrap}") { ${creates} }`, concurrency: 1 });
    const promotion = await promote(operation, { to: staging });
    expect(outcomes(promotion.stacks)).toEqual({ [audit]: "applied", [network]: "applied", [bootstrap]: "no-change" });
  });

  test("an apply that only waits for AWS lets the next one work, also where one is to work at a time", async () => {
    const done = join(temporaryFolder(), "done");
    const apply = `if (stack === "${edge}") fs.writeFileSync(${JSON.stringify(done)}, "");
      else { say({ type: "apply_start", hook: { resource: { addr: "aws_sqs_queue.q" }, action: "create" } });
        const wait = (left) => fs.existsSync(${JSON.stringify(done)}) ? undefined : left > 0 ? setTimeout(wait, 100, left - 1) : (process.exitCode = 1);
        wait(120); }`;
    const { operation } = await setUp({ stacks: { [edge]: [], [audit]: [] }, resources: { [audit]: slow }, plan: creates, apply });
    const promotion = await promote({ ...operation, workConcurrency: 1 }, { to: staging });
    expect({ problem: promotion.problem?.fault, stacks: outcomes(promotion.stacks) }).toEqual({ problem: undefined, stacks: { [edge]: "applied", [audit]: "applied" } });
  });

  test("where a gate stops one stack, what was applied beside it is named; the rest is planned for the review and not applied", async () => {
    const { operation, began } = await setUp({ stacks: { [edge]: [], [network]: [], "staging-data": [edge], [audit]: [] }, resources: { [audit]: slow }, destroying: [edge], concurrency: 1, plan: creates });
    const promotion = await promote(operation, { to: staging });
    expect(promotion.problem).toMatchObject({ exitCode: 1, fault: { id: "gate-blocked", problem: `the gate stopped ${edge} before staging; applied before that, and standing: ${audit}` } });
    expect(outcomes(promotion.stacks)).toEqual({ [audit]: "applied", [edge]: "blocked", [network]: "not-applied", "staging-data": "not-applied" });
    expect(promotion.review.stacks.map(({ stack }) => stack)).toEqual([edge, network, audit]);
    expect([began("plan"), began("apply")]).toEqual([3, 1]);
  });

  test("an apply that fails stops what was not begun", async () => {
    const { operation, began } = await setUp({ stacks: { [edge]: [], [audit]: [] }, resources: { [audit]: slow }, concurrency: 1, plan: creates, apply: "process.exitCode = 1;" });
    const promotion = await promote(operation, { to: staging });
    expect(promotion.problem).toMatchObject({ exitCode: 3, fault: { id: "terraform-failed" } });
    expect(outcomes(promotion.stacks)).toEqual({ [audit]: "failed", [edge]: "not-applied" });
    expect([began("plan"), began("apply")]).toEqual([1, 1]);
  });

  test("lets what stands on it be planned again, and nothing else", async () => {
    const flag = join(temporaryFolder(), "changes");
    const { operation, calls, leaveState } = await setUp({ stacks: { [audit]: [], [edge]: [audit], [network]: [] }, plan: `if (stack === "${audit}" && fs.existsSync(${JSON.stringify(flag)})) { ${creates} }` });
    for (const id of [audit, edge, network]) leaveState(id, 1);
    await promote(operation, { to: staging });
    writeFileSync(flag, "");
    leaveState(audit, 2);
    const again = await promote(operation, { to: staging });
    expect(again.stacks.map(({ stack, outcome, unchangedSince }) => [stack, outcome, unchangedSince === undefined])).toEqual([[audit, "applied", true], [edge, "no-change", true], [network, "no-change", false]]);
    expect(calls().filter(({ args }) => args[0] === "plan")).toHaveLength(5);
  });
});
