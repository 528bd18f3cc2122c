import { quoted } from "../../build-project";
import { protocolOf } from "../licensed";
import { installPython, pythonHosts, pythonLock } from "../python";
import { recordCommand } from "../record";
import { answering, targetOf } from "../target";
import type { ScanTool, ToolReport } from "../tool";

const lock = pythonLock("wapiti3");
/** Three packages that it needs are published as a source alone. */
const sources = pythonLock("wapiti3-sources", "yaswfp");

/**
 * Their own scripts run as they are built, pinned like all else; without isolation, so that they are built by the setuptools of the lock and not by
 * one that pip fetches unseen.
 */
const installSources: readonly string[] = [
  `echo "${sources.sha256}  $TOOLS/portcullis-package/modules/scan-tools/locks/${sources.name}.txt" | sha256sum --check --strict -`,
  `pip --python "$TOOLS/python" install --quiet --disable-pip-version-check --no-deps --no-build-isolation --require-hashes --requirement "$TOOLS/portcullis-package/modules/scan-tools/locks/${sources.name}.txt"`,
];

/**
 * Named one by one: what `common` stands for changes with the version. Those that look for paths from lists, that guess passwords, and that wait to
 * be called back by a host outside are not among them.
 */
const modules = ["cookieflags", "crlf", "csp", "csrf", "exec", "file", "htaccess", "http_headers", "ldap", "methods", "permanentxss", "redirect", "shellshock", "spring4shell", "sql", "timesql", "upload", "xss"];
const limitMinutes = 60;
const report: ToolReport = { file: "wapiti.json", format: "wapiti", tool: "wapiti", kind: "web", minimumVersion: lock.version, minimumRules: modules.length };

/** A second eye on the running application, by attacks on each parameter and form. */
export const wapiti: ScanTool = {
  name: "wapiti",
  title: "Web application, each parameter attacked",
  stage: "dynamic-analysis",
  isLicensed: false,
  version: lock.version,
  source: `https://github.com/wapiti-scanner/wapiti/blob/${lock.version}/doc/wapiti.ronn`,
  reports: [report],
  downloads: [],
  reaches: pythonHosts,
  timeoutMinutes: limitMinutes + 15,
  install: () => [...installPython(lock), ...installSources],
  scan: (place) => {
    const address = targetOf(place);
    return [
      ...answering(address),
      [
        // Its own limits (--max-scan-time, --max-attack-time) end it as if all had been seen: a time-out is a failure here.
        `timeout --kill-after=60 ${limitMinutes}m wapiti --url ${quoted(address)}/ --scope subdomain --module ${modules.join(",")} --level 1`,
        // Addresses that it plants would otherwise be its author's: the application would be led outside.
        `--endpoint ${quoted(address)}/ --verify-ssl ${protocolOf(address) === "=https" ? 1 : 0} --no-bugreport --flush-session`,
        `--store-session "$TOOLS/wapiti-session" --store-config "$TOOLS/wapiti-config" --format json --output "$REPORTS/${report.file}"`,
      ].join(" "),
      // What it finds does not change how it ends.
      `exit_code=$?`,
      ...recordCommand(report, { rules: `${modules.length}` }),
    ];
  },
};
