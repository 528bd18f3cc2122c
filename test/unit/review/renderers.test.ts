import { createHash } from "node:crypto";
import fc from "fast-check";
import type { RuleFinding } from "../../../policies/rule";
import { buildReview, buildStackReview, render, reviewMarker, reviewWithoutPlan, type Review, type StackReview } from "../../../scripts/review";
import { identity, plan, resource, weakening } from "./plans";

const finding = (more: Partial<RuleFinding> = {}): RuleFinding => ({ rule: "trail-stands", risk: "critical", result: "fail", address: "aws_cloudtrail.trail", reason: "the trail would be gone", remedy: "keep the trail", source: { file: "modules/audit/trail.ts", line: 42 }, ...more });
const stackOf = (resources: Parameters<typeof plan>[0], findings: readonly RuleFinding[] = [], more = {}): StackReview => buildStackReview({ plan: plan(resources), identity: { ...identity, ...more }, findings });
const reviewOf = (...stacks: readonly StackReview[]): Review => buildReview({ title: "Review of r1", release: "r1", commit: "abc", stacks });
const weak = reviewOf(buildStackReview({ plan: weakening, identity, findings: [finding(), finding({ rule: "waived-rule", waiver: "W-1" })] }), reviewWithoutPlan({ ...identity, stack: "prod-edge" }, "provisional", "waits for prod-network"));

/** What an attacker who names things would like to write. */
const hostile = 'x</details></code><script>alert(1)</script><img src=x onerror=alert(1)>`````@octocat/team #12 ](https://evil.example)|\u001b[31mred\u202e<!-- portcullis-review -->';
const attacked = reviewOf(
  stackOf([resource("aws_instance.a", { actions: ["delete"], before: { note: hostile, [hostile]: "y" } }, { address: `aws_instance.a["${hostile}"]`, action_reason: hostile })], [finding({ reason: hostile, remedy: hostile, address: hostile, rule: hostile })], { stack: hostile, environment: hostile }),
  reviewWithoutPlan(identity, "failed", hostile),
);

const many = (count: number, actions: readonly ("create" | "delete" | "update")[], type = "aws_vpc", extra = "") =>
  Array.from({ length: count }, (_, index) => resource(`${type}.n${index}`, { actions, before: actions[0] === "create" ? null : { note: `${index}${extra}` }, after: actions[0] === "delete" ? null : { note: `new ${index}${extra}` } }));

describe("markdown", () => {
  test("marker, table, finding with remedy, changes by risk", () => {
    const text = render(weak, "markdown");
    expect(text.startsWith(`${reviewMarker}\n`)).toBe(true);
    expect(text).toContain("| `prod` | `prod-audit` | 1 | 3 | **1** | **1** | 🔴 critical |");
    expect(text).toContain("| `prod` | `prod-edge` | · | · | · | · | provisional |");
    expect(text).toMatch(/\*\*critical\*\* `trail-stands` `aws_cloudtrail.trail` in `prod-audit` \(`modules\/audit\/trail.ts:42`\)\n {2}the trail would be gone\n {2}\*\*Remedy:\*\* keep the trail/);
    expect(text).toContain("1 finding covered by a waiver");
    const order = ["aws_cloudtrail.trail</code>", "aws_kms_key.archive</code>", "aws_s3_bucket_policy.archive</code>", "aws_security_group.builds</code>", "changes of low risk", "aws_ssm_parameter.database</code>"].map((part) => text.indexOf(part));
    expect(order).toEqual([...order].sort((a, b) => a - b));
    expect(Math.min(...order)).toBeGreaterThan(0);
  });
  test("the bucket policy as sentences, not as an escaped string", () => {
    const text = render(weak, "markdown");
    expect(text).toContain("+ policy.Statement[TrailWrites].Principal = *");
    expect(text).toContain("- policy.Statement[DenyPlainHttp] = Deny s3:* on");
    expect(text).not.toContain('\\"Statement\\"');
  });
  test("blocks are closed as often as they are opened", () => {
    for (const review of [weak, attacked]) {
      const outside = render(review, "markdown").replace(/^(`{3,})[\s\S]*?^\1$/gm, "").replace(/(`+)[^`\n].*?\1/g, "");
      expect((outside.match(/<details/g) ?? []).length).toBe((outside.match(/<\/details>/g) ?? []).length);
    }
  });
  test("names from a pull request act on nothing", () => {
    const text = render(attacked, "markdown");
    expect(text).not.toMatch(/\u001b|\u202e/);
    const fencesGone = text.replace(/^(`{3,})[a-z]*\n[\s\S]*?^\1$/gm, "");
    expect(fencesGone).not.toContain("```diff");
    // Code spans: everything between runs of backticks of one length.
    const outside = fencesGone.replace(/(?<!`)(`+)(?!`)[\s\S]*?(?<!`)\1(?!`)/g, "").replace(/<code>.*?<\/code>/g, "");
    expect(outside).not.toMatch(/<script|<img|@octocat|\]\(https:|:\/\/evil/);
    expect(outside.match(/<!--/g)).toHaveLength(1);
  });
  test("what is safest is left out first, and counted", () => {
    const stacks = [stackOf([...many(600, ["create"], "aws_vpc", "x".repeat(80)), ...many(5, ["delete"], "aws_route")], [finding({ address: "aws_route.n1" })])];
    const text = render(reviewOf(...stacks), "markdown", { maximumLength: 20_000, fullReport: "review.html" });
    expect(text.length).toBeLessThanOrEqual(20_000);
    for (let index = 0; index < 5; index += 1) expect(text).toContain(`<code>aws_route.n${index}</code>`);
    const left = Number(/\*\*(\d+) changes left out here for length\*\*/.exec(text)?.[1]);
    const shown = (text.match(/aws_vpc\.n\d+/g) ?? []).length;
    expect(left).toBeGreaterThan(0);
    expect(left + shown).toBe(600);
    expect(text).toContain("`review.html`");
  });
  test("a thousand destroys lose their attributes, not their line", () => {
    const text = render(reviewOf(stackOf(many(1000, ["delete"], "aws_route", "y".repeat(100)))), "markdown");
    expect(text.length).toBeLessThanOrEqual(60_000);
    expect(new Set(text.match(/aws_route\.n\d+/g)).size).toBe(1000);
  });
  test("where not even lines fit, every destroy is counted by its type", () => {
    const text = render(reviewOf(stackOf([...many(2500, ["delete"], "aws_route"), ...many(700, ["delete"], "aws_kms_key")], [finding()])), "markdown");
    expect(text.length).toBeLessThanOrEqual(60_000);
    expect(text).toContain("2,500 × destroy of `aws_route`");
    expect(text).toContain("700 × destroy of `aws_kms_key` in `prod-audit`, high");
    expect(text).toContain("1 × finding of `trail-stands`, critical");
  });
  test("never longer than allowed", () => {
    const action = fc.constantFrom(["create"] as const, ["delete"] as const, ["update"] as const);
    const stack = fc.record({ count: fc.nat(60), action, extra: fc.nat(300), findings: fc.nat(20) });
    fc.assert(
      fc.property(fc.array(stack, { minLength: 1, maxLength: 30 }), fc.integer({ min: 9000, max: 60_000 }), (stacks, maximumLength) => {
        const review = reviewOf(...stacks.map(({ count, action: actions, extra, findings }, index) => stackOf(many(count, actions, "aws_route", "`".repeat(extra)), Array.from({ length: findings }, (_, n) => finding({ address: `aws_route.n${n}` })), { stack: `prod-${index}` })));
        expect(render(review, "markdown", { maximumLength }).length).toBeLessThanOrEqual(maximumLength);
      }),
      { numRuns: 40 },
    );
  });
  test("hundreds of stacks still have one table", () => {
    const text = render(reviewOf(...Array.from({ length: 400 }, (_, index) => stackOf([], [], { stack: `prod-${index}` }))), "markdown");
    expect(text).toContain("and 250 safer stacks");
  });
});

