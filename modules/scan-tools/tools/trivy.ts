import { recordCommand } from "../record";
import type { ScanTool, ToolReport } from "../tool";

const version = "0.73.0";
const report: ToolReport = { file: "trivy.json", format: "trivy", tool: "trivy", kind: "container", subject: "digest", minimumVersion: version, minimumRules: 100 };

/** Vulnerable packages, secrets and misconfiguration in every layer of the image that goes out. */
export const trivy: ScanTool = {
  name: "trivy",
  title: "Packages, secrets and configuration of the image",
  stage: "containers",
  deliverables: ["image"],
  isLicensed: false,
  version,
  source: `https://github.com/aquasecurity/trivy/blob/v${version}/docs/guide/references/configuration/cli/trivy_image.md`,
  reports: [report],
  downloads: [
    {
      url: `https://github.com/aquasecurity/trivy/releases/download/v${version}/trivy_${version}_Linux-64bit.tar.gz`,
      sha256: "2edd39da482bb4e9831962487b68f68e3928ec3137794757f54d00383d79547b",
      file: "trivy.tar.gz",
    },
  ],
  // Vulnerabilities, the index of Java packages and the checks, from the first registry that answers.
  reaches: ["mirror.gcr.io", "ghcr.io", "pkg-containers.githubusercontent.com"],
  timeoutMinutes: 60,
  install: () => [`tar --extract --gzip --file "$TOOLS/trivy.tar.gz" --directory "$TOOLS/bin" trivy`],
  scan: () => [
    // In an empty folder: `trivy.yaml`, `.trivyignore` and `trivy-secret.yaml` of the source would decide what is seen.
    `cd "$(mktemp --directory)"`,
    [
      `trivy image --input "$DELIVERABLE" --scanners vuln,misconfig,secret --image-config-scanners misconfig,secret --list-all-pkgs --show-suppressed`,
      `--format json --output "$REPORTS/${report.file}" --cache-dir "$TOOLS/trivy-cache" --timeout 45m --no-progress --disable-telemetry --skip-version-check`,
    ].join(" "),
    // Without `--exit-code` what it finds does not change how it ends, and an error is 1: so 0 is all that comes here.
    `exit_code=$?`,
    `made="$(trivy version --cache-dir "$TOOLS/trivy-cache" --format json | jq --exit-status --raw-output '.VulnerabilityDB.UpdatedAt')"`,
    `checks="$(find "$TOOLS/trivy-cache/policy/content" -name '*.rego' -not -name '*_test.rego' | wc --lines)"`,
    ...recordCommand(report, { rules: `"$checks"`, looked: `"$(jq '.Results // [] | length' "$REPORTS/${report.file}")"`, lookedAt: "targets", rulesTime: `"$made"` }),
  ],
};
