import type { Found } from "../../../../scripts/doctor/account/capability";
import { judge } from "../../../../scripts/doctor/account/judge";
import { defaultVpc } from "../../../../scripts/doctor/account/capabilities/default-vpc";
import { guardDuty } from "../../../../scripts/doctor/account/capabilities/guard-duty";

const home = "eu-west-1";
const detector = { key: "guardDuty", scope: "region" } as const;
const own = { mode: "own", fields: {} } as const;
const external = { mode: "external", fields: {} } as const;
const adopt = (detectorId: string) => ({ mode: "adopt", fields: { detectorId } }) as const;

const foreign = (detectorId: string, region = home): Found => ({ region, what: `detector ${detectorId}`, keeper: "account", besideOwn: "fails", adopt: { detectorId }, external: {} });
const organisations = (region = home): Found => ({ region, what: "detector o", keeper: "organisation", besideOwn: "fails", external: {} });
const ours: Found = { region: home, what: "detector p", keeper: "portcullis", besideOwn: "harmless", adopt: { detectorId: "p" } };

const asked = (declared: Parameters<typeof judge>[1], found: readonly Found[], regions: readonly string[] = [home]) => judge(detector, declared, found, regions);

describe("own", () => {
  it("fits an empty account, and one where it is Portcullis' already", () => {
    expect(asked(own, [])).toMatchObject({ fits: true, reason: expect.stringContaining("creates") });
    expect(asked(own, [ours])).toMatchObject({ fits: true, reason: expect.stringContaining("keeps") });
    expect(asked(own, [])).not.toHaveProperty("choose");
  });

  it("does not fit beside somebody else's: import it, or leave the organisation's", () => {
    expect(asked(own, [foreign("a")])).toMatchObject({ fits: false, choose: 'ownership: { guardDuty: { mode: "adopt", detectorId: "a" } }' });
    expect(asked(own, [organisations()])).toMatchObject({ fits: false, choose: 'ownership: { guardDuty: { mode: "external" } }' });
  });

  it("leaves two that one declaration cannot name", () => {
    expect(asked(own, [foreign("a"), foreign("b", "eu-north-1")], [home, "eu-north-1"])).toMatchObject({ fits: false, choose: 'ownership: { guardDuty: { mode: "external" } }' });
  });

  it("says where two would undo each other, what is recorded twice, and what merely stays as it is", () => {
    expect(asked(own, [{ ...foreign("a"), besideOwn: "contends" }])).toMatchObject({ fits: false, reason: expect.stringContaining("undo") });
    expect(asked(own, [{ ...foreign("a"), besideOwn: "doubles" }])).toMatchObject({ fits: false, reason: expect.stringContaining("twice") });
    expect(asked(own, [{ ...foreign("a"), besideOwn: "untouched" }])).toMatchObject({ fits: true, choose: expect.stringContaining("adopt") });
    expect(asked(own, [{ ...foreign("a"), besideOwn: "harmless" }])).not.toHaveProperty("choose");
  });
});

