import { pipAudit } from "../../../../modules/scan-tools/tools/pip-audit";
import { checkoutOf } from "../../../support/delivery/source";
import { buildWith, expectSound, handedOver, programOf } from "../../../support/scan-tool";

/** Stand-in of pip-audit 2.10 (its README.md, "Usage"): knows these options alone, and refuses a file with a package that has no hash. */
const program = programOf(`
for word in "$@"; do case "$word" in
  --require-hashes|--disable-pip|--progress-spinner=off|--format=json) ;;
  --requirement=*) file="\${word#*=}" ;;
  --output=*) output="\${word#*=}" ;;
  *) echo "unknown option $word" >&2; exit 64 ;;
esac; done
if grep --quiet --invert-match hash "$file"; then echo "requirement has no hash" >&2; exit 1; fi
jq --raw-input --slurp '{dependencies: [split("\\n")[] | select(. != "") | {name: split("==")[0], version: "1.0", vulns: []}], fixes: []}' "$file" > "$output"
`);
const pythonPackages = { "pip-audit": { "pip-audit": program } };
const pin = (name: string) => `${name}==1.0 --hash=sha256:${"0".repeat(64)}\n`;

test("its definition is sound", () => expectSound(pipAudit));

test("every file of pins is audited", async () => {
  const source = checkoutOf({ "requirements.txt": pin("a") + pin("b"), "tools/requirements-dev.txt": pin("a") });
  const result = await buildWith(pipAudit, source, { pythonPackages });
  expect(result).toMatchObject({ exitCode: 0 });
  const { report, record } = handedOver(result, "pip-audit.json");
  expect(report).toHaveLength(2);
  expect(record).toMatchObject({ toolVersion: pipAudit.version, rules: 1, looked: 3, lookedAt: "packages", exitCode: 0 });
});

test.each([
  ["no file of pins", { "pyproject.toml": "" }, "pip-audit found no requirements.txt in the source"],
  ["a package without a hash", { "requirements.txt": "a\n" }, "requirement has no hash"],
])("%s fails the build, which says so", async (_, files: Readonly<Record<string, string>>, message) => {
  expect(await buildWith(pipAudit, checkoutOf(files), { pythonPackages })).toMatchObject({ failedPhase: "BUILD", stderr: expect.stringContaining(message), evidence: {} });
});
