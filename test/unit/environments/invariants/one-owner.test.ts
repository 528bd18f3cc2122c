import { faultsOf, faultsWith, goodFiles } from "../inputs";

const ownership = (change: object) => faultsWith("dev", { ownership: change });
const trail = (account: string, name = "old") => `arn:aws:cloudtrail:eu-west-1:${account}:trail/${name}`;
const provider = (account: string) => `arn:aws:iam::${account}:oidc-provider/token.actions.githubusercontent.com`;

describe("one owner", () => {
  it("what another account holds is not imported", () => {
    expect(ownership({ cloudTrail: { mode: "adopt", trailArn: trail("900000000009"), logGroupName: "old" } })).toEqual([
      expect.stringMatching(/^environments\/dev\.ts: ownership\.cloudTrail\.trailArn: .*account 900000000009, not of 100000000001 -> .*external/),
    ]);
    expect(ownership({ cloudTrail: { mode: "adopt", trailArn: trail("100000000001"), logGroupName: "old" } })).toEqual([]);
    expect(ownership({ cloudTrail: { mode: "external", trailArn: trail("900000000009") } })).toEqual([]);
  });

  it("a role trusts only its own account's provider, whoever made it", () => {
    for (const mode of ["adopt", "external"]) {
      expect(ownership({ oidcProvider: { mode, providerArn: provider("900000000009") } })).toEqual([expect.stringContaining("ownership.oidcProvider.providerArn")]);
      expect(ownership({ oidcProvider: { mode, providerArn: provider("100000000001") } })).toEqual([]);
    }
  });

  it("two environments do not import one thing", () => {
    const adopt = { ownership: { guardDuty: { mode: "adopt", detectorId: "d" } } };
    const files = goodFiles();
    expect(faultsOf({ files: { dev: { ...files.dev, ...adopt }, staging: { ...files.staging, ...adopt } } })).toEqual([
      expect.stringMatching(/^environments\/staging\.ts: ownership\.guardDuty: d is held by dev already \(environments\/dev\.ts, ownership\.guardDuty\)/),
    ]);
  });

  it("nor does one import what another makes", () => {
    const faults = ownership({ logArchive: { mode: "adopt", bucketName: "castle-prod-log-archive-100000000003" } });
    expect(faults).toEqual([expect.stringMatching(/^environments\/prod\.ts: name: castle-prod-log-archive-100000000003 is held by dev already \(environments\/dev\.ts, ownership\.logArchive\.bucketName\)/)]);
  });

  it("what Portcullis makes is not left to another team", () => {
    expect(ownership({ cloudTrail: { mode: "external", trailArn: trail("100000000001", "castle-dev-trail") } })).toEqual([expect.stringContaining("ownership.cloudTrail.trailArn")]);
    expect(ownership({ logArchive: { mode: "external", bucketName: "castle-dev-log-archive-100000000001", accountId: "100000000001" } })).toEqual([expect.stringContaining("ownership.logArchive.bucketName")]);
  });

  it("default VPCs are those of governed regions", () => {
    const adopt = (furtherVpcIds: object) => ({ defaultVpc: { mode: "adopt", vpcId: "vpc-1", furtherVpcIds } });
    expect(ownership(adopt({ "eu-north-1": "vpc-2" }))).toEqual([expect.stringContaining("ownership.defaultVpc.furtherVpcIds.eu-north-1: is not a governed region")]);
    expect(ownership(adopt({ "eu-west-1": "vpc-2" }))).toEqual([expect.stringContaining("is the home region")]);
    expect(faultsWith("dev", { governedRegions: ["eu-north-1"], ownership: adopt({ "eu-north-1": "vpc-2" }) })).toEqual([]);
  });

  it("detectors are those of governed regions, each held once", () => {
    const adopt = (furtherDetectorIds: object) => ({ guardDuty: { mode: "adopt", detectorId: "d-1", furtherDetectorIds } });
    expect(ownership(adopt({ "eu-north-1": "d-2" }))).toEqual([expect.stringContaining("ownership.guardDuty.furtherDetectorIds.eu-north-1: is not a governed region")]);
    expect(ownership(adopt({ "eu-west-1": "d-2" }))).toEqual([expect.stringMatching(/furtherDetectorIds\.eu-west-1: is the home region, whose own is detectorId/)]);
    expect(ownership({ guardDuty: { mode: "adopt" } })).toEqual([expect.stringMatching(/ownership\.guardDuty: mode adopt names nothing to import -> name detectorId or furtherDetectorIds/)]);
    const governed = (detectorId: string) => faultsWith("dev", { governedRegions: ["eu-north-1"], ownership: adopt({ "eu-north-1": detectorId }) });
    expect(governed("d-2")).toEqual([]);
    expect(governed("d-1")).toEqual([expect.stringContaining("ownership.guardDuty: d-1 is held by dev already")]);
  });
});
