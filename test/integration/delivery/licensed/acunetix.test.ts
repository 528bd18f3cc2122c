import { acunetix } from "../../../../modules/scan-tools/tools/acunetix";
import { exportType, serveAcunetix } from "../../../support/stand-ins/acunetix-server";
import { expectNoSecret, itFailsClosed, itIsWellMade, runLicensed, type LicensedResult } from "../../../support/stand-ins/licensed";
import type { Behaviour } from "../../../support/stand-ins/service";

const secret = { apiKey: "key-of-the-scanner" };
const given = { address: "https://acunetix.example.org:3443", exportType };
const application = "https://orders.dev.example.org";

interface Run extends LicensedResult {
  readonly requests: readonly string[];
}

const run = async (behaviour: Behaviour, { known = [], key = secret.apiKey }: { readonly known?: readonly string[]; readonly key?: string } = {}): Promise<Run> => {
  const service = await serveAcunetix(behaviour, key, known);
  try {
    const settings = { ...given, address: service.address, pollSeconds: "1", ...(behaviour === "time-out" ? { limitMinutes: "0" } : {}) };
    return { ...(await runLicensed({ tool: acunetix, settings, secret, place: { address: application } })), requests: service.requests };
  } finally {
    await service.close();
  }
};

describe("Acunetix", () => {
  itIsWellMade(acunetix, given, { address: application });
  itFailsClosed(run, { licence: /error: 403/, timeOut: /is not completed after 0 minutes: Acunetix says processing/, noReport: /Acunetix exported nothing/ });

  it("creates a target where there is none, on whatever page of the list", async () => {
    const { requests, judged } = await run("clean");
    expect(judged.outcome).toBe("pass");
    expect(requests.filter((request) => request === "POST /api/v1/targets")).toHaveLength(1);
  });

  it("takes the target that is there", async () => {
    const { requests } = await run("clean", { known: [application] });
    expect(requests).not.toContain("POST /api/v1/targets");
  });

  it("has a stand-in that knows no path and no key which the API has not", async () => {
    const service = await serveAcunetix("clean", "key");
    const post = async (path: string, body: unknown) => (await fetch(`${service.address}/api/v1/${path}`, { method: "POST", headers: { "x-auth": "key" }, body: JSON.stringify(body) })).status;
    expect([await post("nothing", {}), await post("targets", { address: application, name: "x" })]).toEqual([404, 400]);
    await service.close();
  });

  it("stops the scan that it gives up", async () => {
    const { requests } = await run("time-out");
    expect(requests.at(-1)).toMatch(/^POST \/api\/v1\/scans\/[0-9a-f-]{36}\/abort$/);
  });

  it("fails with the key refused, and shows no secret", async () => {
    const result = await run("clean", { key: "another" });
    expect(result.build).toMatchObject({ failedPhase: "BUILD" });
    expect(result.build.stderr).toMatch(/error: 401/);
    expectNoSecret(result, secret);
  });
});
