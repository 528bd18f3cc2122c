import { packageForFortify, scanCentralClient } from "../fortify-client";
import { addressSetting, everyStepSucceeded, privateFolder, refuseUnless, unzip } from "../licensed";
import { recordCommand } from "../record";
import type { ScanTool, ToolReport } from "../tool";

const report: ToolReport = { file: "fortify-scancentral.fpr", format: "fortify-fpr", tool: "fortify", kind: "code" };

/**
 * Fortify ScanCentral SAST: the client packs the source and the sensors of the company's own controller analyse it (OpenText Fortify ScanCentral
 * SAST, "Installation, Configuration, and Usage Guide"). The results come back to this build (`-block -f`), never by way of an audit that
 * somebody may have changed.
 *
 * Languages whose source is packed as it is: with Maven or Gradle the client would run the application's build beside the secret.
 */
export const fortifyScanCentral: ScanTool = {
  name: "fortify-scancentral",
  title: "Flaws in the code, by Fortify ScanCentral SAST",
  stage: "static-analysis",
  isLicensed: true,
  version: scanCentralClient.version,
  source: "https://www.microfocus.com/documentation/fortify-software-security-center/2540/sc-sast-ugd-html-25.4.0/",
  languages: ["node", "python"],
  reports: [report],
  downloads: [scanCentralClient.download],
  secrets: { SCANCENTRAL_CLIENT_AUTH_TOKEN: "clientAuthToken" },
  settings: {
    address: addressSetting("the ScanCentral controller", "https://scancentral.example.org:8443"),
    limitMinutes: { description: "Minutes after which a scan that is not done is given up, and the build fails", pattern: /^[1-9]\d{0,2}$/, default: "110" },
  },
  timeoutMinutes: 130,
  install: () => [unzip(`$TOOLS/${scanCentralClient.download.file}`, "$TOOLS/scancentral"), `chmod u+x "$TOOLS/scancentral/bin/scancentral"`],
  scan: ({ settings }) => [
    privateFolder,
    ...packageForFortify("$TOOLS/scancentral"),
    // The vendor's own installer writes the token here (fcli, ToolSCClientInstallCommand): never on a command line, and only once the source is packed.
    `printf 'client_auth_token=%s\\n' "$SCANCENTRAL_CLIENT_AUTH_TOKEN" > "$TOOLS/scancentral/Core/config/client.properties"`,
    "unset SCANCENTRAL_CLIENT_AUTH_TOKEN",
    refuseUnless(
      `timeout ${settings.limitMinutes}m "$TOOLS/scancentral/bin/scancentral" -url "${settings.address}/scancentral-ctrl" start --package "$PRIVATE/package.zip" -block -o -f "$REPORTS/${report.file}"`,
      `ScanCentral did not finish the scan within ${settings.limitMinutes} minutes`,
    ),
    everyStepSucceeded,
    // Engine, rule packs and files stand in the results.
    ...recordCommand(report, {}),
  ],
};
