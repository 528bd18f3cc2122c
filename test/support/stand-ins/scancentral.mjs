/**
 * Stand-in of the Fortify ScanCentral SAST client 26.2 (OpenText Fortify ScanCentral SAST 25.2, "Installation, Configuration, and Usage Guide",
 * commands `package` and `start`). It ends with 0 where the job was completed, whatever was found. STAND_IN_SCANCENTRAL says how it behaves.
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parse, refuse } from "../delivery/stand-ins/_options.mjs";
import { behaviourOf, fail, hang, hasFindings, require, writeReport } from "./_behaviour.mjs";
import { fortify } from "./_reports.mjs";

const value = (...names) => Object.fromEntries(names.map((name) => [name, "value"]));
const flag = (...names) => Object.fromEntries(names.map((name) => [name, "flag"]));
const global = value("-url", "-sscurl", "-ssctoken");
const commands = {
  package: { ...value("-bt", "--build-tool", "-bf", "--build-file", "-bc", "--build-command", "-o", "--output", "-exclude", "--exclude", "--python-virtual-env"), ...flag("-oss") },
  start: { ...value("-p", "--package", "-sp", "-b", "-bt", "--build-tool", "-f", "-email", "-rules", "-filter", "-sargs", "-application", "--application", "-version", "--application-version", "-versionid", "-uptoken", "-pool"), ...flag("-block", "-o", "-upload") },
};

/** Where the launcher lies: `<folder>/bin/scancentral`. */
const folder = dirname(dirname(process.env.STAND_IN_SCANCENTRAL_PATH ?? refuse("the launcher does not say where it lies")));
const words = process.argv.slice(2);
const at = words.findIndex((word) => Object.hasOwn(commands, word));
if (at < 0) refuse(`scancentral has no command in: ${words.join(" ")}`);
const { options: first } = parse(words.slice(0, at), global);
const { positional, options } = parse(words.slice(at + 1), commands[words[at]]);
if (positional.length > 0) refuse(`scancentral ${words[at]} takes no ${positional[0]}`);
for (const name of ["-ssctoken", "-uptoken"]) if (first[name] ?? options[name]) refuse(`${name} puts a token on the command line`);

const behaviour = behaviourOf("SCANCENTRAL");
if (words[at] === "package") {
  if ((options["--build-tool"] ?? options["-bt"])?.[0] !== "none") refuse("packing with a build tool runs the application's code");
  writeFileSync((options["--output"] ?? options["-o"])[0], "package");
} else {
  require(first, "-url");
  require(options, "--package", "-block", "-f");
  const properties = join(folder, "Core", "config", "client.properties");
  if (!existsSync(properties) || !/^client_auth_token=\S+\n$/.test(readFileSync(properties, "utf8"))) fail(1, "ERROR: 401 Unauthorized: client_auth_token");
  if (!existsSync(options["--package"][0])) fail(1, "ERROR: there is no package");
  if (behaviour === "licence-expired") fail(1, "ERROR: the job failed: [error]: the Fortify license has expired");
  if (behaviour === "time-out") hang();
  else writeReport(behaviour, options["-f"][0], fortify(hasFindings(behaviour)));
}
