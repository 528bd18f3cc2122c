import { keepingExitCode } from "../../build-project";
import { unpackedContent } from "../content";
import { recordCommand } from "../record";
import type { ScanTool, ToolReport } from "../tool";

const version = "1.4.6";
/** Of millions of signatures: fewer are not those that ClamAV publishes. */
const report: ToolReport = { file: "clamscan.txt", format: "clamav", tool: "clamav", kind: "malware", subject: "digest", minimumVersion: version, minimumRules: 500_000 };

/**
 * No limit hides a file: 0 is none, the deepest archives and folders that it takes are named, and what is over the 2 GiB that it can hold, or
 * encrypted, is reported like a virus (clamscan(1)).
 */
const unlimited = "--max-filesize=0 --max-scansize=0 --max-files=0 --max-scantime=0 --max-recursion=100 --max-dir-recursion=1000 --alert-exceeds-max=yes --alert-encrypted-archive=yes";

/** Signatures of this very hour, in a folder of their own. */
const freshclamConfiguration = [`DatabaseMirror database.clamav.net`, `DatabaseDirectory $TOOLS/signatures`, `DatabaseOwner $(id --user --name)`, `MaxAttempts 5`];

/** Known malware in everything that the deliverable holds. */
export const clamav: ScanTool = {
  name: "clamav",
  title: "Known malware in the deliverable",
  stage: "malware",
  isLicensed: false,
  version,
  source: "https://docs.clamav.net/manual/Usage/Scanning.html",
  reports: [report],
  downloads: [
    {
      url: `https://github.com/Cisco-Talos/clamav/releases/download/clamav-${version}/clamav-${version}.linux.x86_64.deb`,
      sha256: "d3ee9e401974855a1edc1761b1425417d126de618d5f0c91cd51209f69f6fcc2",
      file: "clamav.deb",
    },
  ],
  reaches: ["database.clamav.net"],
  timeoutMinutes: 60,
  install: () => [
    // The vendor's package needs nothing of the image's; it is an archive of ar, whichever system it is unpacked on.
    `mkdir "$TOOLS/clamav" "$TOOLS/signatures"`,
    `( cd "$TOOLS/clamav" && ar x "$TOOLS/clamav.deb" && tar --extract --file data.tar.* )`,
    `export PATH="$TOOLS/clamav/usr/local/bin:$PATH" LD_LIBRARY_PATH="$TOOLS/clamav/usr/local/lib"`,
    // freshclam of this package has no list of authorities of its own; each family of systems keeps its in another place.
    `if test -f /etc/ssl/certs/ca-certificates.crt; then export CURL_CA_BUNDLE=/etc/ssl/certs/ca-certificates.crt; else export CURL_CA_BUNDLE=/etc/pki/tls/certs/ca-bundle.crt; fi`,
    `printf '%s\\n' ${freshclamConfiguration.map((line) => `"${line}"`).join(" ")} > "$TOOLS/freshclam.conf"`,
    `freshclam --config-file="$TOOLS/freshclam.conf" --stdout`,
  ],
  scan: () => [
    ...unpackedContent,
    ...keepingExitCode(`clamscan --database="$TOOLS/signatures" --recursive --infected --stdout ${unlimited} content > "$REPORTS/${report.file}" 2>&1`),
    // The last field of the first 512 bytes is when the daily signatures were made, in seconds (ClamAV, "CVD file format"); a second such file would be no time.
    `header="$(find "$TOOLS/signatures" -name 'daily.c?d' -exec head --bytes 512 '{}' ';' | tr --delete ' ')"`,
    `made="$(date --utc --date="@\${header##*:}" +%Y-%m-%dT%H:%M:%SZ)"`,
    ...recordCommand(report, { rulesTime: `"$made"` }),
  ],
};
