import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { ScanTool } from "../../../modules/scan-tools";
import { zapBaseline } from "../../../modules/scan-tools/tools/zap-baseline";
import { zapFull } from "../../../modules/scan-tools/tools/zap-full";
import { zapTool } from "../../../modules/scan-tools/zap/tool";
import { launcherOf, tarGzOf } from "../../support/delivery/archives";
import { checkoutOf, judge, pinnedTo, runScan, type BuildResult } from "../../support/delivery/harness";
import { temporaryFolder } from "../../support/temporary-folder";

/**
 * Stand-in of zap.sh 2.17.0, which no package registry of this machine has: options of "ZAP Command Line" and of the Automation Framework 0.58.0; job
 * types and parameters of its and the add-ons' own templates (pscan 0.6.0, spider 0.18.0, reports 0.43.0: `*-max.yaml`), where an unknown one is a
 * warning; exit codes of ExtensionAutomation.java; report of the template traditional-json with what the add-on insights 0.0.1 counts.
 */
const standIn = `
import { readFileSync, writeFileSync } from "node:fs";
const words = process.argv.slice(2);
const options = {};
for (let at = 0; at < words.length; at += 1) {
  if (["-cmd", "-silent"].includes(words[at])) options[words[at]] = true;
  else if (["-dir", "-autorun"].includes(words[at])) options[words[at]] = words[(at += 1)];
  else process.exit(64);
}
if (!options["-cmd"] || !options["-silent"]) process.exit(64);
const known = {
  "passiveScan-config": ["maxAlertsPerRule", "scanOnlyInScope", "maxBodySizeInBytesToScan", "enableTags", "disableAllRules"],
  spider: ["context", "maxDuration", "maxDepth"],
  "passiveScan-wait": ["maxDuration"],
  activeScan: ["context", "maxRuleDurationInMins", "maxScanDurationInMins"],
  report: ["template", "reportDir", "reportFile", "reportTitle", "displayReport"],
};
const plan = JSON.parse(readFileSync(options["-autorun"], "utf8"));
for (const { type, parameters } of plan.jobs) if (!known[type] || Object.keys(parameters).some((name) => !known[type].includes(name))) { process.stderr.write("unknown: " + type + "\\n"); process.exit(2); }
const behaviour = process.env.STAND_IN_ZAP ?? "";
if (behaviour === "slow") await new Promise((resolve) => setTimeout(resolve, 60_000));
if (behaviour === "error") { process.stdout.write("Automation plan failures:\\n"); process.exit(1); }
if (behaviour === "warning") { process.stdout.write("Automation plan warnings:\\n"); process.exit(2); }
if (behaviour === "no-report") process.exit(0);
const [address] = plan.env.contexts[0].urls;
const page = await (await fetch(address)).text();
const isAttacked = plan.jobs.some(({ type }) => type === "activeScan");
const alert = (pluginid, name, riskcode) => ({ pluginid, alertRef: pluginid, name, riskcode, confidence: "2", cweid: "79", count: "1", instances: [{ uri: address, method: "GET", param: "q" }] });
const alerts = [...(page.includes("<script") ? [alert("10202", "Absence of Anti-CSRF Tokens", "2")] : []), ...(isAttacked && page.includes("q=") ? [alert("40012", "Cross Site Scripting (Reflected)", "3")] : [])];
const report = plan.jobs.at(-1).parameters;
const insights = behaviour === "no-insights" ? {} : { insights: [{ level: "Info", reason: "Info", site: address, key: "insight.endpoint.total", description: "Count of total endpoints", statistic: behaviour === "nothing" ? "0" : "3" }] };
const folder = report.reportDir.replace(/\\$\\{(\\w+)\\}/g, (_, name) => process.env[name]);
writeFileSync(folder + "/" + report.reportFile, JSON.stringify({ "@programName": "ZAP", "@version": "2.17.0", "@generated": new Date().toUTCString(), created: new Date().toISOString(), ...insights, site: [{ "@name": address.replace(/\\/$/, ""), alerts }] }));
`;

const source = checkoutOf({ "index.ts": "1" });
let server: Server;
let page = "";
let address = "";
beforeAll(async () => {
  server = createServer((_, response) => response.setHeader("content-type", "text/html").end(page));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());

const scan = async (tool: ScanTool, content: string, behaviour?: string): Promise<BuildResult> => {
  page = content;
  const program = join(temporaryFolder(), "zap.mjs");
  writeFileSync(program, standIn);
  const downloads = { [tool.downloads[0]!.url]: await tarGzOf({ "ZAP_2.17.0/zap.sh": launcherOf(program) }) };
  return runScan(pinnedTo(tool, downloads), { source, place: { address }, downloads, ...(behaviour === undefined ? {} : { behaviour: { zap: behaviour } }) });
};

test.each([zapBaseline, zapFull])("$name: an application without a flaw passes, and a flawed one is judged by the gate", async (tool) => {
  const clean = await scan(tool, "<p>fine</p>");
  expect(clean).toMatchObject({ exitCode: 0 });
  expect(judge(tool, clean, { source })).toMatchObject({ exitCode: 0, outcome: "pass", reasons: [] });
  const record = Object.entries(clean.evidence).find(([key]) => key.endsWith(".record.json"))![1];
  expect(JSON.parse(record.toString())).toMatchObject({ tool: "zap", toolVersion: "2.17.0", looked: 3, lookedAt: "URLs", rules: tool.reports[0]!.minimumRules, exitCode: 0 });
});

test("an attack that succeeds blocks, which the baseline does not try", async () => {
  const flawed = `<a href="/?q=1">search</a>`;
  expect(judge(zapBaseline, await scan(zapBaseline, flawed), { source })).toMatchObject({ outcome: "pass" });
  expect(judge(zapFull, await scan(zapFull, flawed), { source })).toMatchObject({ outcome: "block", reasons: ["finding-high"] });
});

test.each([
  ["error", /Automation plan failures/],
  ["warning", /Automation plan warnings/],
  ["no-report", /No such file|wrote no report/],
  ["no-insights", /Cannot iterate over null/],
])("%s: the build fails, and hands nothing over", async (behaviour, message) => {
  const { failedPhase, evidence, stdout, stderr } = await scan(zapBaseline, "", behaviour);
  expect({ failedPhase, evidence }).toEqual({ failedPhase: "BUILD", evidence: {} });
  expect(stdout + stderr).toMatch(message);
});

test("a scan that is not done in time has failed", async () => {
  const hasty = zapTool({ name: "zap-baseline", isActive: false, limitMinutes: 0.02 }, { title: "In a hurry" });
  expect(await scan(hasty, "", "slow")).toMatchObject({ failedPhase: "BUILD", exitCode: 124, evidence: {} });
});

test("nothing looked at: the gate blocks", async () => {
  expect(judge(zapBaseline, await scan(zapBaseline, "", "nothing"), { source })).toMatchObject({ exitCode: 1, reasons: ["nothing-scanned"] });
});
