import { packageForFortify, scanCentralClient } from "../fortify-client";
import { everyStepSucceeded, privateFolder, refuseUnless, serviceAddress, unzip } from "../licensed";
import { recordCommand } from "../record";
import type { ScanTool, ToolReport } from "../tool";

const report: ToolReport = { file: "fortify-on-demand.fpr", format: "fortify-fpr", tool: "fortify", kind: "code" };

/**
 * Fortify on Demand by fcli: starts a static scan of the packed source, waits for it, and fetches the results of that very scan as FPR (fcli
 * manual pages, "fcli fod sast-scan"). The release must have its scan set up. fcli reads its credentials from the environment, and keeps its
 * session encrypted in a folder of this build.
 */
export const fortifyOnDemand: ScanTool = {
  name: "fortify-on-demand",
  title: "Flaws in the code, by Fortify on Demand",
  stage: "static-analysis",
  isLicensed: true,
  version: "3.24.0",
  source: "https://fortify.github.io/fcli/v3.24.0/manpage/fcli-fod-sast-scan.html",
  languages: ["node", "python"],
  reports: [report],
  downloads: [
    scanCentralClient.download,
    // From the vendor's tool definitions, as the client's checksum: internal/cache/fcli, v1/fcli.yaml.
    { url: "https://github.com/fortify/fcli/releases/download/v3.24.0/fcli-linux.tgz", sha256: "97888f44366a316ece3eb3f8a79ecf0b1973062ba124743472d388ff518ceed4", file: "fcli.tgz" },
  ],
  reaches: ["api.ams.fortify.com", "api.emea.fortify.com", "api.apac.fortify.com"],
  secrets: { FCLI_DEFAULT_FOD_CLIENT_ID: "clientId", FCLI_DEFAULT_FOD_CLIENT_SECRET: "clientSecret" },
  settings: {
    address: { description: "Address of the API: https://api.emea.fortify.com", pattern: serviceAddress, default: "https://api.ams.fortify.com" },
    release: { description: "Release that is scanned, `{pipeline}` standing for the pipeline's name: `{pipeline}:main`", pattern: /^[A-Za-z0-9{][A-Za-z0-9 ._{}-]{0,80}(?::[A-Za-z0-9{][A-Za-z0-9 ._{}-]{0,80}){1,2}$/, default: "{pipeline}:main" },
    limitMinutes: { description: "Minutes after which a scan that is not done is given up, and the build fails", pattern: /^[1-9]\d{0,2}$/, default: "170" },
  },
  timeoutMinutes: 200,
  install: () => [
    unzip(`$TOOLS/${scanCentralClient.download.file}`, "$TOOLS/scancentral"),
    `chmod u+x "$TOOLS/scancentral/bin/scancentral"`,
    `tar --extract --gzip --file "$TOOLS/fcli.tgz" --directory "$TOOLS/bin" fcli`,
  ],
  scan: ({ pipeline, settings }) => [
    privateFolder,
    ...packageForFortify("$TOOLS/scancentral"),
    `export FCLI_DATA_DIR="$PRIVATE/fcli" FCLI_DEFAULT_FOD_URL="${settings.address}"`,
    refuseUnless("fcli fod session login", "Fortify on Demand refused the credentials, or cannot be reached"),
    refuseUnless(
      `fcli fod sast-scan start --release "${settings.release?.replaceAll("{pipeline}", pipeline)}" --file "$PRIVATE/package.zip" --notes "$COMMIT" --store scan`,
      "Fortify on Demand did not start the scan: look whether the release has one set up and an entitlement",
    ),
    refuseUnless(`fcli fod sast-scan wait-for ::scan:: --interval 30s --timeout ${settings.limitMinutes}m --on-timeout fail --on-failure-state fail`, `the scan was not completed within ${settings.limitMinutes} minutes`),
    refuseUnless(`fcli fod sast-scan download ::scan:: --file "$REPORTS/${report.file}"`, "the results of the scan could not be fetched"),
    "fcli fod session logout",
    everyStepSucceeded,
    // Engine, rule packs and files stand in the results.
    ...recordCommand(report, {}),
  ],
};
