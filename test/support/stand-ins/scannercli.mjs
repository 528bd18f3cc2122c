/**
 * Stand-in of Aqua's scanner 2404.30 (jenkinsci/aqua-security-scanner-plugin at 43daa4c, ScannerExecuter.java and AquaDockerScannerBuilder.java; Aqua
 * Docs, "Scanner CLI command syntax"). It ends with 0, with 4 where an assurance policy disallows the image, or with another code where it broke
 * off. STAND_IN_SCANNERCLI says how it behaves.
 */
import { existsSync } from "node:fs";
import { parse, refuse } from "../delivery/stand-ins/_options.mjs";
import { behaviourOf, fail, hasFindings, require, writeReport } from "./_behaviour.mjs";
import { aqua } from "./_reports.mjs";

const flags = ["--register", "--show-negligible", "--checkonly", "--no-verify", "--hide-base", "--html", "--direct-cc", "--collect-sensitive", "--scan-malware", "--layer-vulnerabilities", "--local", "--register-compliant"];
const values = ["--host", "--registry", "--docker-archive", "--policies", "--socket", "--image-name", "--fs-scan", "--token", "--user", "--password", "--jsonfile", "--htmlfile"];
const known = { ...Object.fromEntries(flags.map((name) => [name, "flag"])), ...Object.fromEntries(values.map((name) => [name, "value"])) };

const { positional, options } = parse(process.argv.slice(2), known);
if (positional[0] !== "scan" || positional.length !== 2) refuse("scannercli is to scan one image");
if (options["--no-verify"]) refuse("--no-verify takes the server's word without its certificate");
require(options, "--host", "--docker-archive", "--jsonfile", "--token");
if (!existsSync(options["--docker-archive"][0])) fail(1, "ERROR: there is no such archive");

const behaviour = behaviourOf("SCANNERCLI");
if (behaviour === "licence-expired") fail(1, "ERROR: failed to start the scan: the license has expired");
if (behaviour === "time-out") fail(1, "ERROR: the scan did not complete: context deadline exceeded");
writeReport(behaviour, options["--jsonfile"][0], aqua(hasFindings(behaviour), positional[1]));
process.exit(behaviour === "findings" ? 4 : 0);
