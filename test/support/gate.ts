import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fixedClock } from "../../scripts/clock";
import type { Finding, Report } from "../../scripts/findings";
import type { GatheredReport } from "../../scripts/gate/evidence";
import type { GateQuestion } from "../../scripts/gate/judge";
import { parseManifest, type Manifest } from "../../scripts/gate/manifest";
import { parsePolicy, rulesFor, type Rules } from "../../scripts/gate/policy";
import type { RunRecord } from "../../scripts/gate/record";
import type { GateSubject } from "../../scripts/gate/verdict";

/** Questions to the gate as a careful pipeline asks them, for tests to spoil one thing at a time. */

export const commit = "a".repeat(40);
export const digest = `sha256:${"b".repeat(64)}`;
export const clock = fixedClock("2026-11-22T12:00:00Z");
/** An hour before the clock. */
const scanned = "2026-11-22T11:00:00Z";
export const hashOfText = (text: string): string => createHash("sha256").update(text).digest("hex");

export const policyText = readFileSync(join(__dirname, "..", "..", "policies", "gate", "policy.yaml"), "utf8");
export const policy = parsePolicy(policyText, "policy.yaml", ["prod"]);
/** Of an environment that demands no list, no record and no penetration test, if nothing else is said. */
export const rules = (changed: Partial<Rules> = {}, environment = "dev"): Rules => ({ ...rulesFor(policy, environment, "internal"), ...changed });

export const subject: GateSubject = { pipeline: "payments", environment: "dev", classification: "internal", event: "promotion", commit };

export const manifestOf = (...requires: readonly object[]): Manifest => parseManifest(JSON.stringify({ version: 1, pipeline: "payments", requires }), "gate.json");

export const findingOf = (changed: Partial<Finding> = {}): Finding => ({ tool: "semgrep", rule: "xss", kind: "code", severity: "low", title: "Unescaped output", location: { path: "src/page.ts", line: 7 }, state: "open", aliases: ["CWE-79"], ...changed });

/** Proves itself: tool, version, rules, what it looked at, commit and time. */
export const reportOf = (tool: string, changed: Partial<Report> = {}): Report => ({ format: tool, tool, toolVersion: "1.2.3", rules: 500, looked: 42, lookedAt: "files", commit, time: scanned, failures: [], contradictions: [], findings: [], ...changed });

export const recordFor = (name: string, changed: Partial<RunRecord> = {}): RunRecord => ({ version: 1, report: hashOfText(name), tool: name.split(".")[0]!, toolVersion: "1.2.3", rules: 500, looked: 42, lookedAt: "files", commit, exitCode: 0, started: scanned, ended: scanned, ...changed });

export const gathered = (name: string, report: Partial<Report> = {}, changed: Partial<GatheredReport> = {}): GatheredReport => ({ name, sha256: hashOfText(name), size: 100, content: { report: reportOf(name.split(".")[0]!, report) }, ...changed });

const [oneTool, devRules] = [manifestOf({ tool: "semgrep" }), rules()];

/** One tool, required and there, if nothing else is said. */
export const questionOf = (changed: Partial<GateQuestion> = {}): GateQuestion => ({
  subject,
  manifest: oneTool,
  rules: devRules,
  reports: [gathered("semgrep.json")],
  exploits: {},
  waivers: [],
  penetrationTests: [],
  changeAuthor: "author@example.org",
  clock,
  inputs: [],
  ...changed,
});