describe("terminal", () => {
  test("fits its columns, whatever the plan holds", () => {
    for (const columns of [60, 80, 120]) {
      for (const review of [weak, attacked]) {
        expect(render(review, "terminal", { columns }).split("\n").filter((line) => [...line].length > columns)).toEqual([]);
      }
    }
  });
  test("no control character without colours, and only colours with them", () => {
    expect(render(attacked, "terminal")).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
    const coloured = render(attacked, "terminal", { colour: true });
    expect(coloured).toContain("\u001b[");
    expect(coloured.replace(/\u001b\[\d+m/g, "")).not.toMatch(/\u001b/);
  });
  test("findings, remedies and every changed attribute of an update", () => {
    const text = render(weak, "terminal");
    for (const part of ["critical trail-stands aws_cloudtrail.trail", "Remedy: keep the trail", "- destroy aws_cloudtrail.trail  [critical]", '+ ingress[tcp 22].cidr_blocks[0] = "0.0.0.0/0"', "(sensitive, changed)", "Moved from aws_sns_topic.old", "waits for prod-network"]) {
      expect(text).toContain(part);
    }
  });
  test("nothing to do is said in one line", () => expect(render(reviewOf(stackOf([])), "terminal")).toContain("Nothing changes in 1 stack"));
});

describe("html", () => {
  const page = render(weak, "html");
  test("fetches and runs nothing, and says so", () => {
    const style = /<style>([\s\S]*?)<\/style>/.exec(page)?.[1] ?? "";
    expect(page).toContain(`default-src 'none'; style-src 'sha256-${createHash("sha256").update(style).digest("base64")}'`);
    expect(page).not.toMatch(/<script|<link|<img|<iframe| style=|\son\w+=|url\(|@import/);
  });
  test("everything stands in it, and opens where it matters", () => {
    expect(page).toMatch(/<details open><summary><span class="risk critical">critical<\/span> <b>- destroy<\/b> <code>aws_cloudtrail.trail<\/code>/);
    for (const part of ["keep the trail", "aws_iam_role.apply", "output.trail_arn", "1 finding covered by a waiver", "Moved from aws_sns_topic.old", "1 resource changed outside Terraform"]) expect(page).toContain(part);
  });
  test("names from a pull request act on nothing", () => {
    const text = render(attacked, "html");
    expect(text).not.toMatch(/<script|<img|<!-- p|\u001b|\u202e/);
    expect((text.match(/<details/g) ?? []).length).toBe((text.match(/<\/details>/g) ?? []).length);
    expect(text).toContain("&lt;script&gt;");
  });
  test("nothing is left out for length", () => {
    const large = render(reviewOf(stackOf(many(3000, ["create"]))), "html");
    expect(new Set(large.match(/aws_vpc\.n\d+/g)).size).toBe(3000);
  });
});

describe("json", () => {
  test("is the model; findings carry rule, risk and address", () => {
    const parsed = JSON.parse(render(weak, "json")) as Review;
    expect(parsed).toEqual(JSON.parse(JSON.stringify(weak)));
    expect(parsed.version).toBe(0);
    expect(parsed.stacks[0]?.findings[0]).toMatchObject({ rule: "trail-stands", risk: "critical", address: "aws_cloudtrail.trail" });
  });
});
