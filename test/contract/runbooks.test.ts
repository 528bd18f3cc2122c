import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const root = join(__dirname, "..", "..");
/** Its ids are those of risks in a review, not of faults. */
const heuristics = join("review", "risk.ts");
const sources = (folder: string): readonly string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".ts") && name !== heuristics).map((name) => readFileSync(join(root, folder, name), "utf8"));

/** Ids of faults as they are written in the code: `id: "state-locked"` beside a problem or in a table of faults. */
const thrown = new Set(sources("scripts").flatMap((text) => [...text.matchAll(/\bid: (?:[\w.]+ \? )?"([a-z]+(?:-[a-z]+)+)"(?: : "([a-z]+(?:-[a-z]+)+)")?/g)].flatMap((match) => match.slice(1).filter(Boolean) as string[])));
const written = new Set(readdirSync(join(root, "docs", "runbooks")).map((name) => name.replace(/\.md$/, "")));
/** Gates name their reasons by the same key; their page is gate-blocked. */
const gates = new Set(readdirSync(join(root, "scripts", "promotion", "gates")).map((name) => name.replace(/\.ts$/, "")));

test("every fault that a person can meet has its page, which says what to check and what to do", () => {
  expect(thrown.size).toBeGreaterThan(40);
  expect([...thrown].filter((id) => !written.has(id) && !gates.has(id))).toEqual([]);
  for (const id of written) expect(readFileSync(join(root, "docs", "runbooks", `${id}.md`), "utf8")).toMatch(new RegExp(`${id}[\\s\\S]{100}`));
});
