/**
 * Stand-in of `java -jar pipeline-scan.jar`, Veracode Pipeline Scan 22.7.0 (Veracode Docs, "Pipeline Scan parameters",
 * https://docs.veracode.com/r/r_pipeline_scan_commands; the same list in veracode/Veracode-pipeline-scan-action at e7b4fe3, README).
 * It ends with the number of flaws, at most 200, or with 255 and below where it broke off. STAND_IN_PIPELINE_SCAN says how it behaves.
 */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { unzipSync } from "fflate";
import { parse, refuse } from "../delivery/stand-ins/_options.mjs";
import { behaviourOf, fail, hasFindings, require, writeReport } from "./_behaviour.mjs";
import { veracodePipeline } from "./_reports.mjs";

const known = Object.fromEntries(
  [
    "--file", "--veracode_api_id", "--veracode_api_key", "--fail_on_severity", "--fail_on_cwe", "--baseline_file", "--policy_name", "--policy_file", "--request_policy", "--timeout", "--issue_details", "--verbose",
    "--summary_display", "--summary_output", "--summary_output_file", "--json_display", "--json_output", "--json_output_file", "--filtered_json_output_file", "--project_name", "--project_url", "--project_ref", "--app_id", "--development_stage", "--include",
  ].map((name) => [name, "value"]),
);

const words = process.argv.slice(2);
const jar = words.indexOf("-jar");
const home = words.slice(0, jar).map((word) => /^-Duser\.home=(.+)$/.exec(word)?.[1]).find(Boolean);
const { positional, options } = parse(words.slice(jar + 2), known);
if (jar < 0 || !words[jar + 1]?.endsWith("/pipeline-scan.jar") || !existsSync(words[jar + 1])) refuse("java is to run pipeline-scan.jar, which was unpacked");
if (positional.length > 0) refuse(`pipeline-scan.jar takes no ${positional[0]}`);
require(options, "--file");
for (const name of ["--veracode_api_id", "--veracode_api_key"]) if (options[name]) refuse(`${name} puts a credential on the command line`);
if (existsSync("pipeline.scan.log4j2.properties")) refuse("a file of the source configures the scanner");

const credentials = join(home ?? process.env.HOME, ".veracode", "credentials");
if (!existsSync(credentials) || !/^\[default\]\nveracode_api_key_id = \S+\nveracode_api_key_secret = \S+\n$/.test(readFileSync(credentials, "utf8"))) fail(254, "ERROR: no credentials");
if (!existsSync(options["--file"][0])) fail(255, "ERROR: the file to scan is not there");

process.stdout.write(`submitted: ${Object.keys(unzipSync(readFileSync(options["--file"][0]))).sort().join(" ")}\n`);

const behaviour = behaviourOf("PIPELINE_SCAN");
if (behaviour === "licence-expired") fail(255, "ERROR: HTTP 403: your subscription to Static Analysis has expired");
if (behaviour === "time-out") fail(253, "ERROR: the scan did not complete within the time allowed by --timeout");
const report = veracodePipeline(hasFindings(behaviour));
writeReport(behaviour, options["--json_output_file"]?.[0] ?? "results.json", report);
process.exit(behaviour === "findings" ? JSON.parse(report).findings.length : 0);
