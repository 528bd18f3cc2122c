import { seal } from "../../scripts/gate/seal";
import type { GateSubject, JudgedFinding, Reason, ReportEvidence, Verdict } from "../../scripts/gate/verdict";

/** Verdicts as the gate makes them, of made-up findings, for tests of what comes after the gate. */

export const subject: GateSubject = { pipeline: "payments", environment: "prod", classification: "confidential", event: "promotion", commit: "0123456789abcdef0123456789abcdef01234567", digest: `sha256:${"ab".repeat(32)}` };

/** A blocking dependency, seen by two tools. */
export const judged = (changed: Partial<JudgedFinding> = {}): JudgedFinding => ({
  tool: "trivy",
  rule: "CVE-2021-44228",
  kind: "dependency",
  severity: "critical",
  title: "Remote code execution in log4j-core",
  location: { path: "pom.xml", package: { name: "log4j-core", version: "2.14.1", ecosystem: "maven", fixedIn: ["2.15.0"] } },
  state: "open",
  aliases: ["CVE-2021-44228", "GHSA-JFH8-C2JP-5V3Q"],
  isFixAvailable: true,
  fingerprint: "f1-log4j",
  witnesses: [
    { tool: "trivy", rule: "CVE-2021-44228", report: "trivy.json" },
    { tool: "grype", rule: "GHSA-jfh8-c2jp-5v3q", report: "grype.json" },
  ],
  standing: "blocks",
  why: "It is critical; high and worse block.",
  ...changed,
});

/** A finding of one tool in a file; its fingerprint is made of the number. */
export const inCode = (number: number, changed: Partial<JudgedFinding> = {}): JudgedFinding =>
  judged({
    tool: "semgrep",
    rule: "javascript.express.xss",
    kind: "code",
    severity: "medium",
    title: "Unescaped output",
    location: { path: `src/page-${number}.ts`, line: number + 1 },
    aliases: ["CWE-79"],
    isFixAvailable: undefined,
    fingerprint: `f1-code-${number}`,
    witnesses: [{ tool: "semgrep", rule: "javascript.express.xss", report: "semgrep.json" }],
    standing: "tolerated",
    why: "It is medium; high and worse block.",
    ...changed,
  });

export const evidenceOf = (tool: string, changed: Partial<ReportEvidence> = {}): ReportEvidence => ({ name: `${tool}.json`, sha256: "cd".repeat(32), size: 1000, format: tool, tool, toolVersion: "1.2.3", rules: 500, looked: 42, lookedAt: "files", commit: subject.commit, time: "2026-03-01T11:00:00.000Z", findings: 1, isAccepted: true, ...changed });

export const missingReport: Reason = { id: "report-missing", problem: "The manifest asks for 1 report of gitleaks; there are none.", where: "gitleaks", remedy: "Run gitleaks on this commit and hand over its report." };

/** Sealed; of two accepted scans without a finding, if nothing else is said. */
export const verdictOf = (changed: Partial<Omit<Verdict, "sha256">> = {}): Verdict =>
  seal({
    version: 1,
    subject,
    outcome: (changed.reasons?.length ?? 0) > 0 || (changed.findings ?? []).some(({ standing }) => standing === "blocks") ? "block" : "pass",
    time: "2026-03-01T12:00:00.000Z",
    reasons: [],
    warnings: [],
    reports: [evidenceOf("trivy"), evidenceOf("grype"), evidenceOf("semgrep")],
    findings: [],
    inputs: [{ role: "manifest", name: "manifest.yaml", sha256: "ef".repeat(32) }],
    ...changed,
  });

/** One finding of each standing, and a report that is missing. */
export const mixed = (changed: Partial<Omit<Verdict, "sha256">> = {}): Verdict =>
  verdictOf({
    reasons: [{ id: "finding-critical", problem: "CVE-2021-44228 is critical.", where: "pom.xml", remedy: "Take log4j-core 2.15.0." }, missingReport],
    warnings: [{ id: "waiver-ends", problem: "Waiver W-1 ends in 5 days.", where: "policies/waivers.yaml", remedy: "Mend the finding." }],
    reports: [evidenceOf("trivy"), evidenceOf("grype"), evidenceOf("semgrep", { isAccepted: false, rules: undefined })],
    findings: [judged(), inCode(1, { standing: "waived", severity: "high", waiver: "W-1", why: "The page is not served." }), inCode(2), inCode(3, { standing: "known" }), inCode(4, { standing: "closed", severity: "low" })],
    ...changed,
  });

/** What an attacker who names things would like to write. */
export const hostile = 'x</details></code></script><script>alert(1)</script><img src=x onerror=alert(1)>```@octocat/team #12 ]](https://evil.example)|\u001b[31mred\u202e<!-- portcullis-gate -->]]>&"\' \ud800';
export const attacked = (): Verdict => {
  const reason = { id: hostile, problem: hostile, where: hostile, remedy: hostile };
  const finding = (standing: JudgedFinding["standing"]) =>
    judged({ tool: hostile, rule: hostile, title: hostile, why: hostile, note: hostile, waiver: hostile, aliases: [hostile], fingerprint: `f1-${standing}`, standing, location: { path: hostile, line: 3, url: hostile, parameter: hostile, resource: hostile, package: { name: hostile, version: hostile, fixedIn: [hostile] } }, witnesses: [{ tool: hostile, rule: hostile, report: hostile }] });
  return { ...verdictOf(), outcome: "block", subject: { ...subject, pipeline: hostile, environment: hostile, classification: hostile }, reasons: [reason], warnings: [reason], reports: [evidenceOf(hostile, { name: hostile, toolVersion: hostile, lookedAt: hostile })], findings: [finding("blocks"), finding("waived"), finding("known")], inputs: [{ role: "report", name: hostile, sha256: hostile }] };
};
