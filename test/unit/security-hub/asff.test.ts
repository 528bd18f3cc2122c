import type { AwsSecurityFinding } from "@aws-sdk/client-securityhub";
import fc from "fast-check";
import { findingKinds, severities } from "../../../scripts/findings";
import { batchesOf, byteLength, fitting, idPrefixOf, limits, toAsff } from "../../../scripts/security-hub";
import { attacked, inCode, judged, mixed, subject, verdictOf } from "../../support/verdicts";

const destination = { account: "333333333333", region: "eu-central-1" };
const only = (verdict: Parameters<typeof toAsff>[0]): AwsSecurityFinding => toAsff(verdict, destination)[0]!;

/** API Reference, AwsSecurityFinding: names that are demanded, and the longest texts. */
const demanded = ["SchemaVersion", "Id", "ProductArn", "GeneratorId", "AwsAccountId", "CreatedAt", "UpdatedAt", "Title", "Description", "Resources"] as const;
/** BatchImportFindings may not touch what people decide. */
const peoples = ["Note", "UserDefinedFields", "VerificationState", "Workflow", "WorkflowState", "Severity", "Types", "Confidence", "Criticality"] as const;

const expectWithinLimits = (finding: AwsSecurityFinding): void => {
  for (const name of demanded) expect(finding[name]).toBeTruthy();
  for (const name of peoples) expect(finding).not.toHaveProperty(name);
  const fields = Object.entries(finding.ProductFields!);
  const texts: readonly (readonly [string | undefined, number])[] = [
    [finding.Id, 512],
    [finding.GeneratorId, 512],
    [finding.Title, 256],
    [finding.Description, 1024],
    [finding.Remediation?.Recommendation?.Text, 512],
    [finding.Resources![0]!.Id, 512],
    ...fields.flatMap(([name, value]) => [[name, 128] as const, [value, 2048] as const]),
  ];
  for (const [text, most] of texts) if (text !== undefined) expect(byteLength(text)).toBeLessThanOrEqual(most);
  for (const [text] of texts) if (text !== undefined) expect(text.trim()).not.toBe("");
  expect(fields.length).toBeLessThanOrEqual(50);
  expect(byteLength(JSON.stringify(finding))).toBeLessThanOrEqual(limits.findingBytes);
  expect(JSON.stringify(finding)).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e]|\\u[d-f]/);
};

describe("a finding for Security Hub", () => {
  it("says what, how bad and where, and how it stands", () => {
    const finding = only(mixed());
    expect(finding).toMatchObject({
      Id: "portcullis/payments/prod/f1-log4j",
      ProductArn: "arn:aws:securityhub:eu-central-1:333333333333:product/333333333333/default",
      AwsAccountId: "333333333333",
      FindingProviderFields: { Severity: { Label: "CRITICAL", Original: "critical" }, Types: ["Software and Configuration Checks/Vulnerabilities/CVE"] },
      ProductFields: { "portcullis/standing": "blocks", "portcullis/tools": "grype,trivy", "portcullis/commit": subject.commit },
      Resources: [{ Type: "Other", Id: "payments/pom.xml/maven/log4j-core@2.14.1" }],
      Vulnerabilities: [{ Id: "CVE-2021-44228", VulnerablePackages: [{ Name: "log4j-core", Version: "2.14.1", FixedInVersion: "2.15.0" }], FixAvailable: "YES" }],
      RecordState: "ACTIVE",
    });
  });

  it.each([["critical", "CRITICAL"], ["unknown", "CRITICAL"], ["high", "HIGH"], ["medium", "MEDIUM"], ["low", "LOW"], ["info", "INFORMATIONAL"]] as const)("%s is %s", (severity, label) => {
    expect(only(verdictOf({ findings: [judged({ severity })] })).FindingProviderFields?.Severity).toEqual({ Label: label, Original: severity });
  });

  it("that is waived says by what, where people filter", () => {
    expect(toAsff(mixed(), destination)[1]?.ProductFields).toMatchObject({ "portcullis/standing": "waived", "portcullis/waiver": "W-1" });
  });

  it("that is closed is sent only where it is known there, as archived", () => {
    const closed = "portcullis/payments/prod/f1-code-4";
    expect(toAsff(mixed(), destination).map(({ Id }) => Id)).not.toContain(closed);
    const known = new Map([[closed, { Id: closed, CreatedAt: "2026-01-01T00:00:00.000Z" } as AwsSecurityFinding]]);
    expect(toAsff(mixed(), destination, known).find(({ Id }) => Id === closed)).toMatchObject({ RecordState: "ARCHIVED", CreatedAt: "2026-01-01T00:00:00.000Z" });
  });

  it("has the same id whatever build, commit, line or severity", () => {
    const one = only(verdictOf({ findings: [inCode(1)] }));
    const other = only(verdictOf({ subject: { ...subject, commit: "f".repeat(40) }, time: "2026-04-01T00:00:00Z", findings: [inCode(1, { severity: "high", location: { path: "src/page-1.ts", line: 99 } })] }));
    expect(other.Id).toBe(one.Id);
    expect(other.UpdatedAt! > one.UpdatedAt!).toBe(true);
  });

  it("has an id that no other pipeline or environment begins", () => {
    const prefix = (pipeline: string, environment: string) => idPrefixOf(verdictOf({ subject: { ...subject, pipeline, environment } }));
    const long = "x".repeat(400);
    const prefixes = [prefix("a", "b"), prefix("a/b", "c"), prefix("a", "b/c"), prefix("a%2Fb", "c"), prefix(`${long}1`, "c"), prefix(`${long}2`, "c")];
    for (const one of prefixes) for (const other of prefixes) expect(one !== other && one.startsWith(other)).toBe(false);
    expect(new Set(prefixes).size).toBe(prefixes.length);
  });

  it("takes a time of first sight that is one, and no other", () => {
    const seen = (firstSeen: string) => only(verdictOf({ findings: [judged({ firstSeen })] })).FirstObservedAt;
    expect([seen("2026-01-02"), seen("yesterday")]).toEqual(["2026-01-02T00:00:00.000Z", undefined]);
  });

  it("keeps AWS's limits with hostile names", () => toAsff(attacked(), destination).forEach(expectWithinLimits));

  it("keeps AWS's limits with texts of any length and script", () => {
    const text = fc.tuple(fc.string({ unit: "binary", maxLength: 60 }), fc.nat(200)).map(([part, times]) => part.repeat(times));
    const location = fc.record({ path: text, url: text, resource: text, parameter: text, package: fc.record({ name: text, version: text, fixedIn: fc.array(text, { maxLength: 4 }) }) }, { requiredKeys: [] });
    const finding = fc.record({ tool: text, rule: text, title: text, why: text, note: text, waiver: text, severity: fc.constantFrom(...severities), kind: fc.constantFrom(...findingKinds), aliases: fc.array(text, { maxLength: 5 }), location });
    fc.assert(
      fc.property(finding, text, text, (changed, pipeline, environment) => {
        toAsff(verdictOf({ subject: { ...subject, pipeline, environment }, findings: [judged(changed)] }), destination).forEach(expectWithinLimits);
      }),
      { numRuns: 60 },
    );
  });
});