describe("adopt", () => {
  it("fits what is there, before and after it was imported", () => {
    expect(asked(adopt("a"), [foreign("a")]).fits).toBe(true);
    expect(asked(adopt("p"), [ours]).fits).toBe(true);
  });

  it("does not fit what is not there, what is another's, or one of two", () => {
    expect(asked(adopt("a"), [])).toMatchObject({ fits: false, choose: 'ownership: { guardDuty: { mode: "own" } }' });
    expect(asked(adopt("a"), [foreign("b")])).toMatchObject({ fits: false, choose: expect.stringContaining('detectorId: "b"') });
    expect(asked(adopt("a"), [organisations()])).toMatchObject({ fits: false, choose: expect.stringContaining("external") });
    expect(asked(adopt("a"), [foreign("a"), foreign("b", "eu-north-1")], [home, "eu-north-1"])).toMatchObject({ fits: false, reason: expect.stringContaining("detector b (eu-north-1)") });
  });

  it("names each region's where the declaration has room for them", () => {
    const vpc = (vpcId: string, region: string): Found => ({ region, what: vpcId, keeper: "account", besideOwn: "untouched", adopt: { vpcId }, external: {} });
    const found = [vpc("vpc-1", home), vpc("vpc-2", "eu-north-1")];
    const chosen = judge(defaultVpc, own, found, [home, "eu-north-1"]).choose;
    expect(chosen).toBe('ownership: { defaultVpc: { mode: "adopt", vpcId: "vpc-1", furtherVpcIds: { "eu-north-1": "vpc-2" } } }');
    const declared = { mode: "adopt", fields: { vpcId: "vpc-1", furtherVpcIds: { "eu-north-1": "vpc-2" } } } as const;
    expect(judge(defaultVpc, declared, found, [home, "eu-north-1"]).fits).toBe(true);
    expect(judge(defaultVpc, { ...declared, fields: { vpcId: "vpc-9", furtherVpcIds: {} } }, found, [home, "eu-north-1"]).fits).toBe(false);
  });

  it("imports a detector of each region, and makes one where there is none", () => {
    const regions = [home, "eu-north-1"];
    const abroad = judge(guardDuty, own, [foreign("b", "eu-north-1")], regions);
    expect(abroad).toMatchObject({ fits: false, choose: 'ownership: { guardDuty: { mode: "adopt", furtherDetectorIds: { "eu-north-1": "b" } } }' });
    expect(judge(guardDuty, { mode: "adopt", fields: { furtherDetectorIds: { "eu-north-1": "b" } } }, [foreign("b", "eu-north-1")], regions).fits).toBe(true);
    const both = [foreign("a"), foreign("b", "eu-north-1")];
    expect(judge(guardDuty, { mode: "adopt", fields: { detectorId: "a", furtherDetectorIds: { "eu-north-1": "b" } } }, both, regions).fits).toBe(true);
    // The id of one region's detector is not that of another's.
    expect(judge(guardDuty, { mode: "adopt", fields: { detectorId: "b", furtherDetectorIds: {} } }, both, regions).fits).toBe(false);
  });
});

describe("external", () => {
  it("fits what another team runs in every region", () => {
    expect(asked(external, [organisations()]).fits).toBe(true);
    expect(asked(external, [organisations()], [home, "eu-north-1"])).toMatchObject({ fits: false, reason: expect.stringContaining("eu-north-1") });
  });

  it("does not fit where nobody runs it, or where Portcullis does", () => {
    expect(asked(external, [])).toMatchObject({ fits: false, reason: expect.stringContaining("nobody") });
    expect(asked(external, [ours])).toMatchObject({ fits: false, reason: expect.stringContaining("remove"), choose: 'ownership: { guardDuty: { mode: "own" } }' });
  });

  it("believes what cannot be seen from a member", () => {
    expect(judge({ key: "accessAnalyzer", scope: "region", isSeenFromMembers: false }, external, [], [home]).fits).toBe(true);
  });

  it("holds what is declared against what is there; what the account does not tell agrees with anything", () => {
    const trail = { key: "cloudTrail", scope: "account" } as const;
    const found: Found = { region: home, what: "trail", keeper: "organisation", besideOwn: "doubles", external: { trailArn: "arn:aws:cloudtrail:x", logGroupName: undefined } };
    const declared = (trailArn: string) => ({ mode: "external", fields: { trailArn, logGroupName: "group" } }) as const;
    expect(judge(trail, declared("arn:aws:cloudtrail:x"), [found], [home, "eu-north-1"]).fits).toBe(true);
    expect(judge(trail, declared("arn:aws:cloudtrail:y"), [found], [home])).toMatchObject({ fits: false, choose: 'ownership: { cloudTrail: { mode: "external", trailArn: "arn:aws:cloudtrail:x" } }' });
  });
});
