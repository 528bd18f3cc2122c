import { readFileSync } from "node:fs";
import { readReport, sourceOfBytes, type Report } from "../../../../scripts/findings";
import { fixture, readFixture } from "../../../support/findings";

const file = "veracode_sca/veracode_sca.json";
interface Written {
  readonly _embedded: { readonly issues: readonly [object] };
  readonly page: object;
}
const written = JSON.parse(readFileSync(fixture(file), "utf8")) as Written;
const changed = (change: object, page: object = {}): Report => {
  const report = { ...written, _embedded: { issues: [{ ...written._embedded.issues[0], ...change }] }, page: { ...written.page, ...page } };
  return readReport(sourceOfBytes("issues.json", Buffer.from(JSON.stringify(report))));
};

/** The report has one issue, read by eye: severity 8.8, open. */
test("an issue of the agent", () => {
  const report = readFixture(file);
  expect(report).toMatchObject({ format: "veracode-sca", tool: "veracode", failures: [], contradictions: [] });
  expect(report.findings).toEqual([
    expect.objectContaining({
      rule: "CVE-2022-36364",
      kind: "dependency",
      severity: "high",
      score: 8.8,
      title: "Arbitrary Code Execution",
      location: { package: { name: "org.apache.calcite.avatica:avatica-core", version: "1.11.0", ecosystem: "maven" } },
      state: "open",
      aliases: ["CVE-2022-36364", "CWE-665"],
      firstSeen: "2022-07-29T05:13:00.924Z",
    }),
  ]);
});

test("findings of an upload come in the policy's format", () => {
  expect(readFixture("veracode/sca_embedded_format.json").format).toBe("veracode-policy");
});

test.each([
  [{ issue_status: "fixed" }, "fixed"],
  [{ ignored: true }, "suppressed"],
  [{ issue_status: "anything" }, "open"],
])("%j", (change, state) => {
  expect(changed(change).findings[0]!.state).toBe(state);
});

test("severities are CVSS scores, and what is none is unknown", () => {
  expect([9, 7, 4, 0.1, 0, 11, null].map((severity) => changed({ severity }).findings[0]!.severity)).toEqual(["critical", "high", "medium", "low", "info", "unknown", "unknown"]);
});

test("a vulnerability without a CVE has Veracode's number", () => {
  expect(changed({ vulnerability: { id: "41137", cve: null } }).findings[0]).toMatchObject({ rule: "SRCCLR-SID-41137", aliases: [] });
});

test("one page of several is not the whole report", () => {
  expect(changed({}, { total_elements: 201 }).contradictions).toEqual([expect.stringContaining("says 201 issues, the list has 1")]);
});

test("a severity in letters is refused", () => {
  expect(() => changed({ severity: "8.8" })).toThrow(/_embedded\.issues\[0\]\.severity/);
});
