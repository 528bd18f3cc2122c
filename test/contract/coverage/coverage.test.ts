import { readFileSync } from "node:fs";
import { join } from "node:path";
import { coverageDocument, coverageOf, readSources, validatedOnly } from "../../../scripts/coverage";
import { repositoryNotes } from "../../support/repository-notes";

const repository = join(__dirname, "../../..");
const coverage = coverageOf(repositoryNotes(), readSources(repository), validatedOnly);

describe("the resource types", () => {
  it("are applied by the journey, or a reason says why not", () => {
    expect(coverage.applied.length).toBeGreaterThan(30);
    expect(coverage.validatedOnly.filter(({ reason }) => reason === undefined)).toEqual([]);
  });

  it("have no reason any more where they are applied or gone", () => {
    expect(coverage.stale).toEqual([]);
  });

  it("are listed in docs/coverage.md as they are now: npm run docs", () => {
    expect(readFileSync(join(repository, "docs/coverage.md"), "utf8")).toBe(coverageDocument(coverage));
  });
});
