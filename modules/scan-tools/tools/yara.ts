import { keepingExitCode } from "../../build-project";
import { unpackedContent } from "../content";
import { recordCommand } from "../record";
import type { ScanTool, ToolReport } from "../tool";

const version = "4.5.8";
const report: ToolReport = { file: "yara.txt", format: "yara", tool: "yara", kind: "malware", subject: "digest", minimumVersion: version, minimumRules: 11 };

/** What is malware by what it does, whoever wrote it and whether a signature knows it: the rules of `policies/yara`, which come with Portcullis. */
export const yara: ScanTool = {
  name: "yara",
  title: "Web shells, miners and the like in the deliverable",
  stage: "malware",
  isLicensed: false,
  version,
  source: "https://yara.readthedocs.io/en/v4.5.0/commandline.html",
  reports: [report],
  // No system of CodeBuild's images has a package of it, and its vendor publishes none for Linux: built here, from what its release was made of.
  downloads: [{ url: `https://github.com/VirusTotal/yara/archive/refs/tags/v${version}.tar.gz`, sha256: "c322414975ff6f701149856613afdcd92a7e6939c284c798ae3c85618197efaa", file: "yara.tar.gz" }],
  install: () => [
    `mkdir "$TOOLS/yara-source"`,
    `tar --extract --gzip --file "$TOOLS/yara.tar.gz" --directory "$TOOLS/yara-source" --strip-components 1`,
    `( cd "$TOOLS/yara-source" && ./bootstrap.sh && ./configure --quiet --prefix="$TOOLS/yara" --disable-shared --without-crypto && make --quiet --jobs=4 install )`,
    `export PATH="$TOOLS/yara/bin:$PATH"`,
  ],
  scan: () => [
    ...unpackedContent,
    // What it says of itself comes after what it found: the two are not to run into one line.
    ...keepingExitCode(`yara --print-stats --print-meta --recursive --no-follow-symlinks --fail-on-warnings "$TOOLS/portcullis-package/policies/yara"/*.yar content > "$REPORTS/${report.file}" 2> yara.log`),
    `cat yara.log >> "$REPORTS/${report.file}"`,
    `files="$(find content -type f | wc --lines)"`,
    ...recordCommand(report, { toolVersion: version, looked: `"$files"`, lookedAt: "files" }),
  ],
};
