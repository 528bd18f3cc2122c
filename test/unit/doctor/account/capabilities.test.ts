import { ownershipSchema } from "../../../../environments/settings/ownership";
import { capabilities } from "../../../../scripts/doctor/account/capabilities";
import { accountId, accountWith, refusal, type Answers } from "./support";

const capability = (key: string) => capabilities.find((each) => each.key === key)!;
const read = (key: string, world: Parameters<typeof accountWith>[0]) => capability(key).read(accountWith(world));

it("every capability of the environments is looked for, and no other", () => {
  expect(capabilities.map(({ key }) => key).sort()).toEqual(Object.keys(ownershipSchema.shape).sort());
});

describe("the trail", () => {
  const arn = (account: string) => `arn:aws:cloudtrail:eu-west-1:${account}:trail/t`;
  const trail = (account: string, more: object = {}) => ({ Name: "t", TrailARN: arn(account), HomeRegion: "eu-west-1", IsMultiRegionTrail: true, IsOrganizationTrail: false, ...more });
  const answers = (...trailList: readonly object[]): Answers => ({ "cloudtrail DescribeTrails": { trailList } });
  const logGroup = { CloudWatchLogsLogGroupArn: `arn:aws:logs:eu-west-1:${accountId}:log-group:events:*` };

  it("of an organisation is left to it, and is seen once for all regions", async () => {
    const found = await read("cloudTrail", { answers: answers(trail("900000000009", { IsOrganizationTrail: true })), governedRegions: ["eu-north-1"] });
    expect(found).toEqual([expect.objectContaining({ keeper: "organisation", besideOwn: "doubles", external: { trailArn: arn("900000000009"), logGroupName: undefined } })]);
  });

  it("of the account is importable with its log group only", async () => {
    expect(await read("cloudTrail", { answers: answers(trail(accountId, logGroup)) })).toMatchObject([{ keeper: "account", adopt: { trailArn: arn(accountId), logGroupName: "events" } }]);
    expect((await read("cloudTrail", { answers: answers(trail(accountId, { CloudWatchLogsLogGroupArn: null })) }))[0]).toHaveProperty("adopt", undefined);
  });

  it("of one region is something else, and Portcullis' own is known by its state", async () => {
    expect(await read("cloudTrail", { answers: answers(trail(accountId, { IsMultiRegionTrail: false })) })).toMatchObject([{ besideOwn: "harmless" }]);
    expect(await read("cloudTrail", { answers: answers(trail(accountId)), held: [`aws_cloudtrail ${arn(accountId)}`] })).toMatchObject([{ keeper: "portcullis" }]);
  });

  it("leads to the archive: Control Tower's names its account, another's has to be asked for", async () => {
    const bucket = "aws-controltower-logs-900000000008-eu-west-1";
    const world = { answers: answers(trail("900000000009", { S3BucketName: bucket })), buckets: { [bucket]: "elsewhere" } } as const;
    expect(await read("logArchive", world)).toMatchObject([{ keeper: "organisation", besideOwn: "harmless", external: { bucketName: bucket, accountId: "900000000008" } }]);
  });

  it("a bucket that has the name of ours is in the way", async () => {
    const name = `castle-dev-log-archive-${accountId}`;
    expect(await read("logArchive", { answers: answers(), buckets: { [name]: "here" } })).toMatchObject([{ keeper: "account", besideOwn: "fails" }]);
    expect(await read("logArchive", { answers: answers(), buckets: { [name]: "here" }, held: [`aws_s3_bucket ${name}`] })).toMatchObject([{ keeper: "portcullis" }]);
  });
});

describe("the recorder", () => {
  const answers = (...ConfigurationRecorders: readonly object[]): Answers => ({ "config DescribeConfigurationRecorders": { ConfigurationRecorders } });

  it("of Control Tower is never imported", async () => {
    const [found] = await read("configRecorder", { answers: answers({ name: "aws-controltower-BaselineConfigRecorder" }) });
    expect(found).toMatchObject({ keeper: "organisation", besideOwn: "fails" });
    expect(found).not.toHaveProperty("adopt");
  });

  it("of an AWS service stands beside, a person's is in the way", async () => {
    expect(await read("configRecorder", { answers: answers({ name: "AWSConfigurationRecorderForX", servicePrincipal: "x.amazonaws.com" }, { name: "default" }) })).toMatchObject([{ what: "recorder default", adopt: { recorderName: "default" } }]);
  });
});

