import { randomBytes } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { strFromU8, strToU8, unzipSync, zipSync } from "fflate";
import { readReport, sourceOfBytes, sourceOfFile, type Report } from "../../../../scripts/findings";
import { countBySeverity, fixture, readFixture } from "../../../support/findings";
import { temporaryFolder } from "../../../support/temporary-folder";

const hello = "fortify/hello_world.fpr";
const parts = unzipSync(readFileSync(fixture(hello)));

const passwordInComment = "A5338E223E737FF81F8A806C50A05969";
const privacyViolation = "BC404E91C2E51405CED64B93EF7A9F32";

/** The parts of hello_world.fpr with others in place of some; undefined leaves one out. */
const fpr = (change: Readonly<Record<string, string | undefined>>): Uint8Array => {
  const others = Object.entries(change).map(([name, text]) => [name, text === undefined ? undefined : strToU8(text)]);
  const kept = Object.entries({ ...parts, ...Object.fromEntries(others) } as Record<string, Uint8Array | undefined>).filter(([, bytes]) => bytes !== undefined);
  return zipSync(Object.fromEntries(kept) as Record<string, Uint8Array>);
};
const read = (change: Readonly<Record<string, string | undefined>>): Report => readReport(sourceOfBytes("own.fpr", fpr(change)));
const audit = (issues: string): string => `<?xml version="1.0"?><ns2:Audit xmlns:ns2="xmlns://www.fortify.com/schema/audit" version="4.4"><ns2:IssueList>${issues}</ns2:IssueList></ns2:Audit>`;

/**
 * By hand from audit.fvdl (impact; accuracy × confidence × probability ÷ 25): Password in Comment 2.0; 1 × 5 × 3 ÷ 25 = 0.6 is low,
 * Hardcoded Password 4.0; 3 × 5 × 4 ÷ 25 = 2.4 high, Privacy Violation 4.0; 4 × 5 × 3.5 ÷ 25 = 2.8 critical, External Maven
 * Repository 2.0; 4 × 5 × 1 ÷ 25 = 0.8 low. In the other file the rules of the first and the last have no MetaInfo.
 * fortify_suppressed_with_comments.fpr has the same bytes as the first.
 */
test.each([
  [hello, { critical: 1, high: 1, low: 2 }],
  ["fortify/fortify_suppressed_with_comments.fpr", { critical: 1, high: 1, low: 2 }],
  ["fortify/hello_world_no_metainfo.fpr", { critical: 1, high: 1, unknown: 2 }],
])("%s", (file, severities) => {
  const report = readFixture(file);
  expect(report).toMatchObject({ format: "fortify-fpr", tool: "fortify", failures: [], contradictions: [] });
  expect(countBySeverity(report.findings)).toEqual(severities);
});

/** NumberFiles 3, 11 RulePack elements, WriteDate 15:36:03.542+05:30. */
test("it says which engine with how many rule packs looked at how many files, and when", () => {
  expect(readFixture(hello)).toMatchObject({ toolVersion: "24.2.0.0150", rules: 11, looked: 3, lookedAt: "files", time: "2025-03-10T10:06:03.542Z" });
});

/** InstanceSeverity 5.0 of the Privacy Violation and 2.0 of the one in a comment: neither decides. */
test("InstanceSeverity does not decide", () => {
  const fvdl = strFromU8(parts["audit.fvdl"]!).replaceAll(/<InstanceSeverity>[\d.]+</g, "<InstanceSeverity>1.0<");
  expect(countBySeverity(read({ "audit.fvdl": fvdl }).findings)).toEqual({ critical: 1, high: 1, low: 2 });
});

test("a finding has its place and its weaknesses, from the trace or from its pool", () => {
  const byId = new Map(readFixture(hello).findings.map((finding) => [finding.nativeId, finding]));
  expect(byId.get("D3166922519EDD92D132761602EB71B4")).toMatchObject({ title: "Password Management: Hardcoded Password", kind: "code", location: { path: "src/main/java/hello/HelloWorld.java", line: 16 }, aliases: ["CWE-259", "CWE-798"] });
  expect(byId.get(privacyViolation)).toMatchObject({ location: { path: "src/main/java/hello/HelloWorld.java", line: 17 } });
  const inPool = strFromU8(parts["audit.fvdl"]!).replace(/<Node isDefault="true">\s*<SourceLocation path="pom.xml"[^]*?<\/Node>/, '<NodeRef isDefault="true" id="0"/>');
  expect(read({ "audit.fvdl": inPool }).findings.find(({ title }) => title.includes("Maven"))!.location).toEqual({ path: "src/main/java/hello/HelloWorld.java", line: 17 });
});

