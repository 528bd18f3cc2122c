import { closeSync, openSync, statSync, writeSync } from "node:fs";

const padding = "Data that a user controls reaches a place where it is taken for code, markup or a command. ".repeat(20);
const commit = "0123456789abcdef0123456789abcdef01234567";
const time = "2026-01-15T12:00:00Z";
const levels = ["error", "warning", "note"];
const words = ["CRITICAL", "HIGH", "MEDIUM", "LOW"];
const fileOf = (index) => `src/component-${index % 97}/file-${index}.js`;
const cveOf = (index) => `CVE-${2010 + (index % 16)}-${10_000 + index}`;

const sarifHead = `{"$schema":"https://json.schemastore.org/sarif-2.1.0.json","version":"2.1.0","runs":[{"tool":{"driver":{"name":"CodeQL","semanticVersion":"2.20.1","rules":[{"id":"js/xss","shortDescription":{"text":"Cross-site scripting"},"properties":{"tags":["external/cwe/cwe-079"]}}]}},"versionControlProvenance":[{"revisionId":"${commit}"}],"artifacts":[{"location":{"uri":"src/a.js"}}],"results":[\n`;
const semgrepTail = `],"errors":[],"version":"1.100.0","paths":{"scanned":["src/a.js"],"skipped":[]}}`;
const trivyHead = `{"SchemaVersion":2,"CreatedAt":"${time}","ArtifactName":"registry.example.org/app:1","ArtifactType":"container_image","Trivy":{"Version":"0.68.1"},"Metadata":{"Commit":"${commit}"},"Results":[{"Target":"app (debian 12)","Class":"os-pkgs","Type":"debian","Vulnerabilities":[\n`;

/** What the four formats look like that a pipeline has most of; each finding has about 2 KB, as with code flows, snippets and texts. */
export const formats = {
  sarif: {
    tool: "codeql",
    head: sarifHead,
    tail: "]}]}",
    finding: (index) => ({
      ruleId: "js/xss",
      ruleIndex: 0,
      level: levels[index % 3],
      message: { text: `A value of a user flows into the page (${index}).` },
      locations: [{ physicalLocation: { artifactLocation: { uri: fileOf(index), uriBaseId: "%SRCROOT%", index: 0 }, region: { startLine: (index % 1_000) + 1, startColumn: 5, endColumn: 40 } } }],
      partialFingerprints: { primaryLocationLineHash: `${index.toString(16)}:1` },
      codeFlows: [{ threadFlows: [{ locations: Array.from({ length: 4 }, (_, step) => ({ location: { physicalLocation: { artifactLocation: { uri: fileOf(index + step), uriBaseId: "%SRCROOT%", index: 0 }, region: { startLine: step + 1, startColumn: 5, endColumn: 40 } }, message: { text: "and on to here" } } })) }] }],
      properties: { explanation: padding.slice(0, 400) },
    }),
  },
  trivy: {
    tool: "trivy",
    head: trivyHead,
    tail: "]}]}",
    finding: (index) => ({ VulnerabilityID: cveOf(index), PkgName: `library-${index % 503}`, InstalledVersion: `1.${index % 40}.0`, FixedVersion: `1.${(index % 40) + 1}.0`, Status: "fixed", Severity: words[index % 4], Title: `A flaw, number ${index}`, Description: padding, CweIDs: ["CWE-79"], References: Array.from({ length: 4 }, (_, link) => `https://example.org/advisories/${index}/${link}`), PublishedDate: time }),
  },
  semgrep: {
    tool: "semgrep",
    head: '{"results":[\n',
    tail: semgrepTail,
    finding: (index) => ({ check_id: `javascript.lang.security.rule-${index % 211}`, path: fileOf(index), start: { line: index % 900, col: 1, offset: index }, end: { line: (index % 900) + 1, col: 9, offset: index + 50 }, extra: { message: padding, metadata: { cwe: ["CWE-79: Cross-site scripting"], owasp: ["A03:2021 - Injection"], confidence: "HIGH" }, severity: ["ERROR", "WARNING", "INFO"][index % 3], fingerprint: `${index.toString(16)}_0`, lines: "requires login", is_ignored: false } }),
  },
  asff: {
    tool: "inspector",
    head: "[\n",
    tail: "]",
    finding: (index) => ({ SchemaVersion: "2018-10-08", Id: `arn:aws:inspector2:eu-west-1:111122223333:finding/${index}`, ProductArn: "arn:aws:securityhub:eu-west-1::product/aws/inspector", ProductName: "Inspector", GeneratorId: "AWSInspector", AwsAccountId: "111122223333", Types: ["Software and Configuration Checks/Vulnerabilities/CVE"], CreatedAt: time, UpdatedAt: time, Severity: { Label: words[index % 4] }, Title: `${cveOf(index)} - library`, Description: padding.slice(0, 1_000), ProductFields: { "aws/inspector/ProductVersion": "2" }, Resources: [{ Type: "AwsEc2Instance", Id: `arn:aws:ec2:eu-west-1:111122223333:instance/i-${index}` }], Workflow: { Status: "NEW" }, RecordState: "ACTIVE", Vulnerabilities: [{ Id: cveOf(index), VulnerablePackages: [{ Name: "library", Version: "1.0.0", PackageManager: "OS" }], FixAvailable: "YES" }] }),
  },
};

/** XML is written as text, JSON as values. */
const textOf = (finding, isFirst) => (typeof finding === "string" ? finding : `${isFirst ? "" : ",\n"}${JSON.stringify(finding, undefined, 1)}`);

/**
 * Writes one report.
 * @param {{ from: number, atLeastFindings?: number, atLeastBytes?: number }} extent number of its first finding, so that no two
 *   reports have the same ones; it ends when it has so many findings and so many bytes
 * @returns {{ findings: number, bytes: number }}
 */
export function writeReport(path, { head, tail, finding }, { from, atLeastFindings = 0, atLeastBytes = 0 }) {
  const file = openSync(path, "w");
  let findings = 0;
  let written = writeSync(file, head);
  while (findings < atLeastFindings || written < atLeastBytes) {
    const piece = Array.from({ length: 500 }, (_, index) => textOf(finding(from + findings + index), findings + index === 0)).join("");
    written += writeSync(file, piece);
    findings += 500;
  }
  writeSync(file, tail);
  closeSync(file);
  return { findings, bytes: statSync(path).size };
}

export { commit };
