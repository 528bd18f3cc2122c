/**
 * What Portcullis knows of single tools beyond their reports: which exit codes mean that the tool did its work, whatever it
 * found. From each tool's documentation of its exit codes; a tool that is not listed has only 0.
 */
const exitCodes: Readonly<Record<string, readonly [least: number, most: number]>> = {
  // 1 is what `--exit-code 1` asks for where something is found; a run that broke off leaves no whole report.
  trivy: [0, 1],
  // grype `--fail-on` ends with 2 since 0.88, with 1 before.
  grype: [0, 2],
  semgrep: [0, 1],
  gitleaks: [0, 1],
  checkov: [0, 1],
  "detect-secrets": [0, 1],
  "npm-audit": [0, 1],
  "pip-audit": [0, 1],
  // 127 is an error, 128 that there were no packages at all.
  "osv-scanner": [0, 1],
  // clamscan(1): 1 is a virus found, 2 an error.
  clamav: [0, 1],
  // `./portcullis check`: 1 is a failure of a check that stands.
  "portcullis-check": [0, 1],
  // `./portcullis scan data`: 1 is data found in the clear.
  "portcullis-data": [0, 1],
  // zap-baseline.py: 1 a failure found, 2 warnings only, 3 broke off.
  zap: [0, 2],
  // Veracode Pipeline Scan: the number of flaws up to 200; above that it broke off.
  veracode: [0, 200],
  // These formats have no writer of their own: a test runner ends with 1 where a test fails.
  junit: [0, 1],
  cobertura: [0, 1],
  lcov: [0, 1],
};

/** Single codes of the same kind, with failures between them and 0. */
const otherExitCodes: Readonly<Record<string, readonly number[]>> = {
  // scannercli: an assurance policy disallows the image (jenkinsci/aqua-security-scanner-plugin, AquaDockerScannerBuilder).
  aqua: [4],
};

const listed = <Value>(codes: Readonly<Record<string, Value>>, tool: string): Value | undefined => (Object.hasOwn(codes, tool) ? codes[tool] : undefined);

export const didRun = (tool: string, exitCode: number): boolean => {
  const [least, most] = listed(exitCodes, tool) ?? [0, 0];
  return (exitCode >= least && exitCode <= most) || (listed(otherExitCodes, tool)?.includes(exitCode) ?? false);
};

/** Tools that bring vulnerability data or signatures of a day along: without its date nobody knows what they could not see yet. */
const dated: ReadonlySet<string> = new Set(["trivy", "grype", "clamav", "dependency-check"]);
const datedKinds: ReadonlySet<string> = new Set(["dependency", "container", "malware"]);
/** These ask a service at the time of the scan, whose data are of that time. */
const online: ReadonlySet<string> = new Set(["npm-audit", "pip-audit", "osv-scanner", "inspector", "veracode", "veracode-sca", "aqua"]);
/** Rules that say what malware does, and not what this week's looks like, are written by hand and do not age by the day. A feed of them is held by `maxRulesAgeDays`. */
const undated: ReadonlySet<string> = new Set(["yara"]);

export const hasDatedRules = (tool: string, kind: string | undefined): boolean => dated.has(tool) || (kind !== undefined && datedKinds.has(kind) && !online.has(tool) && !undated.has(tool));

/** Formats of measurements: they have no rules to load. */
const measurements: ReadonlySet<string> = new Set(["junit", "cobertura", "lcov"]);
export const isMeasurement = (format: string): boolean => measurements.has(format);

/** Compares dotted versions number by number; undefined where one of them is none. */
export const compareVersions = (one: string, other: string): number | undefined => {
  const numbers = (text: string): readonly number[] | undefined => /^v?(\d+(?:\.\d+)*)/.exec(text.trim())?.[1]?.split(".").map(Number);
  const [left, right] = [numbers(one), numbers(other)];
  if (left === undefined || right === undefined) return undefined;
  for (let index = 0; index < Math.max(left.length, right.length); index += 1) {
    const difference = (left[index] ?? 0) - (right[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
};
