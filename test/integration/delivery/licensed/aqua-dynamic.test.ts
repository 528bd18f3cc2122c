import { aquaDynamic } from "../../../../modules/scan-tools/tools/aqua-dynamic";
import { git, pipeline } from "../../../support/delivery/harness";
import { serveAqua } from "../../../support/stand-ins/aqua-server";
import { expectNoSecret, itFailsClosed, itIsWellMade, runLicensed, source, type LicensedResult } from "../../../support/stand-ins/licensed";
import type { Behaviour } from "../../../support/stand-ins/service";

const secret = { user: "scanner-of-castle", password: "password-of-the-scanner" };
const given = { version: "2022.4", address: "https://aqua.example.org", registry: "Castle dev", policy: "dynamic", image: "team/{pipeline}" };

const run = async (behaviour: Behaviour, isPolicyDynamic = true): Promise<LicensedResult> => {
  const checkout = source();
  const service = await serveAqua(behaviour, { registry: given.registry, image: `team/${pipeline}:${git(checkout, "rev-parse", "HEAD")}`, policy: given.policy, isPolicyDynamic });
  try {
    return await runLicensed({ tool: aquaDynamic, settings: { ...given, address: service.address, pollSeconds: "1", ...(behaviour === "time-out" ? { limitMinutes: "0" } : {}) }, secret, checkout });
  } finally {
    await service.close();
  }
};

describe("Aqua's dynamic threat analysis", () => {
  itIsWellMade(aquaDynamic, given);
  itFailsClosed(run, { licence: /error: 402/, timeOut: /was not scanned within 0 minutes: its status is In Progress/, noReport: /aqua ended with 0 and wrote no report/ });

  it("looks only where it is asked for by name", () => {
    expect(aquaDynamic.isOptional).toBe(true);
  });

  it("refuses a policy that asks for no dynamic analysis: the scan would look alike", async () => {
    const { build } = await run("clean", false);
    expect(build.failedPhase).toBe("BUILD");
    expect(build.stderr).toContain("the assurance policy dynamic does not ask for dynamic threat analysis");
  });

  it("shows no secret", async () => {
    expectNoSecret(await run("clean"), secret);
  });
});
