import { countBySeverity, readFixture } from "../../../support/findings";

/** Counted by hand: entries of the list (`grep -c RuleID`). */
test.each([
  ["gitleaks/gitleaks8_many.json", 4],
  ["gitleaks/notebook.json", 2],
])("%s: every leak is critical", (file, critical) => {
  const report = readFixture(file);
  expect(report).toMatchObject({ format: "gitleaks", tool: "gitleaks", failures: [], contradictions: [] });
  expect(countBySeverity(report.findings)).toEqual({ critical });
});

test.each(["gitleaks/no_findings.json", "gitleaks/notebook_fixed.json"])("%s: no leaks has to be named, and proves nothing by itself", (file) => {
  expect(() => readFixture(file)).toThrow(/name it/);
  const report = readFixture(file, "gitleaks");
  expect(report).toMatchObject({ findings: [] });
  expect([report.toolVersion, report.rules, report.looked]).toEqual([undefined, undefined, undefined]);
});

test("rule, place, commit and identity are taken over, and nothing of the secret", () => {
  const [first] = readFixture("gitleaks/gitleaks8_many.json").findings;
  expect(first).toMatchObject({ rule: "aws-access-token", kind: "secret", title: "AWS", location: { path: "conf/aws.tf", line: 2 }, firstSeen: "2021-10-14T17:05:15Z", note: "in commit 74d53286c550" });
  expect(readFixture("gitleaks/notebook.json").findings[0]).toMatchObject({ nativeId: "flawed/settings.cjs:generic-api-key:3", note: undefined });
  expect(JSON.stringify(readFixture("gitleaks/gitleaks8_many.json"))).not.toMatch(/secretAWSsecret|BEGIN RSA|gmail/);
});
