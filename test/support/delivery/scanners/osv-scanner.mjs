/**
 * Stand-in of OSV-Scanner 2 (google.github.io/osv-scanner, "Usage", "Output" and "Return codes"): reads package-lock.json alone, knows one vulnerable
 * package, lodash 4.17.20 (GHSA-35jh-r3h4-6jhm), and no option that the manual does not list.
 */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse, refuse } from "../stand-ins/_options.mjs";

const [scan, source, ...words] = process.argv.slice(2);
if (scan !== "scan" || source !== "source") refuse(`osv-scanner ${scan} ${source} is not stood in for`);
const { positional, options } = parse(words, { "--config": "value", "--recursive": "flag", "--no-ignore": "flag", "--all-packages": "flag", "--all-vulns": "flag", "--format": "value", "--output-file": "value", "--verbosity": "value" });
if (options["--format"]?.[0] !== "json" || positional.length !== 1) refuse("osv-scanner is to write JSON of one folder");

const [folder] = positional;
const locks = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((path) => path.endsWith("package-lock.json"));
// "128: No packages were found".
if (locks.length === 0) process.exit(128);
const ghsa = "GHSA-35jh-r3h4-6jhm";
const found = (name, version) =>
  name === "lodash" && version === "4.17.20"
    ? { vulnerabilities: [{ id: ghsa, aliases: ["CVE-2021-23337"], summary: "Command injection in lodash" }], groups: [{ ids: [ghsa], aliases: ["CVE-2021-23337", ghsa], max_severity: "7.2" }] }
    : {};
const results = locks.map((path) => {
  const packages = Object.entries(JSON.parse(readFileSync(join(folder, path), "utf8")).packages).filter(([place]) => place !== "");
  return { source: { path: join(folder, path), type: "lockfile" }, packages: packages.map(([place, { version }]) => [place.replace(/^.*node_modules\//, ""), version]).map(([name, version]) => ({ package: { name, version, ecosystem: "npm" }, ...found(name, version) })) };
});
writeFileSync(options["--output-file"][0], JSON.stringify({ results, experimental_config: { licenses: { summary: false, allowlist: null } } }));
process.exitCode = results.some(({ packages }) => packages.some(({ groups }) => groups)) ? 1 : 0;
