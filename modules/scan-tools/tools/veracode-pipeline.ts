import { keepingExitCode } from "../../build-project";
import { checksumSetting, fromToolsBucket, privateFolder, unzip, vendorKey, versionSetting } from "../licensed";
import { recordCommand } from "../record";
import type { ScanTool, ToolReport } from "../tool";

const report: ToolReport = { file: "veracode-pipeline.json", format: "veracode-pipeline", tool: "veracode", kind: "code" };
const archive = "pipeline-scan.zip";

/**
 * Every file of the commit, as one zip. Not by `git archive`, which leaves out what a `.gitattributes` of the change asks it to (gitattributes(5),
 * "export-ignore"). A link is packed as the text that it is.
 */
const packSource = [
  `python3 - "$TOOLS/source.zip" <<'END'`,
  "import os, subprocess, sys, zipfile",
  `names = subprocess.run(["git", "ls-files", "-z"], check=True, stdout=subprocess.PIPE).stdout.split(b"\\0")`,
  `with zipfile.ZipFile(sys.argv[1], "w", zipfile.ZIP_DEFLATED, strict_timestamps=False) as packed:`,
  "    for name in (os.fsdecode(each) for each in names if each):",
  "        if os.path.islink(name):",
  "            packed.writestr(name, os.readlink(name))",
  "        elif os.path.isfile(name):",
  "            packed.write(name)",
  "END",
].join("\n");

/**
 * Veracode Pipeline Scan of the source (Veracode Docs, "Pipeline Scan parameters"). The vendor offers one address, which always serves the newest
 * version and has no checksum; so the platform team lays the version that it chose into the bucket of tools and pins it.
 *
 * Languages that Veracode takes as source only: Java has to be compiled first ("Packaging requirements"), and compiling runs the application's
 * code beside the secret. Its results name no commit, so the record binds them.
 */
export const veracodePipeline: ScanTool = {
  name: "veracode-pipeline",
  title: "Flaws in the code, by Veracode Pipeline Scan",
  stage: "static-analysis",
  isLicensed: true,
  version: "22.7.0",
  source: "https://docs.veracode.com/r/r_pipeline_scan_commands",
  languages: ["node", "python"],
  reports: [report],
  downloads: [],
  // Veracode Docs, "Region domains for Veracode APIs": the ID of the credentials says which of them is asked.
  reaches: ["api.veracode.com", "api.veracode.eu", "api.veracode.us"],
  secrets: { VERACODE_API_KEY_ID: "apiKeyId", VERACODE_API_KEY_SECRET: "apiKeySecret" },
  settings: {
    version: versionSetting(archive, "22.7.0-0"),
    sha256: checksumSetting(`${archive}, as https://downloads.veracode.com/securityscan/pipeline-scan-LATEST.zip served it`),
  },
  // A scan may take an hour ("Run a Pipeline Scan from the command line").
  timeoutMinutes: 80,
  bucketKeys: ({ settings }) => [vendorKey("veracode-pipeline", archive, settings.sha256)],
  install: ({ settings }) => [
    ...fromToolsBucket("veracode-pipeline", archive, settings.sha256),
    `mkdir "$TOOLS/veracode"`,
    unzip(`$TOOLS/${archive}`, "$TOOLS/veracode"),
    `test -s "$TOOLS/veracode/pipeline-scan.jar"`,
  ],
  scan: ({ pipeline, settings }) => [
    privateFolder,
    // Veracode Docs, "Veracode API credentials file": read from the home folder, where it is not on a command line.
    `mkdir "$PRIVATE/.veracode"`,
    `printf '[default]\\nveracode_api_key_id = %s\\nveracode_api_key_secret = %s\\n' "$VERACODE_API_KEY_ID" "$VERACODE_API_KEY_SECRET" > "$PRIVATE/.veracode/credentials"`,
    packSource,
    // Not from the source: a file of the change could configure the scanner there ("Configure Pipeline Scan settings": it overrides options).
    `cd "$PRIVATE"`,
    "unset VERACODE_API_KEY_ID VERACODE_API_KEY_SECRET",
    ...keepingExitCode(
      `HOME="$PRIVATE" java "-Duser.home=$PRIVATE" -jar "$TOOLS/veracode/pipeline-scan.jar" --file "$TOOLS/source.zip" --project_name "${pipeline}" --project_ref "$COMMIT" --timeout 60 --json_output true --json_output_file "$REPORTS/${report.file}"`,
    ),
    `cd "$CODEBUILD_SRC_DIR"`,
    ...recordCommand(report, { toolVersion: settings.version ?? "", rules: "1", looked: "1", lookedAt: "archives" }),
  ],
};
