/**
 * Stand-in of pip-audit 2 (its README, "Usage" and "Exit codes"): knows one vulnerable package, jinja2 2.11.2 (PYSEC-2021-66), and no option that
 * the README does not list.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { parse, refuse } from "../stand-ins/_options.mjs";

const { positional, options } = parse(process.argv.slice(2), { "--require-hashes": "flag", "--disable-pip": "flag", "--no-deps": "flag", "--progress-spinner": "value", "--format": "value", "--requirement": "value", "--output": "value", "--strict": "flag", "--desc": "value" });
if (positional.length > 0) refuse("pip-audit takes a project, and none is meant here");
// "--disable-pip" is taken with "--require-hashes" or "--no-deps" alone.
if (options["--disable-pip"] && !options["--require-hashes"] && !options["--no-deps"]) refuse("--disable-pip needs --require-hashes or --no-deps");
if (options["--format"]?.[0] !== "json") refuse("a report of another format than json is not stood in for");

const pins = readFileSync(options["--requirement"][0], "utf8").replace(/\\\n/g, " ").split("\n").filter((line) => line.includes("=="));
if (pins.some((line) => !line.includes("--hash="))) {
  process.stderr.write("ERROR:pip_audit._cli:requirement does not contain a hash\n");
  process.exit(1);
}
const known = { "jinja2==2.11.2": { id: "PYSEC-2021-66", fix_versions: ["2.11.3"], aliases: ["GHSA-g3rq-g295-4j3m", "CVE-2020-28493"], description: "Regular expression denial of service" } };
const dependencies = pins.map((line) => line.trim().split(/\s/)[0]).map((pin) => ({ name: pin.split("==")[0], version: pin.split("==")[1], vulns: known[pin] === undefined ? [] : [known[pin]] }));
writeFileSync(options["--output"][0], JSON.stringify({ dependencies, fixes: [] }));
process.exitCode = dependencies.some(({ vulns }) => vulns.length > 0) ? 1 : 0;