describe("a text that fits", () => {
  it("is cut between characters, and says that it was", () => {
    expect(fitting("äöü", 6)).toBe("äöü");
    expect(fitting("äöü€", 8)).toBe("äö…");
    expect(fitting("👩🏽‍🚀 far", 12)).not.toMatch(/\ufffd/);
    expect(fitting(" \t ", 10)).toBe("\\t");
    expect(fitting("  ", 10, "rule-1")).toBe("rule-1");
  });

  it("never is longer, never breaks a character, and is the beginning of what it was", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 300 }), fc.integer({ min: 8, max: 300 }), (text, most) => {
        const cut = fitting(text, most);
        expect(byteLength(cut)).toBeLessThanOrEqual(most);
        expect(Buffer.from(cut, "utf8").toString("utf8")).toBe(cut);
        if (cut.endsWith("…") && !text.endsWith("…")) expect(byteLength(cut)).toBeGreaterThan(most - 12);
      }),
    );
  });
});

describe("calls", () => {
  const sized = (bytes: number, id: number) => ({ Id: String(id), Description: "€".repeat(Math.floor(bytes / 3)) }) as AwsSecurityFinding;

  it("are as few as AWS's limits allow, and lose nothing", () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.nat(2000), fc.integer({ min: 200_000, max: 260_000 })), { maxLength: 150 }), (sizes) => {
        const findings = sizes.map(sized);
        const { batches, tooLarge } = batchesOf(findings);
        for (const batch of batches) {
          expect(batch.length).toBeGreaterThan(0);
          expect(batch.length).toBeLessThanOrEqual(100);
          expect(byteLength(JSON.stringify({ Findings: batch }))).toBeLessThanOrEqual(6 * 1024 * 1024);
          for (const finding of batch) expect(byteLength(JSON.stringify(finding))).toBeLessThanOrEqual(240 * 1024);
        }
        expect([...batches.flat(), ...tooLarge].map(({ Id }) => Id).sort()).toEqual(findings.map(({ Id }) => Id).sort());
      }),
      { numRuns: 40 },
    );
  });

  it("of 100 small findings each, of 25 large ones", () => {
    expect(batchesOf(Array.from({ length: 250 }, (_, id) => sized(10, id))).batches.map((batch) => batch.length)).toEqual([100, 100, 50]);
    expect(batchesOf(Array.from({ length: 30 }, (_, id) => sized(239_000, id))).batches.map((batch) => batch.length)).toEqual([26, 4]);
  });
});
