import { buildReview, parseStoredReview, render, reviewWithoutPlan } from "../../../scripts/review";

const review = buildReview({ title: "Plan", stacks: [reviewWithoutPlan({ environment: "dev", stack: "dev-edge", accountId: "111111111111", region: "eu-central-1" }, "provisional", "waits")] });
const bytes = (value: unknown) => Buffer.from(JSON.stringify(value));

describe("a review that was written to a file", () => {
  test("comes back as it was, alone or inside what plan prints", () => {
    expect(parseStoredReview(Buffer.from(render(review, "json")), "r.json")).toEqual(review);
    expect(parseStoredReview(bytes({ review, bundles: [] }), "p.json")).toEqual(review);
  });
  test("is told from a plan and from what is no JSON", () => {
    expect(parseStoredReview(bytes({ format_version: "1.2" }), "plan.json")).toBeUndefined();
    expect(parseStoredReview(Buffer.from("hello"), "x")).toBeUndefined();
  });
  test("is refused where a part is missing, naming the file and the part", () => {
    const broken = { ...review, stacks: [{ ...review.stacks[0], counts: { create: -1 } }] };
    expect(() => parseStoredReview(bytes(broken), "r.json")).toThrow(
      expect.objectContaining({ exitCode: 2, fault: expect.objectContaining({ id: "review-malformed", where: "r.json", problem: expect.stringContaining("stacks.0.counts") }) }),
    );
  });
});
