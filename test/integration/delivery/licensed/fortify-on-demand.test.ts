import { fortifyOnDemand } from "../../../../modules/scan-tools/tools/fortify-on-demand";
import { tarGzOf, zipOf } from "../../../support/delivery/harness";
import { expectNoSecret, itFailsClosed, itIsWellMade, itsStandInRefuses, launcher, runLicensed, type LicensedResult } from "../../../support/stand-ins/licensed";
import type { Behaviour } from "../../../support/stand-ins/service";

const secret = { clientId: "id-of-the-client", clientSecret: "secret-of-the-client" };
const given = { release: "{pipeline}:main" };
const [client, fcli] = fortifyOnDemand.downloads;

const run = async (behaviour: Behaviour): Promise<LicensedResult> =>
  runLicensed({
    tool: fortifyOnDemand,
    settings: given,
    secret,
    downloads: { [client!.url]: zipOf({ "bin/scancentral": launcher("scancentral"), "Core/config/client.properties": "" }), [fcli!.url]: await tarGzOf({ fcli: launcher("fcli") }) },
    behaviour: { fcli: behaviour },
  });

describe("Fortify on Demand", () => {
  itIsWellMade(fortifyOnDemand, given);
  itsStandInRefuses("fcli", "fod", "sast-scan", "start");
  itFailsClosed(run, { licence: /did not start the scan/, timeOut: /was not completed within 170 minutes/, noReport: /fortify ended with 0 and wrote no report/ });

  it("fetches the version that it names, and shows no secret", async () => {
    expect(fcli?.url).toContain(`/v${fortifyOnDemand.version}/`);
    expectNoSecret(await run("clean"), secret);
  });
});
