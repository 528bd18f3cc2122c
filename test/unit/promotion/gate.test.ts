import fc from "fast-check";
import type { RuleFinding } from "../../../policies/rule";
import { fixedClock } from "../../../scripts/clock";
import { evaluatePlan, evaluateTree, type Evaluation } from "../../../scripts/policies";
import { decide, type GateInput } from "../../../scripts/promotion/gate";
import { gates } from "../../../scripts/promotion/gates";
import type { Change, PlanJson } from "../../../scripts/terraform/plan-json";
import { judgeWaivers, type Waiver } from "../../../scripts/waivers";
import { hardened, identity as judged } from "../policies/support/hardened";
import { planOf } from "../policies/support/plan-of";

const digest = "d".repeat(64);
const identity = { environment: "prod", stage: "prod", stack: "prod-all" };
const release = { id: "r0123456789abcdef", commit: "c".repeat(40), digests: { "prod-all": digest } };
const fingerprint = "v1:abc";
const clock = fixedClock("2026-11-22T12:00:00Z");

const planned = planOf(hardened());
const edited = (address: string, actions: Change["actions"], more: object = {}): PlanJson => ({
  ...planned,
  resource_changes: planned.resource_changes.map((one) => (one.address === address ? { ...one, ...more, change: { ...one.change, actions, before: one.change.after, after: actions.includes("create") ? one.change.after : null } } : one)),
});

const waiver: Waiver = {
  id: "W-1",
  rule: "stateful-resource-kept",
  environment: "prod",
  stack: "prod-all",
  address: "aws_kms_key.main",
  reason: "The key is not used any more.",
  owner: "ada@example.org",
  approver: "grace@example.org",
  created: "2026-11-20",
  expires: "2026-12-04",
};

interface Circumstances {
  readonly plan?: PlanJson;
  readonly waivers?: readonly Waiver[];
  readonly change?: (input: GateInput) => GateInput;
}
const inputOf = ({ plan = planned, waivers = [], change = (input) => input }: Circumstances = {}): GateInput => {
  const evaluation = evaluatePlan({ plan, identity: judged, digest });
  return change({
    identity,
    release,
    digest,
    evaluation,
    waived: judgeWaivers({ findings: evaluation.findings, waivers, clock, identity: { ...identity, fingerprint } }),
    plan,
    planEmpty: false,
    upstream: [{ environment: "staging", verified: release.id }],
    ownAttemptCreated: [],
    clock,
  });
};
const verdictOf = (circumstances: Circumstances = {}) => decide(inputOf(circumstances));
const idsOf = (circumstances: Circumstances) => [...new Set(verdictOf(circumstances).reasons.map(({ id }) => id))];

const finding = (more: Partial<RuleFinding> = {}): RuleFinding => ({ rule: "bucket-tls-only", risk: "high", result: "fail", address: "aws_s3_bucket.archive", reason: "no TLS", remedy: "deny it", ...more });
/** Adds findings to the evaluation and to what the waivers left. */
const withFindings =
  (...findings: readonly RuleFinding[]) =>
  (input: GateInput): GateInput => ({
    ...input,
    evaluation: input.evaluation && { ...input.evaluation, findings: [...input.evaluation.findings, ...findings] },
    waived: input.waived && { ...input.waived, findings: [...input.waived.findings, ...findings] },
  });
const withEvaluation = (more: Partial<Evaluation>) => (input: GateInput) => ({ ...input, evaluation: { ...(input.evaluation as Evaluation), ...more } });
const withEvidence = (more: Partial<Evaluation["evidence"]>) => (input: GateInput) => withEvaluation({ evidence: { ...(input.evaluation as Evaluation).evidence, ...more } })(input);

it("lets through a plan for which everything is there, with the evidence", () => {
  const verdict = verdictOf();
  expect(verdict).toMatchObject({ result: "pass", reasons: [] });
  expect(verdict.evidence.map(({ name }) => name)).toEqual(expect.arrayContaining(["release", "digest", "guardrails", "verified in staging"]));
});

