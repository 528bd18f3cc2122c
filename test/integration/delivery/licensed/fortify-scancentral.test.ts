import { fortifyScanCentral } from "../../../../modules/scan-tools/tools/fortify-scancentral";
import { zipOf } from "../../../support/delivery/harness";
import { expectNoSecret, itFailsClosed, itIsWellMade, itsStandInRefuses, launcher, runLicensed, type LicensedResult } from "../../../support/stand-ins/licensed";
import type { Behaviour } from "../../../support/stand-ins/service";

const secret = { clientAuthToken: "token-of-the-client" };
const given = { address: "https://scancentral.example.org:8443" };
const archive = zipOf({ "bin/scancentral": launcher("scancentral"), "Core/config/client.properties": "" });

const run = (behaviour: Behaviour): Promise<LicensedResult> =>
  // 0.03 minutes are two seconds: no person could give them, the pattern wants whole minutes.
  runLicensed({ tool: fortifyScanCentral, settings: { ...given, ...(behaviour === "time-out" ? { limitMinutes: "0.03" } : {}) }, secret, downloads: { [fortifyScanCentral.downloads[0]!.url]: archive }, behaviour: { scancentral: behaviour } });

describe("Fortify ScanCentral SAST", () => {
  itIsWellMade(fortifyScanCentral, given);
  itsStandInRefuses("scancentral", "-url", "https://scancentral.example.org", "start");
  itFailsClosed(run, { licence: /license has expired/, timeOut: /did not finish the scan within/, noReport: /fortify ended with 0 and wrote no report/ });

  it("fetches the version that it names, and shows no secret", async () => {
    expect(fortifyScanCentral.downloads[0]?.url).toContain(`_${fortifyScanCentral.version}_`);
    expectNoSecret(await run("clean"), secret);
  });
});