describe("what is administered for an organisation", () => {
  const administrator = { administrator: { accountId: "900000000008" } };
  const self = { administrator: { accountId } };
  const detector = (answer: object) => ({ "guardduty /detector": { detectorIds: ["d"] }, "guardduty /detector/d/administrator": answer });

  it("GuardDuty", async () => {
    expect(await read("guardDuty", { answers: detector(administrator) })).toMatchObject([{ keeper: "organisation", what: "detector d, administered by account 900000000008" }]);
    expect(await read("guardDuty", { answers: detector(self) })).toMatchObject([{ keeper: "account", adopt: { detectorId: "d" } }]);
    expect(await read("guardDuty", { answers: detector({}), held: ["aws_guardduty_detector d"] })).toMatchObject([{ keeper: "portcullis" }]);
  });

  it("Security Hub", async () => {
    const hub = { HubArn: "arn:aws:securityhub:eu-west-1:100000000001:hub/default" };
    expect(await read("securityHub", { answers: { "securityhub /accounts": hub, "securityhub /administrator": { Administrator: { AccountId: "900000000008" } } } })).toMatchObject([{ keeper: "organisation" }]);
    expect(await read("securityHub", { answers: { "securityhub /accounts": refusal("InvalidAccessException") } })).toEqual([]);
  });

  it("Macie: off is an answer, a role that may not ask is none", async () => {
    expect(await read("macie", { answers: { "macie2 /macie": { status: "ENABLED" }, "macie2 /administrator": administrator } })).toMatchObject([{ keeper: "organisation" }]);
    expect(await read("macie", { answers: { "macie2 /macie": refusal("AccessDeniedException", "Macie is not enabled.") } })).toEqual([]);
    await expect(read("macie", { answers: { "macie2 /macie": refusal("AccessDeniedException", "User is not authorized to perform: macie2:GetMacieSession") } })).rejects.toThrow(/not authorized/);
  });

  it("Inspector", async () => {
    const status = (value: string) => ({ "inspector2 /status/batch/get": { accounts: [{ accountId, state: { status: value } }] } });
    expect(await read("inspector", { answers: { ...status("ENABLED"), "inspector2 /delegatedadminaccounts/list": { delegatedAdminAccounts: [{ accountId: "900000000008" }] } } })).toMatchObject([{ keeper: "organisation" }]);
    expect(await read("inspector", { answers: { ...status("ENABLED"), "inspector2 /delegatedadminaccounts/list": refusal("AccessDeniedException") } })).toMatchObject([{ keeper: "account" }]);
    expect(await read("inspector", { answers: status("DISABLED") })).toEqual([]);
  });
});

describe("what people leave behind", () => {
  it("a default VPC in each region, until its security group is Portcullis'", async () => {
    const answers = (region: string) => ({ "ec2 DescribeVpcs": `<vpcSet><item><vpcId>vpc-${region}</vpcId></item></vpcSet>` });
    expect(await read("defaultVpc", { answers, governedRegions: ["eu-north-1"] })).toMatchObject([{ adopt: { vpcId: "vpc-eu-west-1" }, besideOwn: "untouched" }, { adopt: { vpcId: "vpc-eu-north-1" } }]);
  });

  it("an analyzer, preferences of Session Manager, a provider of GitHub's", async () => {
    expect(await read("accessAnalyzer", { answers: { "access-analyzer /analyzer?type=ACCOUNT": { analyzers: [{ name: "a", type: "ACCOUNT" }, { name: "u", type: "ACCOUNT_UNUSED_ACCESS" }] } } })).toMatchObject([{ adopt: { analyzerName: "a" }, besideOwn: "fails" }]);
    expect(await read("sessionPreferences", { answers: { "ssm DescribeDocument": {} } })).toMatchObject([{ keeper: "account" }]);
    expect(await read("sessionPreferences", { answers: { "ssm DescribeDocument": refusal("InvalidDocument") } })).toEqual([]);
    const arn = (issuer: string) => `<Arn>arn:aws:iam::${accountId}:oidc-provider/${issuer}</Arn>`;
    expect(await read("oidcProvider", { answers: { "iam ListOpenIDConnectProviders": arn("token.actions.githubusercontent.com") + arn("oidc.eks.eu-west-1.amazonaws.com/id/A") } })).toMatchObject([{ keeper: "account", besideOwn: "fails" }]);
  });
});