describe("the guardrails must have run on this very tree and plan", () => {
  it.each<[string, (input: GateInput) => GateInput, RegExp]>([
    ["they did not run", (input) => ({ ...input, evaluation: undefined }), /did not run/],
    ["no waivers were judged", (input) => ({ ...input, waived: undefined }), /did not run/],
    ["no rules were loaded", withEvidence({ rulesLoaded: 0, rules: [] }), /without rules/],
    ["rules are counted but not named", withEvidence({ rules: [] }), /without rules/],
    ["they ran on another digest", withEvaluation({ digest: "e".repeat(64) }), /another tree/],
    ["they name no digest", withEvaluation({ digest: undefined }), /do not name/],
    ["they saw the tree only", withEvaluation({ phase: "synth" }), /not the plan/],
    ["they saw a part of the plan", withEvidence({ resourcesJudged: 1 }), /judged 1 of/],
    ["a finding was lost", (input) => ({ ...withFindings(finding())(input), waived: input.waived }), /was lost/],
    ["the plan failed half-way", (input) => ({ ...input, plan: { ...input.plan, errored: true } }), /half-way/],
    ["the plan leaves resources out", (input) => ({ ...input, plan: { ...input.plan, complete: false } }), /leaves resources out/],
    ["the plan is called empty and is not", (input) => ({ ...input, planEmpty: true }), /said to be empty/],
  ])("blocked where %s", (_, change, text) => {
    const verdict = verdictOf({ change });
    expect(verdict.result).toBe("block");
    expect(verdict.reasons).toEqual(expect.arrayContaining([expect.objectContaining({ id: "guardrails-ran", text: expect.stringMatching(text) as string })]));
  });
});

describe("what the guardrails found", () => {
  it.each(["fail", "unknown"] as const)("blocks where it is %s and nobody waived it", (result) => {
    const verdict = verdictOf({ change: withFindings(finding({ result })) });
    expect(verdict).toMatchObject({ result: "block", reasons: [{ id: "bucket-tls-only", address: "aws_s3_bucket.archive", remedy: "deny it" }] });
  });

  it("passes where a waiver lifts it, and the waiver is evidence", () => {
    const verdict = verdictOf({ change: withFindings(finding({ waiver: "W-1" })) });
    expect(verdict.result).toBe("pass");
    expect(verdict.evidence).toContainEqual({ name: "waiver", value: "W-1 lifts bucket-tls-only on aws_s3_bucket.archive" });
    expect(verdict.findings).toHaveLength(1);
  });

  it("a weakening of the plan is blocked by name and address", () => {
    const weak = hardened();
    weak.resource.aws_cloudtrail!.main!.is_multi_region_trail = false;
    expect(verdictOf({ plan: planOf(weak) })).toMatchObject({ result: "block", reasons: [{ id: "trail-complete", address: "aws_cloudtrail.main" }] });
  });

  it("on an empty plan is what the tree shows, and only failures stop there", () => {
    const evaluation = evaluateTree({ tree: hardened(), identity: judged, digest });
    const empty = (findings: readonly RuleFinding[]) => (input: GateInput): GateInput => ({ ...input, plan: { format_version: "1.2" }, planEmpty: true, evaluation: { ...evaluation, findings }, waived: { findings, problems: [] } });
    expect(verdictOf({ change: empty([]) }).result).toBe("pass");
    expect(verdictOf({ change: empty([finding({ result: "unknown" })]) }).result).toBe("pass");
    expect(verdictOf({ change: empty([finding()]) }).result).toBe("block");
  });
});

describe("waivers", () => {
  const problem = (blocks: boolean) => (input: GateInput): GateInput => ({ ...input, waived: { findings: input.waived?.findings ?? [], problems: [{ waiver: "W-1", kind: "unused", blocks, text: "Waiver W-1 lifts nothing.", remedy: "Remove it." }] } });

  it("that block, block", () => {
    expect(verdictOf({ change: problem(true) })).toMatchObject({ result: "block", reasons: [{ id: "waivers-valid", remedy: "Remove it." }] });
  });

  it("that warn are evidence", () => {
    expect(verdictOf({ change: problem(false) })).toMatchObject({ result: "pass", evidence: expect.arrayContaining([{ name: "waiver-warning", value: "Waiver W-1 lifts nothing. Remove it." }]) as unknown });
  });
});

