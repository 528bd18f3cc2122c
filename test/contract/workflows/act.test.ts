import { type Call, findAct, runWorkflow } from "./act-runner";
import { listed } from "./listed";

const act = findAct();
const skipped = "act is not on the PATH and PORTCULLIS_ACT does not name it: the workflows are not run";
if (act === undefined) process.stderr.write(`skipped: ${skipped}\n`);
const describeWithAct = act === undefined ? describe.skip : describe;

const commands = (calls: readonly Call[], program = "portcullis"): readonly string[] =>
  calls.filter((call) => call.program === program).map(({ args }) => args.map((arg) => arg.replace(/^.*\/(?=review-)/, "")).join(" "));

describeWithAct(`the workflows, run by act${act === undefined ? ` (${skipped})` : ""}`, () => {
  const run = (options: Partial<Parameters<typeof runWorkflow>[0]>) =>
    runWorkflow({ act: act ?? "", event: "push", workflow: "promote.yml", list: { environments: listed, stacks: [] }, ...options });

  it("promote a merge through the environments in their order, each with its own apply role", () => {
    const { exitCode, output, calls, head } = run({});
    expect({ exitCode, output: exitCode === 0 ? "" : output }).toEqual({ exitCode: 0, output: "" });
    expect(commands(calls)).toEqual(["list --format json", ...listed.map(({ name }) => `promote --to ${name} --format markdown`)]);
    expect(calls.filter(({ args }) => args[0] === "promote").map(({ role }) => role)).toEqual(listed.map(({ applyRoleArn }) => applyRoleArn));
    expect(calls.filter(({ args }) => args[0] === "list").map(({ role }) => role)).toEqual([""]);
    expect(new Set(calls.map(({ commit }) => commit))).toEqual(new Set([head]));
    expect(calls.some(({ hasToken }) => hasToken)).toBe(false);
  });

  it("promote two environments of one wave, without a line changed here", () => {
    const twin = { ...listed[2], name: "prodeu", applyRoleArn: "arn:aws:iam::444444444444:role/portcullis-prodeu-apply" };
    const { exitCode, calls } = run({ list: { environments: [...listed, twin], stacks: [] } });
    expect(exitCode).toBe(0);
    expect([...commands(calls)].sort().filter((line) => line.startsWith("promote"))).toEqual(
      ["dev", "prod", "prodeu", "staging"].map((name) => `promote --to ${name} --format markdown`),
    );
  });

  it("stop at the environment whose gate blocks", () => {
    const { exitCode, calls } = run({ fails: "promote --to staging" });
    expect(exitCode).not.toBe(0);
    expect(commands(calls)).toEqual(["list --format json", "promote --to dev --format markdown", "promote --to staging --format markdown"]);
  });

  it("promote nothing where this repository's own scan is blocked", () => {
    const { exitCode, calls } = run({ fails: "run --silent scan" });
    expect(exitCode).not.toBe(0);
    expect(commands(calls, "npm").filter((line) => line.startsWith("run --silent scan -- --environment prod --event promotion "))).toHaveLength(1);
    expect(commands(calls)).toEqual(["list --format json"]);
  });

  const pullRequest = { event: "pull_request", workflow: "pull-request.yml" } as const;

  it("review a pull request: planned with plan roles, one comment by code of the base", () => {
    const { exitCode, output, calls, base, head } = run(pullRequest);
    expect({ exitCode, output: exitCode === 0 ? "" : output }).toEqual({ exitCode: 0, output: "" });

    expect(commands(calls, "npm")).toEqual(expect.arrayContaining(["ci", "run lint", "run types", "test", expect.stringMatching(/^run --silent scan -- --environment dev --event pull-request /)]));
    const plans = calls.filter(({ args }) => args[0] === "plan");
    expect(plans.map(({ args, role }) => `${args.join(" ")} as ${role}`).sort()).toEqual(listed.map(({ name, planRoleArn }) => `plan ${name} --format json as ${planRoleArn}`).sort());
    expect(plans.every(({ commit, hasToken }) => commit === head && !hasToken)).toBe(true);

    const reviews = calls.filter(({ args }) => args[0] === "review");
    expect(commands(reviews)).toEqual(["review review-dev.json review-prod.json review-staging.json --comment 7"]);
    expect(reviews).toEqual([expect.objectContaining({ role: "", hasToken: true, commit: base })]);
    expect(calls.filter(({ hasToken }) => hasToken)).toEqual(reviews);
  });

  it("comment all the same when a plan is blocked, and fail", () => {
    const { exitCode, calls } = run({ ...pullRequest, fails: "plan prod --format" });
    expect(exitCode).not.toBe(0);
    expect(commands(calls)).toContain("review review-dev.json review-prod.json review-staging.json --comment 7");
  });

  it("give a fork no role and no comment", () => {
    const { exitCode, calls } = run({ ...pullRequest, fork: true });
    expect(exitCode).toBe(0);
    expect([...commands(calls)].sort()).toEqual(["check", "list --format json", "synth"]);
    expect(calls.filter(({ role, hasToken }) => role !== "" || hasToken)).toEqual([]);
  });
});