test("what is suppressed says by whom and why; what is only analysed stays open", () => {
  const { findings } = readFixture(hello);
  expect(findings.filter(({ state }) => state === "suppressed")).toEqual([expect.objectContaining({ nativeId: "87E3EC5CC8154C006783CC461A6DDEEB", note: "testuser: Not an issue. Handled in server config to refer to internal Artifactory" })]);
  expect(findings.filter(({ note }) => note?.startsWith("analysis:")).map(({ state, note }) => [state, note])).toEqual([["open", "analysis: 1 - Critical"]]);
});

test("an FPR of our own whose audit suppresses another issue", () => {
  const comments = "<ns2:ThreadedComments><ns2:Comment><ns2:Content>read\nand\naccepted</ns2:Content><ns2:Username>auditor</ns2:Username></ns2:Comment></ns2:ThreadedComments>";
  const { findings, contradictions } = read({ "audit.xml": audit(`<ns2:Issue instanceId="${privacyViolation}" suppressed="true">${comments}</ns2:Issue><ns2:Issue instanceId="${passwordInComment}" suppressed="false"><ns2:Tag id="87F2364F-dcd4-49e6-861d-f8d3f351686b"><ns2:Value>Not an Issue</ns2:Value></ns2:Tag></ns2:Issue>`) });
  expect(contradictions).toEqual([]);
  expect(findings.filter(({ state }) => state === "suppressed")).toEqual([expect.objectContaining({ nativeId: privacyViolation, severity: "critical", note: "auditor: read and accepted" })]);
  expect(findings.find(({ nativeId }) => nativeId === passwordInComment)).toMatchObject({ state: "open", note: "analysis: Not an Issue" });
});

test("an audit of an issue that the scan does not have contradicts: somebody took it out", () => {
  const report = read({ "audit.xml": audit('<ns2:Issue instanceId="0123456789ABCDEF" suppressed="true"/>') });
  expect(report.contradictions).toEqual(["audit.xml decides about 1 issue that audit.fvdl does not have"]);
  expect(report.findings.map(({ state }) => state)).toEqual(["open", "open", "open", "open"]);
});

test("without an audit nothing is suppressed; without rules everything is unknown", () => {
  expect(read({ "audit.xml": undefined }).findings.map(({ state }) => state)).toEqual(["open", "open", "open", "open"]);
  const bare = strFromU8(parts["audit.fvdl"]!).replace(/<RuleInfo>[^]*<\/RuleInfo>/, "<RuleInfo/>");
  expect(countBySeverity(read({ "audit.fvdl": bare }).findings)).toEqual({ unknown: 4 });
});

test("an FPR that comes in several chunks of a file is read whole", () => {
  const path = join(temporaryFolder(), "big.fpr");
  writeFileSync(path, zipSync({ ...parts, "src-archive": randomBytes(1 << 20) }));
  expect(readReport(sourceOfFile(path)).findings).toHaveLength(4);
});

test.each([
  ["of another tool", { "audit.fvdl": undefined }, /no audit\.fvdl/],
  ["with two decisions about one issue", { "audit.xml": audit(`<ns2:Issue instanceId="${passwordInComment}" suppressed="true"/>`.repeat(2)) }, /decides twice/],
  ["with a decision about none", { "audit.xml": audit('<ns2:Issue suppressed="true"/>') }, /no instanceId/],
  ["with another document for an audit", { "audit.xml": "<FVDL/>" }, /audit\.xml is no audit/],
  ["with an audit that is cut", { "audit.xml": audit("").slice(0, -20) }, /ends before its XML is complete/],
  ["with an entity in the FVDL", { "audit.fvdl": '<!DOCTYPE FVDL [<!ENTITY a SYSTEM "file:///etc/passwd">]><FVDL>&a;</FVDL>' }, /document type/],
])("an archive %s is refused", (_what, change, problem) => {
  expect(() => read(change)).toThrow(problem);
});