describe("what holds data", () => {
  it.each<[string, PlanJson, RegExp]>([
    ["destroyed", edited("aws_kms_key.main", ["delete"]), /destroys aws_kms_key.main: lost is everything that was encrypted/],
    ["replaced", edited("aws_kms_key.main", ["delete", "create"]), /replaces/],
    ["forgotten", edited("aws_s3_bucket.archive", ["forget"]), /forgets/],
  ])("may not be %s", (_, plan, text) => {
    const verdict = verdictOf({ plan });
    expect(verdict.result).toBe("block");
    expect(verdict.reasons.find(({ id }) => id === "stateful")?.text).toMatch(text);
    expect(verdict.reasons.find(({ id }) => id === "stateful")?.remedy).toContain("stateful-resource-kept");
  });

  it("may, where a waiver names exactly this address", () => {
    const plan = edited("aws_kms_key.main", ["delete", "create"]);
    expect(idsOf({ plan, waivers: [waiver] })).toEqual([]);
    expect(idsOf({ plan, waivers: [{ ...waiver, address: "aws_kms_key.mac" }] })).toContain("stateful");
    expect(idsOf({ plan, waivers: [{ ...waiver, expires: "2026-11-21" }] })).toContain("stateful");
    expect(idsOf({ plan, waivers: [{ ...waiver, fingerprint: "v1:other" }] })).toContain("stateful");
  });

  it("may, where this release's own interrupted apply created it, and that is evidence", () => {
    const change = (input: GateInput) => ({ ...input, ownAttemptCreated: ["aws_kms_key.main"] });
    const verdict = verdictOf({ plan: edited("aws_kms_key.main", ["delete", "create"]), change });
    expect(verdict.result).toBe("pass");
    expect(verdict.evidence).toContainEqual(expect.objectContaining({ name: "own-attempt" }));
    expect(idsOf({ plan: edited("aws_s3_bucket.archive", ["delete", "create"]), change })).toEqual(["stateful"]);
  });

  it("may not, where the own attempt created the successor of what is destroyed", () => {
    const change = (input: GateInput) => ({ ...input, ownAttemptCreated: ["aws_kms_key.main"] });
    expect(idsOf({ plan: edited("aws_kms_key.main", ["delete"], { deposed: "0123abcd" }), change })).toContain("stateful");
  });

  it("is protected even where the rule did not run", () => {
    const change = (input: GateInput): GateInput => ({ ...input, evaluation: { ...(input.evaluation as Evaluation), findings: [] }, waived: { findings: [], problems: [] } });
    expect(idsOf({ plan: edited("aws_kms_key.main", ["delete"]), change })).toEqual(["stateful"]);
  });
});

describe("the tree", () => {
  it("that is not the release's is blocked", () => {
    expect(idsOf({ change: (input) => ({ ...input, release: { ...release, digests: { "prod-all": "e".repeat(64) } } }) })).toEqual(["release-tree"]);
  });

  it("of a stack that the release has no more may only be removed", () => {
    const gone = (input: GateInput) => ({ ...input, release: { ...release, digests: {} } });
    expect(idsOf({ change: gone })).toEqual(["release-tree"]);
    const removed: PlanJson = { format_version: "1.2", resource_changes: [{ address: "aws_route.a", mode: "managed", type: "aws_route", name: "a", change: { actions: ["delete"], before: {}, after: null } }] };
    expect(idsOf({ plan: removed, change: gone })).toEqual([]);
  });
});

describe("the wave before", () => {
  const upstream = (...environments: GateInput["upstream"]) => (input: GateInput) => ({ ...input, upstream: environments });

  it.each<[string, GateInput["upstream"], RegExp]>([
    ["has verified nothing", [{ environment: "staging" }], /has verified no release yet/],
    ["has verified another release last", [{ environment: "staging", verified: "rother" }], /has verified rother last/],
    ["has verified it in one environment of two", [{ environment: "eu", verified: release.id }, { environment: "us" }], /^us has/],
  ])("is waited for where it %s", (_, environments, text) => {
    const verdict = verdictOf({ change: upstream(...environments) });
    expect(verdict).toMatchObject({ result: "not-yet", reasons: [{ id: "upstream-verified", text: expect.stringMatching(text) as string }] });
    expect(verdict.reasons[0]?.remedy).toContain("./portcullis promote --to");
  });

  it("does not exist for the first wave", () => {
    expect(verdictOf({ change: upstream() }).result).toBe("pass");
  });
});

describe("merging", () => {
  it("without gates nothing passes, and a gate that throws blocks in words", () => {
    expect(decide(inputOf(), []).result).toBe("block");
    const broken = decide(inputOf(), [...gates, { id: "broken", judge: () => { throw new Error("no such thing"); } }]);
    expect(broken).toMatchObject({ result: "block", reasons: [{ id: "broken", text: "The gate broken failed: no such thing" }] });
    expect(decide({ ...inputOf(), upstream: undefined } as never)).toMatchObject({ result: "block", reasons: [{ id: "upstream-verified" }] });
  });

  it("a block outweighs a wait, and both are said", () => {
    expect(verdictOf({ change: (input) => ({ ...withFindings(finding())(input), upstream: [{ environment: "staging" }] }) })).toMatchObject({ result: "block", reasons: [{ id: "bucket-tls-only" }, { id: "upstream-verified" }] });
  });
});

