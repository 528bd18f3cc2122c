import { createHash } from "node:crypto";
import { veracodeSca } from "../../../../modules/scan-tools/tools/veracode-sca";
import { checkoutOf, pipeline, tarGzOf } from "../../../support/delivery/harness";
import { expectNoSecret, itFailsClosed, itIsWellMade, itsStandInRefuses, launcher, runLicensed, type LicensedResult } from "../../../support/stand-ins/licensed";
import type { Behaviour } from "../../../support/stand-ins/service";
import { serveVeracode, workspace } from "../../../support/stand-ins/veracode-server";

const id = "0123456789abcdef0123456789abcdef";
const secret = { agentToken: "token-of-the-agent", apiKeyId: `vera01ei-${id}`, apiKeySecret: "vera01es-fedcba9876543210fedcba9876543210" };
const given = { version: "3.8.41", sha256: "0".repeat(64), workspace };

const run = async (behaviour: Behaviour, { isStale = false, checkout }: { readonly isStale?: boolean; readonly checkout?: string } = {}): Promise<LicensedResult> => {
  const archive = await tarGzOf({ "srcclr-3.8.41/bin/srcclr": launcher("srcclr") });
  const sha256 = createHash("sha256").update(archive).digest("hex");
  const service = await serveVeracode(behaviour, { id, projectName: `https://pipelines.invalid/${pipeline}`, isStale });
  try {
    return await runLicensed({
      tool: veracodeSca,
      settings: { ...given, sha256, address: service.address, limitMinutes: "0", pollSeconds: "1" },
      secret,
      licensed: { [`licensed/veracode-sca/${sha256}/srcclr-linux.tgz`]: archive },
      behaviour: { srcclr: behaviour },
      ...(checkout === undefined ? {} : { checkout }),
    });
  } finally {
    await service.close();
  }
};

describe("Veracode SCA", () => {
  itIsWellMade(veracodeSca, given);
  itsStandInRefuses("srcclr", "scan", ".");
  itFailsClosed(run, { licence: /srcclr ended with 1 and wrote no whole result/, timeOut: /timed out[^]*srcclr ended with 1/, noReport: /srcclr ended with 0 and wrote no whole result/ });

  it("does not take the list of an older scan for this one: it lacks what the agent found here", async () => {
    const { build } = await run("findings", { isStale: true });
    expect(build.failedPhase).toBe("BUILD");
    expect(build.stderr).toContain("the platform still lacks what the agent found: 2022-36364");
  });

  it("keeps the severity by which a rule broke the agent's build as its exit code, and shows no secret", async () => {
    const result = await run("findings");
    const [record] = Object.entries(result.build.evidence).filter(([key]) => key.endsWith(".record.json"));
    expect(JSON.parse(String(record?.[1]))).toMatchObject({ exitCode: 8, looked: 1, lookedAt: "libraries" });
    expectNoSecret(result, secret);
  });

  it("refuses a source that tells the agent what to leave out", async () => {
    const { build } = await run("clean", { checkout: checkoutOf({ "package.json": "{}", "service/srcclr.yml": "skip_collectors: npm\n" }) });
    expect(build.failedPhase).toBe("BUILD");
    expect(build.stderr).toContain("srcclr.yml");
  });
});
