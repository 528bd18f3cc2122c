import { gateFormats } from "../../../../scripts/gate";
import { readReport, sourceOfBytes } from "../../../../scripts/findings";
import { countBySeverity } from "../../../support/findings";
import { mixed } from "../../../support/verdicts";

/** Our own readers take our own faces: recognised by content, with the findings that are in them. */
const readBack = (format: "sarif" | "junit" | "codebuild" | "asff") => readReport(sourceOfBytes(`verdict.${format}`, Buffer.from(gateFormats[format](mixed()))));

it("SARIF: every finding but the closed one, and the missing report", () => {
  const { format, findings } = readBack("sarif");
  expect([format, findings.length]).toEqual(["sarif", 5]);
  expect(countBySeverity(findings)).toEqual({ critical: 1, high: 2, medium: 2 });
});

it("the list for Security Hub: every finding but the closed one, which Security Hub does not know", () => {
  const { format, findings } = readBack("asff");
  expect([format, findings.length]).toEqual(["asff", 4]);
  expect(countBySeverity(findings)).toEqual({ critical: 1, high: 1, medium: 2 });
});

it.each(["junit", "codebuild"] as const)("%s: a finding for each failure", (face) => {
  const { format, findings, looked } = readBack(face);
  expect([format, findings.length]).toEqual(["junit", 3]);
  expect(looked).toBe(8);
});
