import { createHash } from "node:crypto";
import { aqua } from "../../../../modules/scan-tools/tools/aqua";
import { artifactOf, tarOf } from "../../../support/delivery/harness";
import { expectNoSecret, itFailsClosed, itIsWellMade, itsStandInRefuses, launcher, runLicensed, type LicensedResult } from "../../../support/stand-ins/licensed";
import type { Behaviour } from "../../../support/stand-ins/service";

const secret = { scannerToken: "token-of-the-scanner" };
const scanner = Buffer.from(launcher("scannercli"));
const hashOf = (bytes: Buffer): string => createHash("sha256").update(bytes).digest("hex");
const sha256 = hashOf(scanner);
const given = { version: "2404.30.6", sha256, address: "https://example.cloud.aquasec.com" };

const run = async (behaviour: Behaviour): Promise<LicensedResult> => {
  const image = await tarOf({ "manifest.json": "[]" });
  return runLicensed({ tool: aqua, settings: given, secret, licensed: { [`licensed/aqua/${sha256}/scannercli`]: scanner }, artifact: artifactOf("image.tar", image), digest: `sha256:${hashOf(image)}`, behaviour: { scannercli: behaviour } });
};

describe("Aqua", () => {
  itIsWellMade(aqua, given);
  itsStandInRefuses("scannercli", "scan", "image");
  itFailsClosed(run, { licence: /license has expired[^]*broke off with 1/, timeOut: /did not complete[^]*broke off with 1/, noReport: /scannercli ended with 0 and wrote no report/ });

  it("keeps the code of a disallowed image, names the archive by its digest, and shows no secret", async () => {
    const result = await run("findings");
    const of = (end: string) => JSON.parse(String(Object.entries(result.build.evidence).find(([key]) => key.endsWith(end))?.[1]));
    expect(of("aqua.json.record.json")).toMatchObject({ exitCode: 4, digest: expect.stringMatching(/^sha256:/) });
    expect(of("aqua.json")).toMatchObject({ image_digest: expect.stringMatching(/^[0-9a-f]{64}$/) });
    expectNoSecret(result, secret);
  });

  it("verifies the server's certificate", () => {
    expect(aqua.scan({ pipeline: "p", languages: [], settings: given }).join("\n")).not.toContain("--no-verify");
  });
});
