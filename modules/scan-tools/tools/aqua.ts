import { keepingExitCode } from "../../build-project";
import { addressSetting, checksumSetting, fromToolsBucket, refuseUnless, vendorKey, versionSetting } from "../licensed";
import { recordCommand } from "../record";
import type { ScanTool, ToolReport } from "../tool";

const report: ToolReport = { file: "aqua.json", format: "aqua", tool: "aqua", kind: "container", subject: "digest" };

/**
 * The scanner names the image by the digest of its configuration, the gate by that of the archive, which is what was scanned; the record holds the
 * latter. What is cut off goes to the gate as it is, which refuses it.
 */
const withoutImageDigest = [`if ! jq '.image_digest = .digest | del(.digest)' "$TOOLS/aqua.json" > "$REPORTS/${report.file}"; then cp "$TOOLS/aqua.json" "$REPORTS/${report.file}"; fi`];

/**
 * Aqua's scanner on the image that the build made (options and exit codes as jenkinsci/aqua-security-scanner-plugin at 43daa4c has them,
 * ScannerExecuter and AquaDockerScannerBuilder: 0 allowed, 4 disallowed by an assurance policy; anything else broke off).
 *
 * The scanner takes its token from its command line and from nowhere else: the vendor's own chart (aquasecurity/aqua-helm, scanner-deployment.yaml)
 * hands it over so. Nothing but the scanner runs in this build, so nobody is there to read it; give it a token of its own, with the role of a scanner.
 */
export const aqua: ScanTool = {
  name: "aqua",
  title: "The image, by Aqua",
  stage: "containers",
  isLicensed: true,
  version: "2404.30.6",
  source: "https://docs.aquasec.com/saas/image-and-function-scanning/scanning-manually-with-cli/scanner-cli-scan-command/scanner-cli-command-syntax/",
  deliverables: ["image"],
  reports: [report],
  downloads: [],
  secrets: { AQUA_TOKEN: "scannerToken" },
  secretArguments: ["AQUA_TOKEN"],
  settings: {
    version: versionSetting("scannercli", "2404.30.6"),
    sha256: checksumSetting("scannercli for Linux"),
    address: addressSetting("the Aqua server", "https://example.cloud.aquasec.com"),
  },
  timeoutMinutes: 45,
  bucketKeys: ({ settings }) => [vendorKey("aqua", "scannercli", settings.sha256)],
  install: ({ settings }) => [...fromToolsBucket("aqua", "scannercli", settings.sha256), `chmod u+x "$TOOLS/scannercli"`],
  scan: ({ pipeline, settings }) => [
    ...keepingExitCode(
      `"$TOOLS/scannercli" scan "${pipeline}:$COMMIT" --host "${settings.address}" --docker-archive "$DELIVERABLE" --collect-sensitive --scan-malware --layer-vulnerabilities --show-negligible --jsonfile "$TOOLS/aqua.json" --token "$AQUA_TOKEN"`,
    ),
    refuseUnless(`[ "$exit_code" = 0 -o "$exit_code" = 4 ]`, "scannercli broke off with $exit_code"),
    refuseUnless(`test -s "$TOOLS/aqua.json"`, "scannercli ended with $exit_code and wrote no report"),
    ...withoutImageDigest,
    ...recordCommand(report, { toolVersion: settings.version ?? "", rules: "1", looked: "1", lookedAt: "images" }),
  ],
};
