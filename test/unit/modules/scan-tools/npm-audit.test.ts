import { npmAudit } from "../../../../modules/scan-tools/tools/npm-audit";
import { checkoutOf } from "../../../support/delivery/source";
import { buildWith, expectSound, handedOver, programOf, recordOf } from "../../../support/scan-tool";

/**
 * Stand-in of npm 10 (docs.npmjs.com, "npm-audit"): knows these options alone, and audits one lock file. A lock that says `vulnerable` ends with 1, one that says `broken` writes nothing.
 */
const npm = programOf(`
if [ "$*" = --version ]; then echo 10.9.2; exit 0; fi
[ "$1" = audit ]; shift
for word in "$@"; do case "$word" in --json|--package-lock-only|--include=dev|--include=optional|--include=peer|--registry=https://registry.npmjs.org/) ;; *) echo "unknown option $word" >&2; exit 64 ;; esac; done
if [ -e .npmrc ]; then echo "the source's .npmrc is here" >&2; exit 65; fi
test -f package.json
if grep --quiet broken package-lock.json; then exit 1; fi
total="$(jq '.packages | length' package-lock.json)"
jq --null-input --argjson total "$total" '{auditReportVersion: 2, vulnerabilities: {}, metadata: {vulnerabilities: {total: 0}, dependencies: {total: $total}}}'
if grep --quiet vulnerable package-lock.json; then exit 1; fi
`);
const lockOf = (...names: readonly string[]) => JSON.stringify({ packages: Object.fromEntries(names.map((name) => [name, {}])) });
const project = (folder: string, ...names: readonly string[]) => ({ [`${folder}package.json`]: "{}", [`${folder}package-lock.json`]: lockOf(...names) });

test("its definition is sound", () => {
  expectSound(npmAudit);
  expect(recordOf(npmAudit)).toMatchObject({ "tool-version": '"$(npm --version)"', rules: "1" });
});

test("every lock file is audited, away from the source's settings, and the worst exit code is kept", async () => {
  const source = checkoutOf({ ...project("", "a", "b"), ...project("services/an api/", "c", "vulnerable"), ".npmrc": "registry=https://elsewhere.example.org/\n" });
  const result = await buildWith(npmAudit, source, { standIns: { npm } });
  expect(result).toMatchObject({ exitCode: 0 });
  const { report, record } = handedOver(result, "npm-audit.json");
  expect(report).toHaveLength(2);
  expect(record).toMatchObject({ toolVersion: "10.9.2", rules: 1, looked: 4, lookedAt: "packages", exitCode: 1 });
});

test.each([
  ["no lock file", { "package.json": "{}" }, "npm audit found no package-lock.json in the source"],
  ["a lock file that it says nothing of", { ...project("", "a"), ...project("b/", "broken") }, "wrote nothing of"],
])("%s fails the build, which says so", async (_, files: Readonly<Record<string, string>>, message) => {
  expect(await buildWith(npmAudit, checkoutOf(files), { standIns: { npm } })).toMatchObject({ failedPhase: "BUILD", stderr: expect.stringContaining(message), evidence: {} });
});
