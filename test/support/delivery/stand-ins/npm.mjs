/**
 * Stand-in of npm 10 (npm documentation, "npm ci", "npm run", "npm audit"): installs nothing, demands a lock, runs the scripts of package.json, and
 * knows one vulnerable package, lodash 4.17.20 (GHSA-35jh-r3h4-6jhm).
 */
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { parse, refuse } from "./_options.mjs";

const [command, ...words] = process.argv.slice(2);
const commands = {
  ci: {
    options: { "--no-audit": "flag", "--no-fund": "flag", "--ignore-scripts": "flag", "--omit": "value" },
    run: () => {
      if (existsSync("package-lock.json")) return;
      process.stderr.write("npm error The `npm ci` command can only install with an existing package-lock.json\n");
      process.exit(1);
    },
  },
  run: {
    options: { "--if-present": "flag" },
    run: ([name], options) => {
      const script = JSON.parse(readFileSync("package.json", "utf8")).scripts?.[name];
      if (script === undefined) {
        if (options["--if-present"]) return;
        process.stderr.write(`npm error Missing script: "${name}"\n`);
        process.exit(1);
      }
      process.exit(spawnSync("bash", ["-c", script], { stdio: "inherit" }).status ?? 1);
    },
  },
};
commands.audit = {
  options: { "--json": "flag", "--package-lock-only": "flag", "--include": "value", "--registry": "value", "--omit": "value", "--audit-level": "value" },
  run: (_, options) => {
    if (!options["--json"]) refuse("npm audit is to write JSON");
    const packages = Object.entries(JSON.parse(readFileSync("package-lock.json", "utf8")).packages).filter(([place]) => place !== "");
    const flawed = packages.some(([place, { version }]) => place === "node_modules/lodash" && version === "4.17.20");
    const via = [{ source: 1106913, name: "lodash", dependency: "lodash", title: "Command Injection in lodash", url: "https://github.com/advisories/GHSA-35jh-r3h4-6jhm", severity: "high", cwe: ["CWE-77"], cvss: { score: 7.2 }, range: "<4.17.21" }];
    const vulnerabilities = flawed ? { lodash: { name: "lodash", severity: "high", isDirect: true, via, effects: [], range: "<4.17.21", nodes: ["node_modules/lodash"], fixAvailable: true } } : {};
    const counts = { info: 0, low: 0, moderate: 0, high: flawed ? 1 : 0, critical: 0, total: flawed ? 1 : 0 };
    process.stdout.write(JSON.stringify({ auditReportVersion: 2, vulnerabilities, metadata: { vulnerabilities: counts, dependencies: { prod: packages.length, dev: 0, optional: 0, peer: 0, peerOptional: 0, total: packages.length } } }));
    // "Exit Code": other than 0 where a vulnerability was found.
    process.exit(flawed ? 1 : 0);
  },
};
if (command === "--version") {
  process.stdout.write("10.9.4\n");
  process.exit(0);
}
const found = commands[command] ?? refuse(`npm ${command} is not stood in for`);
const { positional, options } = parse(words, found.options);
found.run(positional, options);
