import { createHash } from "node:crypto";
import { veracodePipeline } from "../../../../modules/scan-tools/tools/veracode-pipeline";
import { checkoutOf, zipOf } from "../../../support/delivery/harness";
import { expectNoSecret, itFailsClosed, itIsWellMade, itsStandInRefuses, runLicensed, standIn, type LicensedRun } from "../../../support/stand-ins/licensed";

const archive = zipOf({ "pipeline-scan.jar": "a made one", "README.md": "" });
const sha256 = createHash("sha256").update(archive).digest("hex");
const settings = { version: "22.7.0-0", sha256 };
const secret = { apiKeyId: "0123456789abcdef0123456789abcdef", apiKeySecret: "fedcba9876543210fedcba9876543210" };
const run = (behaviour: string, more: Partial<LicensedRun> = {}) =>
  runLicensed({ tool: veracodePipeline, settings, secret, licensed: { [`licensed/veracode-pipeline/${sha256}/pipeline-scan.zip`]: archive }, standIns: { java: standIn("java") }, behaviour: { "pipeline-scan": behaviour }, ...more });

describe("Veracode Pipeline Scan", () => {
  itIsWellMade(veracodePipeline, settings);
  itsStandInRefuses("java", "-jar", "/tools/pipeline-scan.jar", "--file", "source.zip");
  itFailsClosed(run, { licence: /expired[^]*veracode ended with 255 and wrote no report/, timeOut: /did not complete/, noReport: /veracode ended with 0 and wrote no report/ });

  it("keeps the number of flaws as its exit code, and shows no secret", async () => {
    const result = await run("findings");
    const [record] = Object.entries(result.build.evidence).filter(([key]) => key.endsWith(".record.json"));
    expect(JSON.parse(String(record?.[1]))).toMatchObject({ exitCode: 8, toolVersion: "22.7.0-0" });
    expectNoSecret(result, secret);
  });

  it("packs what a .gitattributes of the change would keep out, and runs where no file of the change configures it", async () => {
    const checkout = checkoutOf({ ".gitattributes": "*.js export-ignore\n", "index.js": "eval(input);\n", "pipeline.scan.log4j2.properties": "status = off\n" });
    const { build } = await run("clean", { checkout });
    expect(build.failedPhase).toBeUndefined();
    expect(build.stdout).toContain("submitted: .gitattributes index.js pipeline.scan.log4j2.properties\n");
  });

  it("stops where the bytes are not the pinned ones", async () => {
    const { build } = await run("clean", { licensed: { [`licensed/veracode-pipeline/${sha256}/pipeline-scan.zip`]: zipOf({ "pipeline-scan.jar": "another" }) } });
    expect(build.failedPhase).toBe("INSTALL");
    expect(build.stdout).toContain("FAILED");
  });

  it("blocks where the results are of another version than the pinned one", async () => {
    const { judged } = await run("clean", { settings: { ...settings, version: "23.1.0-0" } });
    expect(judged.reasons).toEqual(["record-contradicts"]);
  });
});
