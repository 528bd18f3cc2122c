/**
 * Stand-in of the Veracode SCA agent (Veracode Docs, "SCA agent commands", https://docs.veracode.com/r/SCA_agent_commands, and "Veracode SCA agent
 * environment variables"). Where a rule of the workspace breaks the build, it ends with that rule's severity ("Custom rules for agent-based
 * scanning"). STAND_IN_SRCCLR says how it behaves.
 */
import { parse, refuse } from "../delivery/stand-ins/_options.mjs";
import { behaviourOf, fail, hasFindings, require, writeReport } from "./_behaviour.mjs";
import { veracodeAgent } from "./_reports.mjs";

const flags = ["--no-graphs", "--allow-dirty", "--install-first", "--unmatched", "--skip-compile", "--loud", "--no-upload", "--quick", "--uri-as-name", "--recursive", "--skip-vms", "--debug"];
const values = ["--ws", "--json", "--do-not-collect", "--url", "--ref", "--scan-collectors", "--skip-collectors", "--scan-analyzers", "--skip-analyzers", "--scm-uri", "--scm-ref", "--scm-ref-type", "--scm-rev"];
const known = { ...Object.fromEntries(flags.map((name) => [name, "flag"])), ...Object.fromEntries(values.map((name) => [name, "value"])) };

const { positional, options } = parse(process.argv.slice(2), known);
if (positional[0] !== "scan" || positional.length !== 2) refuse("srcclr is to scan one folder");
require(options, "--json");
if (options["--no-upload"]) refuse("without an upload the platform has nothing to list");
if (!options["--quick"]) refuse("without --quick the agent runs the build tools of the source");
for (const name of ["SRCCLR_SCM_URI", "SRCCLR_SCM_REF", "SRCCLR_SCM_REV"]) if (!process.env[name]) refuse(`${name} is not set`);
if (!/^(COM|ER|FED)$/.test(process.env.SRCCLR_REGION ?? "")) refuse("SRCCLR_REGION is none of COM, ER and FED");
if (!process.env.SRCCLR_API_TOKEN) fail(1, "ERROR: no API token");

const behaviour = behaviourOf("SRCCLR");
if (behaviour === "licence-expired") fail(1, "ERROR: HTTP 402: the subscription of this organisation has expired");
if (behaviour === "time-out") fail(1, "ERROR: the request to the platform timed out");
writeReport(behaviour, options["--json"][0], veracodeAgent(hasFindings(behaviour)));
process.exit(behaviour === "findings" ? 8 : 0);
