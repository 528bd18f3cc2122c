import { osvScanner } from "../../../../modules/scan-tools/tools/osv-scanner";
import { checkoutOf } from "../../../support/delivery/source";
import { buildWith, expectSound, handedOver } from "../../../support/scan-tool";

/** Stand-in of osv-scanner 2.5.1 (`osv-scanner scan source --help`; "Return codes" of its manual: 127 broke off, 128 found no packages): knows these options alone. */
const program = (ending: string) => `#!/bin/bash
set -euo pipefail
[ "$1 $2" = "scan source" ]; shift 2
while [ $# -gt 0 ]; do case "$1" in
  --config) test -f "$2"; test ! -s "$2"; shift 2 ;;
  --format) [ "$2" = json ]; shift 2 ;;
  --output-file) output="$2"; shift 2 ;;
  --recursive|--no-ignore|--all-packages|--all-vulns) shift ;;
  -*) echo "unknown option $1" >&2; exit 64 ;;
  *) folder="$1"; shift ;;
esac; done
test -f "$folder/go.sum"
${ending}
`;
const packages = `echo '{"results":[{"source":{"path":"go.sum","type":"lockfile"},"packages":[{"package":{"name":"a","version":"1","ecosystem":"Go"}}]}]}' > "$output"`;
const delivered = (ending: string) => ({ downloads: { [osvScanner.downloads[0]!.url]: program(ending) } });
const source = () => checkoutOf({ "go.sum": "a v1 h1:x=\n", "osv-scanner.toml": 'IgnoredVulns = [{ id = "GO-1" }]\n' });

test("its definition is sound", () => expectSound(osvScanner));

test("the record says what the report counts", async () => {
  const result = await buildWith(osvScanner, source(), delivered(packages));
  expect(result).toMatchObject({ exitCode: 0 });
  expect(handedOver(result, "osv-scanner.json").record).toMatchObject({ toolVersion: osvScanner.version, rules: 1, looked: 1, lookedAt: "packages", exitCode: 0 });
});

test.each([
  ["no lock file", `echo '{"results":[]}' > "$output"; exit 128`, "found no lock file"],
  ["a service that does not answer", `${packages}; exit 127`, "osv-scanner ended with 127: it broke off"],
  ["no report", "exit 0", "osv-scanner ended with 0 and wrote no report"],
])("%s fails the build, which says so", async (_, ending, message) => {
  expect(await buildWith(osvScanner, source(), delivered(ending))).toMatchObject({ failedPhase: "BUILD", stderr: expect.stringContaining(message), evidence: {} });
});
