/**
 * Stand-ins of programs that no package registry has, as small as a walk needs them; each tool's own test tries out how it fails. Their options are
 * judged there as well.
 */

/** Reads the value of an option of its command line. */
const option = `const option = (name) => process.argv[process.argv.indexOf(name) + 1];`;

/** Trivy 0.73.0 (docs/guide/references/configuration/cli/trivy_image.md): it sees what an image holds of "VULNERABLE". */
export const trivyScript = `
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
${option}
const cache = option("--cache-dir");
if (process.argv[2] === "version") {
  process.stdout.write(readFileSync(cache + "/version.json"));
  process.exit(0);
}
mkdirSync(cache + "/policy/content", { recursive: true });
for (let check = 0; check < 120; check += 1) writeFileSync(cache + "/policy/content/" + check + ".rego", "");
writeFileSync(cache + "/version.json", JSON.stringify({ Version: "0.73.0", VulnerabilityDB: { UpdatedAt: new Date().toISOString() } }));
const Vulnerabilities = readFileSync(option("--input")).includes("VULNERABLE") ? [{ VulnerabilityID: "CVE-2021-44228", PkgName: "log4j-core", InstalledVersion: "2.14.1", FixedVersion: "2.15.0", Severity: "CRITICAL", Title: "Remote code execution" }] : [];
const Results = [{ Target: "Java", Class: "lang-pkgs", Type: "jar", Packages: [{ Name: "log4j-core" }], Vulnerabilities }];
writeFileSync(option("--output"), JSON.stringify({ SchemaVersion: 2, Trivy: { Version: "0.73.0" }, CreatedAt: new Date().toISOString(), ArtifactName: option("--input"), ArtifactType: "container_image", Results }));
`;

/** osv-scanner 2.5.1 (its manual, "Output" and "Return codes"): it knows the one vulnerable package that the stand-in of npm knows. */
export const osvScannerScript = `
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
${option}
const path = join(process.argv.at(-1), "package-lock.json");
const packages = Object.entries(JSON.parse(readFileSync(path)).packages).filter(([place]) => place !== "").map(([place, { version }]) => {
  const name = place.replace("node_modules/", "");
  const known = name === "lodash" && version === "4.17.20";
  const vulnerabilities = [{ id: "GHSA-35jh-r3h4-6jhm", summary: "Command Injection in lodash", affected: [{ package: { name }, ranges: [{ type: "SEMVER", events: [{ introduced: "0" }, { fixed: "4.17.21" }] }] }], database_specific: { severity: "HIGH" } }];
  return { package: { name, version, ecosystem: "npm" }, ...(known ? { vulnerabilities, groups: [{ ids: ["GHSA-35jh-r3h4-6jhm"], max_severity: "7.2" }] } : {}) };
});
writeFileSync(option("--output-file"), JSON.stringify({ results: [{ source: { path, type: "lockfile" }, packages }] }));
process.exit(packages.some(({ vulnerabilities }) => vulnerabilities) ? 1 : 0);
`;

/** zap.sh 2.17.0: report of the template traditional-json with what the add-on Insights counts. STAND_IN_ZAP says what the application is like. */
export const zapScript = `
import { readFileSync, writeFileSync } from "node:fs";
${option}
const plan = JSON.parse(readFileSync(option("-autorun"), "utf8"));
const [address] = plan.env.contexts[0].urls;
const { reportDir, reportFile } = plan.jobs.at(-1).parameters;
const alert = { pluginid: "10020", alertRef: "10020-1", name: "Missing Anti-clickjacking Header", riskcode: "3", confidence: "2", cweid: "1021", count: "1", instances: [{ uri: address, method: "GET", param: "x-frame-options" }] };
const insights = [{ level: "Info", reason: "Info", site: address, key: "insight.endpoint.total", description: "Count of total endpoints", statistic: "3" }];
const folder = reportDir.replace(/\\$\\{(\\w+)\\}/g, (_, name) => process.env[name]);
writeFileSync(folder + "/" + reportFile, JSON.stringify({ "@programName": "ZAP", "@version": "2.17.0", "@generated": new Date().toUTCString(), created: new Date().toISOString(), insights, site: [{ "@name": address.replace(/\\/$/, ""), alerts: process.env.STAND_IN_ZAP === "flawed" ? [alert] : [] }] }));
`;

/** wapiti (doc/wapiti.ronn; its JSON report). STAND_IN_WAPITI says what the application is like. */
export const wapitiScript = (version: string): string => `
import { writeFileSync } from "node:fs";
${option}
const entry = { method: "GET", path: "/?q=1", info: "XSS vulnerability found via injection in the parameter q", level: 3, parameter: "q", module: "xss" };
const vulnerabilities = { "Reflected Cross Site Scripting": process.env.STAND_IN_WAPITI === "flawed" ? [entry] : [] };
const infos = { target: option("--url"), date: new Date().toUTCString(), version: "Wapiti ${version}", scope: "subdomain", crawled_pages_nbr: 3 };
writeFileSync(option("--output"), JSON.stringify({ classifications: {}, vulnerabilities, anomalies: {}, additionals: {}, infos }));
`;

/**
 * docker's client: \`save\` writes the files of the commit as one layer, and those of the folder that STAND_IN_DOCKER names as another; all else is
 * the harness's stand-in.
 */
export const dockerScript = (others: string): string => `#!/bin/bash
set -euo pipefail
layout="$STAND_IN_WORLD/layout"
case "$1" in
build) mkdir "$layout" ;;
save)
  git archive --format tar --output "$layout/one.tar" HEAD
  tar --create --file "$layout/other.tar" --mtime @0 --directory "\${STAND_IN_DOCKER:-$(mktemp --directory)}" .
  echo '{}' > "$layout/config.json"
  echo '[{"Config":"config.json","RepoTags":["application:latest"],"Layers":["one.tar","other.tar"]}]' > "$layout/manifest.json"
  tar --create --file "$3" --mtime @0 --directory "$layout" config.json manifest.json one.tar other.tar ;;
*) exec '${process.execPath}' '${others}' "$@" ;;
esac
`;

/** curl: the application answers under its address, and leads nowhere else; all else is the harness's stand-in. */
export const curlScript = (address: string, others: string): string => `#!/bin/bash
if [ "\${!#}" = '${address}/' ]; then printf %s '${address}/'; else exec '${process.execPath}' '${others}' "$@"; fi
`;

/** freshclam lays down what the test made; clamscan is this machine's, with none of the libraries that the vendor's package would bring. */
export const freshclamScript = (database: string): string => `#!/bin/bash
set -e
cp '${database}' "$(sed -n 's/^DatabaseDirectory //p' "\${1#*=}")/"
`;
export const clamscanScript = (program: string): string => `#!/bin/bash\nexec env --unset LD_LIBRARY_PATH '${program}' "$@"\n`;
