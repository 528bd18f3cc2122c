import fc from "fast-check";
import { gateFormats, gateMarker } from "../../../../scripts/gate";
import { severities } from "../../../../scripts/findings";
import { attacked, inCode, judged, missingReport, mixed, verdictOf } from "../../../support/verdicts";

const render = gateFormats.markdown;
const longest = 60_000;

it("begins with the marker and the outcome", () => {
  expect(render(mixed()).startsWith(`${gateMarker}\n## ⛔ Blocked: this change of payments may not go to prod\n`)).toBe(true);
  expect(render(verdictOf()).startsWith(`${gateMarker}\n## ✅ Passed`)).toBe(true);
});

it("shows what blocks, and folds the rest", () => {
  const text = render(mixed());
  expect(text).toContain("### 1 blocking finding\n\n- 🔴 **critical** `CVE-2021-44228` Remote code execution in log4j-core `pom.xml · maven log4j-core@2.14.1`\n  It is critical; high and worse block. Found by `grype`, `trivy`.\n  fixed in 2.15.0");
  expect(text).toContain("<details><summary>1 waived finding</summary>");
  expect(text).toContain("waiver `W-1`");
  expect(text.indexOf("report-missing")).toBeLessThan(text.indexOf("blocking finding"));
});

it("names from a scanner act on nothing", () => {
  const text = render(attacked());
  // Code spans: everything between runs of backticks of one length.
  const outside = text.replace(/(?<!`)(`+)(?!`)[\s\S]*?(?<!`)\1(?!`)/g, "");
  expect(outside).not.toMatch(/<script|<img|@octocat|[^\\]\]\(https:|:\/\/evil/);
  expect(outside.match(/<!--/g)).toHaveLength(1);
  expect((outside.match(/<details/g) ?? []).length).toBe((outside.match(/<\/details>/g) ?? []).length);
});

it("loses details first, then lines, of the least findings, and counts them", () => {
  const title = "A title of some length that a scanner wrote, ".repeat(3);
  const findings = [...Array.from({ length: 900 }, (_, number) => inCode(number, { standing: "blocks", severity: number % 2 === 0 ? "high" : "medium", title })), judged()];
  const text = render(verdictOf({ findings, reasons: [missingReport] }));
  expect(text.length).toBeLessThanOrEqual(longest);
  expect(text.length).toBeGreaterThan(longest - 1000);
  expect(text).toContain("`f1-log4j`");
  const left = Number(/\*\*(\d+) findings left out here for length\*\*/.exec(text)?.[1]);
  const shown = new Set(text.match(/src\/page-\d+\.ts:/g)).size;
  expect(left + shown).toBe(900);
  expect(text).not.toContain("🟡");
});

it("is never longer than a comment may be", () => {
  const finding = fc.record({ severity: fc.constantFrom(...severities), standing: fc.constantFrom("blocks", "waived", "tolerated", "known", "closed" as const), title: fc.string({ unit: "grapheme", maxLength: 80 }), repeat: fc.nat(40) });
  fc.assert(
    fc.property(fc.array(finding, { maxLength: 40 }), fc.integer({ min: 1, max: 40 }), fc.nat(80), (parts, times, reasons) => {
      const findings = Array.from({ length: times }, (_, round) => parts.map(({ severity, standing, title, repeat }, index) => inCode(round * 100 + index, { severity, standing, title: title.repeat(repeat) }))).flat();
      const text = render(verdictOf({ findings, reasons: Array.from({ length: reasons }, (_, index) => ({ ...missingReport, where: `${"|".repeat(300)}${index}` })) }));
      expect(text.length).toBeLessThanOrEqual(65_536);
      expect(text.endsWith("</details>\n")).toBe(true);
    }),
    { numRuns: 60 },
  );
});
