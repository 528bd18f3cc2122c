/**
 * Stand-in of fcli 3.24, commands of Fortify on Demand (fcli manual pages, https://fortify.github.io/fcli/latest/manpage/: "fcli fod session login",
 * "fcli fod sast-scan start", "… wait-for", "… download", "fcli fod session logout"). It ends with 0, or with 1 where a command failed.
 * STAND_IN_FCLI says how it behaves.
 */
import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse, refuse } from "../delivery/stand-ins/_options.mjs";
import { behaviourOf, fail, hasFindings, require, writeReport } from "./_behaviour.mjs";
import { fortify } from "./_reports.mjs";

const generic = { "--env-prefix": "value", "--log-file": "value", "--log-level": "value", "--log-mask": "value", "--fod-session": "value", "--output": "value", "--style": "value", "--store": "value", "--to-file": "value" };
const known = {
  "session login": { "--connect-timeout": "value", "--socket-timeout": "value", "--url": "value", "--scopes": "value", "--user": "value", "--password": "value", "--tenant": "value", "--client-id": "value", "--client-secret": "value" },
  "session logout": {},
  "sast-scan start": { "--validate-entitlement": "flag", "--delim": "value", "--file": "value", "--notes": "value", "--progress": "value", "--release": "value", "--remediation": "value" },
  "sast-scan wait-for": { "--delim": "value", "--interval": "value", "--on-failure-state": "value", "--on-timeout": "value", "--on-unknown-state": "value", "--progress": "value", "--timeout": "value", "--any-state": "value", "--until": "value", "--while": "value" },
  "sast-scan download": { "--delim": "value", "--file": "value" },
};

const [module, ...words] = process.argv.slice(2);
const command = words.slice(0, 2).join(" ");
if (module !== "fod" || !Object.hasOwn(known, command)) refuse(`fcli ${process.argv.slice(2).join(" ")} is not in the list of what is documented here`);
const { positional, options } = parse(words.slice(2), { ...generic, ...known[command] });
for (const name of ["--client-secret", "--password"]) if (options[name]) refuse(`${name} puts a secret on the command line`);

const data = process.env.FCLI_DATA_DIR ?? refuse("FCLI_DATA_DIR is not set: the session would stay in the home folder");
const [session, scan] = [join(data, "session"), join(data, "scan")];
if (command !== "session login" && !existsSync(session)) fail(1, "No FoD session: please log in");
const demandScan = () => (positional[0] === "::scan::" && existsSync(scan) ? undefined : fail(1, "No such scan"));

const behaviour = behaviourOf("FCLI");
const run = {
  "session login": () => {
    for (const name of ["FCLI_DEFAULT_FOD_URL", "FCLI_DEFAULT_FOD_CLIENT_ID", "FCLI_DEFAULT_FOD_CLIENT_SECRET"]) if (!process.env[name]) fail(1, `Missing required option: ${name}`);
    mkdirSync(data, { recursive: true });
    writeFileSync(session, "");
  },
  "session logout": () => rmSync(session),
  "sast-scan start": () => {
    require(options, "--file", "--release");
    if (!existsSync(options["--file"][0])) fail(1, "The package does not exist");
    if (behaviour === "licence-expired") fail(1, "No valid entitlement for this release: the subscription has expired");
    if (options["--store"]?.[0] === "scan") writeFileSync(scan, "");
  },
  "sast-scan wait-for": () => {
    demandScan();
    if (behaviour === "time-out") fail(1, "Time-out exceeded while waiting for scan");
  },
  "sast-scan download": () => {
    demandScan();
    require(options, "--file");
    writeReport(behaviour, options["--file"][0], fortify(hasFindings(behaviour)));
  },
};
run[command]();
