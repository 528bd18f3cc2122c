import type { Framework } from "../../../policies/controls";
import { controlsDocument, selectFramework, traceControls } from "../../../scripts/controls";
import { PortcullisError } from "../../../scripts/errors";
import type { StackNote } from "../../../scripts/synthesis";

const castle: Framework = {
  name: "castle-1",
  title: "Rules of the castle",
  source: "the steward",
  controls: [
    { id: "1.1", title: "The gate is shut", level: 1, kind: "deployed" },
    { id: "1.2", title: "The wall is watched", level: 2, kind: "watched" },
    { id: "1.3", title: "The bell is rung", level: 1, kind: "by process", runbook: "bell" },
  ],
};
const law: Framework = {
  name: "law",
  title: "The law",
  source: "the king",
  controls: [
    { id: "a", title: "Nobody enters", kind: "deployed", through: ["castle-1:1.1", "castle-1:1.2"] },
    { id: "b", title: "Everybody hears", kind: "by process", runbook: "bell", through: ["castle-1:1.1"] },
  ],
};

type Claims = { readonly controls?: readonly string[]; readonly watches?: readonly string[] };
const note = (environment: string, resources: Readonly<Record<string, Claims>>, inherited: readonly string[] = []): StackNote => ({
  environment,
  stage: environment,
  classification: "internal",
  stack: "keep",
  region: "eu-west-1",
  accountId: "100000000001",
  dependsOn: [],
  inherited,
  resources: Object.fromEntries(
    Object.entries(resources).map(([address, { controls = [], watches = [] }]) => [address, { path: `${environment}-keep/${address.split(".").at(-1)}`, source: [{ file: "stacks/keep.ts", line: 7 }], controls, watches }]),
  ),
});
const assertions = { ofControls: { "castle-1:1.1": "test/e2e/controls/gate.py: is_shut" }, ofWatchers: { aws_config_config_rule: "test/e2e/controls/watchers.py: rule" } };
const trace = (...notes: readonly StackNote[]) => traceControls([castle, law], Object.fromEntries(notes.map((each) => [`${each.environment}-keep`, each])), assertions);
const statusesOf = (frameworks: ReturnType<typeof trace>) =>
  Object.fromEntries(frameworks.flatMap(({ controls }) => controls.map(({ wholeId, environments }) => [wholeId, environments.map(({ status }) => status).join(" ")])));
const gate = { "aws_gate.gate": { controls: ["castle-1:1.1"] } };
const wall = { "aws_config_config_rule.wall": { watches: ["castle-1:1.2"] } };

describe("where controls stand", () => {
  it("is deployed or watched by a resource, by process where people do it, and missing where nothing is", () => {
    expect(statusesOf(trace(note("dev", gate), note("prod", { ...gate, ...wall })))).toEqual({
      "castle-1:1.1": "deployed deployed",
      "castle-1:1.2": "missing watched",
      "castle-1:1.3": "by process by process",
      "law:a": "missing watched",
      "law:b": "by process by process",
    });
  });

  it("stays by process where resources only help people", () => {
    const [{ controls } = { controls: [] }] = trace(note("dev", { "aws_bell.bell": { controls: ["castle-1:1.3"] } }));
    expect(controls[2]!.environments[0]).toMatchObject({ status: "by process", satisfiedBy: [{ address: "aws_bell.bell" }] });
  });

  it("does not count what is only looked up", () => {
    expect(statusesOf(trace(note("dev", { "data.aws_gate.gate": { controls: ["castle-1:1.1"] } })))["castle-1:1.1"]).toBe("missing");
  });

  it("is inherited where another team satisfies it, which is more than watched and less than deployed", () => {
    const watchedGate = { "aws_config_config_rule.gate": { watches: ["castle-1:1.1"] } };
    expect(statusesOf(trace(note("dev", watchedGate, ["castle-1:1.1"])))["castle-1:1.1"]).toBe("inherited");
    expect(statusesOf(trace(note("dev", gate, ["castle-1:1.1"])))["castle-1:1.1"]).toBe("deployed");
  });

  it("leads to construct path, address and test", () => {
    const [{ controls } = { controls: [] }] = trace(note("dev", { ...gate, ...wall }));
    expect(controls[0]!.environments[0]!.satisfiedBy).toEqual([{ stack: "dev-keep", stackName: "keep", address: "aws_gate.gate", path: "dev-keep/gate", test: "test/e2e/controls/gate.py: is_shut" }]);
    expect(controls[1]!.environments[0]!.watchedBy[0]!.test).toBe("test/e2e/controls/watchers.py: rule");
  });

  const faultOf = (act: () => unknown) => {
    try {
      act();
    } catch (error) {
      return (error as PortcullisError).fault;
    }
    throw new Error("nothing was thrown");
  };

  it.each([
    ["a construct", note("dev", { "aws_gate.gate": { controls: ["castle-1:1.l"] } }), "dev-keep/gate (stacks/keep.ts:7)"],
    ["what watches", note("dev", { "aws_gate.gate": { watches: ["castle-1:1.l"] } }), "dev-keep/gate (stacks/keep.ts:7)"],
    ["a stack that inherits", note("dev", {}, ["castle-1:1.l"]), "dev-keep"],
  ])("is refused for an id that no list has, claimed by %s", (_, stack, where) => {
    expect(faultOf(() => trace(stack))).toMatchObject({ id: "unknown-control", where, remedy: "Did you mean castle-1:1.1?" });
  });

  it("is refused for an unknown list, with the nearest name", () => {
    expect(faultOf(() => selectFramework([castle, law], "castle-2"))).toMatchObject({ id: "unknown-framework", remedy: "Did you mean castle-1?" });
    expect(faultOf(() => selectFramework([castle, law], "zzz"))).toMatchObject({ remedy: "There are: castle-1, law." });
  });
});

describe("the page of controls", () => {
  it("names a resource once for all environments that have it, and counts how controls stand", () => {
    const page = controlsDocument(trace(note("dev", gate), note("prod", { ...gate, ...wall })));
    expect(page).toContain("| dev | 1 | 0 | 0 | 1 | 1 |");
    expect(page).toContain("| prod | 1 | 0 | 1 | 1 | 0 |");
    expect(page).toContain("| 1.2 | 2 | The wall is watched | missing | watched |");
    expect(page).toContain("- deployed, `keep` (dev, prod): `gate` (`aws_gate.gate`)");
    expect(page).toContain("- test: [`is_shut`](../test/e2e/controls/gate.py)");
    expect(page).toContain("- process: [bell](processes/bell.md)");
  });

  it("counts what it does not name", () => {
    const many = Object.fromEntries([1, 2, 3, 4, 5].map((number) => [`aws_gate.gate-${number}`, { controls: ["castle-1:1.1"] }]));
    expect(controlsDocument(trace(note("dev", many)))).toMatch(/gate-3`\) and 2 more\n/);
  });
});
