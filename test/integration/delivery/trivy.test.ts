import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { trivy } from "../../../modules/scan-tools/tools/trivy";
import { launcherOf, tarGzOf } from "../../support/delivery/archives";
import { artifactOf, checkoutOf, judge, pinnedTo, runScan, type BuildResult } from "../../support/delivery/harness";
import { temporaryFolder } from "../../support/temporary-folder";
import { digestOf, imageOf } from "./deliverable";

const [download] = trivy.downloads;
const key = "castle-prod-orders/executions/11111111-2222-4333-8444-555555555555/reports/trivy/trivy.json";

/**
 * Stand-in of Trivy 0.73.0, which no package registry of this machine has: options of docs/guide/references/configuration/cli/trivy_image.md and
 * trivy_version.md at that tag, report of schema 2, cache as pkg/policy/policy.go and pkg/db lay it out. It sees what image.tar holds of "VULNERABLE".
 */
const standIn = `
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
const [command, ...words] = process.argv.slice(2);
const known = { image: ["--input", "--scanners", "--image-config-scanners", "--format", "--output", "--cache-dir", "--timeout"], version: ["--cache-dir", "--format"] }[command] ?? [];
const flags = ["--list-all-pkgs", "--show-suppressed", "--no-progress", "--disable-telemetry", "--skip-version-check"];
const options = {};
for (let at = 0; at < words.length; at += 1) {
  if (flags.includes(words[at])) options[words[at]] = true;
  else if (known.includes(words[at])) options[words[at]] = words[(at += 1)];
  else process.exit(64);
}
const cache = options["--cache-dir"];
const made = process.env.STAND_IN_TRIVY === "stale" ? Date.now() - 8 * 86_400_000 : Date.now() - 3_600_000;
if (command === "version") {
  const database = existsSync(cache + "/db/metadata.json") ? { VulnerabilityDB: { Version: 2, UpdatedAt: JSON.parse(readFileSync(cache + "/db/metadata.json")).UpdatedAt } } : {};
  process.stdout.write(JSON.stringify({ Version: "0.73.0", ...database }));
  process.exit(0);
}
if (process.env.STAND_IN_TRIVY === "no-network") { process.stderr.write("FATAL failed to download vulnerability DB\\n"); process.exit(1); }
// What lies in the folder it runs in decides what it sees.
if (readdirSync(".").length > 0) { process.stderr.write("a configuration would be read from here\\n"); process.exit(65); }
mkdirSync(cache + "/db", { recursive: true });
writeFileSync(cache + "/db/metadata.json", JSON.stringify({ UpdatedAt: new Date(made).toISOString() }));
mkdirSync(cache + "/policy/content/policies/docker", { recursive: true });
for (let check = 0; check < 120; check += 1) writeFileSync(cache + "/policy/content/policies/docker/" + check + ".rego", "");
writeFileSync(cache + "/policy/content/policies/docker/0_test.rego", "");
if (process.env.STAND_IN_TRIVY === "no-report") process.exit(0);
const Vulnerabilities = readFileSync(options["--input"]).includes("VULNERABLE") ? [{ VulnerabilityID: "CVE-2021-44228", PkgName: "log4j-core", InstalledVersion: "2.14.1", FixedVersion: "2.15.0", Severity: "CRITICAL", Title: "Remote code execution" }] : [];
const Results = process.env.STAND_IN_TRIVY === "nothing" ? undefined : [{ Target: "Java", Class: "lang-pkgs", Type: "jar", Packages: [{ Name: "log4j-core" }], Vulnerabilities }];
writeFileSync(options["--output"], JSON.stringify({ SchemaVersion: 2, Trivy: { Version: "0.73.0" }, CreatedAt: new Date().toISOString(), ArtifactName: options["--input"], ArtifactType: "container_image", Results }));
`;

const source = checkoutOf({ "index.ts": "1", ".trivyignore": "CVE-2021-44228\n", "trivy.yaml": "severity: [LOW]\n" });
const scan = async (image: Buffer, behaviour?: string): Promise<BuildResult> => {
  const program = join(temporaryFolder(), "trivy.mjs");
  writeFileSync(program, standIn);
  const downloads = { [download!.url]: await tarGzOf({ trivy: launcherOf(program), "README.md": "" }) };
  return runScan(pinnedTo(trivy, downloads), { source, artifact: artifactOf("image.tar", image), downloads, ...(behaviour === undefined ? {} : { behaviour: { trivy: behaviour } }) });
};

test("an image without a flaw passes, with the day of the vulnerability data", async () => {
  const image = await imageOf({ "app/index.js": "1" });
  const result = await scan(image);
  expect(result).toMatchObject({ exitCode: 0 });
  expect(judge(trivy, result, { source, digest: digestOf(image) })).toMatchObject({ exitCode: 0, outcome: "pass", reasons: [] });
  expect(JSON.parse(result.evidence[`${key}.record.json`]!.toString())).toMatchObject({ tool: "trivy", toolVersion: "0.73.0", rules: 120, looked: 1, lookedAt: "targets", rulesTime: expect.any(String) });
});

test("a vulnerable package blocks, and no file of the source says otherwise", async () => {
  const image = await imageOf({ "app/log4j.jar": "VULNERABLE" });
  expect(judge(trivy, await scan(image), { source, digest: digestOf(image) })).toMatchObject({ exitCode: 1, outcome: "block", reasons: ["finding-critical"] });
});

test.each([
  ["no-network", "failed to download vulnerability DB"],
  ["no-report", "wrote no report"],
])("%s fails the build", async (behaviour, message) => {
  expect(await scan(await imageOf({ a: "1" }), behaviour)).toMatchObject({ failedPhase: "BUILD", stderr: expect.stringMatching(new RegExp(`${message}|No such file`)), evidence: {} });
});

test.each([
  ["stale", "rules-outdated"],
  ["nothing", "nothing-scanned"],
])("%s: the gate blocks", async (behaviour, reason) => {
  const image = await imageOf({ a: "1" });
  expect(judge(trivy, await scan(image, behaviour), { source, digest: digestOf(image) })).toMatchObject({ exitCode: 1, reasons: [reason] });
});
