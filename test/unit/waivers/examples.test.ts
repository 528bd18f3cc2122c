import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fixedClock } from "../../../scripts/clock";
import { judgePenetrationTests } from "../../../scripts/gate/penetration-tests";
import { parseFindingWaivers, parseWaivers } from "../../../scripts/waivers";

const read = (...path: string[]) => readFileSync(join(__dirname, "..", "..", "..", ...path), "utf8");

it("the examples in the head of policies/waivers.yaml are whole waivers", () => {
  const head = read("policies", "waivers.yaml").split(/^- id:/m)[0]!;
  const examples = head.split("\n").flatMap((line) => /^# (- id: .*| {2}\S.*)$/.exec(line)?.[1] ?? []);
  expect(parseWaivers(examples.join("\n"), "head").map(({ id }) => id)).toEqual(["W-1"]);
  expect(parseFindingWaivers(examples.join("\n"), "head").map(({ id }) => id)).toEqual(["F-1", "F-2"]);
});

it("the example in docs/waivers.md is a penetration test that fulfils what can be demanded", () => {
  const text = /```yaml\n(version: 1\n[^`]*)```/.exec(read("docs", "waivers.md"))![1]!;
  const subject = { pipeline: "shop", environment: "prod", classification: "phi", commit: "c".repeat(40), release: "3.1.0" };
  const clock = fixedClock("2026-11-10T00:00:00Z");
  expect(judgePenetrationTests({ documents: [{ name: "docs/waivers.md", text }], requirement: { validDays: 365, eachMajorRelease: true }, subject, clock, changeAuthor: "ada@example.org" })).toEqual([]);
});