describe("whatever the circumstances", () => {
  const rank = { pass: 0, "not-yet": 1, block: 2 } as const;
  const addresses = ["aws_kms_key.main", "aws_s3_bucket.archive", "aws_cloudtrail.main"] as const;
  const anyFinding = fc.record({ rule: fc.constantFrom("bucket-tls-only", "stateful-resource-kept", "protection-kept"), result: fc.constantFrom("fail", "unknown"), address: fc.constantFrom(...addresses), waiver: fc.option(fc.constant("W-1"), { nil: undefined }) }).map((more) => finding(more as Partial<RuleFinding>));
  const anyInput = fc
    .record({
      actions: fc.constantFrom<Change["actions"][]>(["create"], ["update"], ["delete"], ["delete", "create"], ["forget"]),
      address: fc.constantFrom(...addresses),
      findings: fc.array(anyFinding, { maxLength: 3 }),
      own: fc.subarray([...addresses]),
      verified: fc.constantFrom(release.id, "rother", undefined),
      digest: fc.constantFrom(digest, "e".repeat(64)),
      waived: fc.boolean(),
    })
    .map(({ actions, address, findings, own, verified, digest: on, waived }) =>
      inputOf({
        plan: edited(address, actions),
        waivers: waived ? [waiver] : [],
        change: (input) => {
          const changed = withEvaluation({ digest: on })(withFindings(...findings)(input));
          return { ...changed, ownAttemptCreated: own, upstream: [{ environment: "staging", verified }] };
        },
      }),
    );
  const removals: readonly ((input: GateInput) => GateInput)[] = [
    (input) => ({ ...input, evaluation: undefined }),
    (input) => ({ ...input, waived: undefined }),
    (input) => ({ ...input, waived: { findings: [], problems: input.waived?.problems ?? [] } }),
    (input) => ({ ...input, waived: input.waived && { ...input.waived, findings: input.waived.findings.map(({ waiver: _, ...rest }) => rest) } }),
    (input) => (input.evaluation ? withEvaluation({ digest: undefined })(input) : input),
    (input) => (input.evaluation ? withEvidence({ rulesLoaded: 0, rules: [] })(input) : input),
    (input) => (input.evaluation ? withEvidence({ resourcesJudged: 0 })(input) : input),
    (input) => ({ ...input, upstream: input.upstream.map(({ environment }) => ({ environment })) }),
    (input) => ({ ...input, ownAttemptCreated: [] }),
    (input) => ({ ...input, release: { ...input.release, digests: { "prod-all": "" } } }),
    (input) => ({ ...input, digest: "" }),
  ];

  it("the cases reach every verdict", () => {
    const seen = new Set(fc.sample(anyInput, 300).map((input) => decide(input).result));
    expect([...seen].sort()).toEqual(["block", "not-yet", "pass"]);
  });

  it("evidence that is taken away never makes the verdict milder", () => {
    fc.assert(
      fc.property(anyInput, fc.constantFrom(...removals), (input, remove) => {
        expect(rank[decide(remove(input)).result]).toBeGreaterThanOrEqual(rank[decide(input).result]);
      }),
    );
  });

  it("a finding that is added never makes it milder", () => {
    fc.assert(
      fc.property(anyInput, anyFinding, (input, added) => {
        expect(rank[decide(withFindings({ ...added, waiver: undefined })(input)).result]).toBeGreaterThanOrEqual(rank[decide(input).result]);
      }),
    );
  });

  it("order does not matter: of findings, environments, gates", () => {
    fc.assert(
      fc.property(anyInput, fc.shuffledSubarray([...gates], { minLength: gates.length }), (input, shuffled) => {
        const turned: GateInput = {
          ...input,
          evaluation: input.evaluation && { ...input.evaluation, findings: input.evaluation.findings.toReversed() },
          waived: input.waived && { ...input.waived, findings: input.waived.findings.toReversed() },
          plan: { ...input.plan, resource_changes: input.plan.resource_changes?.toReversed() },
          upstream: input.upstream.toReversed(),
        };
        const [one, other] = [decide(input), decide(turned, shuffled)];
        const texts = ({ reasons }: typeof one) => reasons.map(({ id, text }) => `${id} ${text}`).sort();
        expect(other.result).toBe(one.result);
        expect(texts(other)).toEqual(texts(one));
      }),
    );
  });

  it("whatever does not pass says the next step", () => {
    fc.assert(
      fc.property(anyInput, (input) => {
        const { result, reasons } = decide(input);
        expect(reasons.length > 0).toBe(result !== "pass");
        expect(reasons.every(({ text, remedy }) => text.length > 5 && remedy.length > 5)).toBe(true);
      }),
    );
  });
});
