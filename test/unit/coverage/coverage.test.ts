import { coverageDocument, coverageOf } from "../../../scripts/coverage";
import type { StackNote } from "../../../scripts/synthesis";

const note = (environment: string, stack: string, ...addresses: readonly string[]): StackNote => ({
  environment,
  stage: environment,
  classification: "internal",
  stack,
  region: "eu-west-1",
  accountId: "100000000001",
  dependsOn: [],
  inherited: [],
  resources: Object.fromEntries(addresses.map((address) => [address, { path: address, source: [], controls: [], watches: [] }])),
});
const notes = {
  "dev-keep": note("dev", "keep", "aws_s3_bucket.a", "aws_s3_bucket.b", "data.aws_vpc.c"),
  "prod-keep": note("prod", "keep", "aws_s3_bucket.a", "aws_kms_key.d"),
};
const sources = {
  "modules/vault/vault.ts": 'import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";\nnew S3Bucket(this, "a", {});',
  "modules/bell/bell.ts": [
    'import { SnsTopic, type SnsTopicConfig } from "@cdktf/provider-aws/lib/sns-topic";',
    'import { FlowLog as AwsFlowLog } from "@cdktf/provider-aws/lib/flow-log";',
    'import { DataAwsVpc } from "@cdktf/provider-aws/lib/data-aws-vpc";',
    'import { type KmsKey } from "@cdktf/provider-aws/lib/kms-alias";',
    'new SnsTopic(this, "t", {}); new AwsFlowLog(this, "l", {}); new DataAwsVpc(this, "v", {});',
  ].join("\n"),
};

describe("coverage", () => {
  it("says of each type in which stacks and environments it is applied", () => {
    expect(coverageOf(notes, sources, {}).applied).toEqual([
      { type: "aws_kms_key", stacks: { keep: ["prod"] } },
      { type: "aws_s3_bucket", stacks: { keep: ["dev", "prod"] } },
    ]);
  });

  it("finds what a module declares and no stack does; data sources and mere types are none", () => {
    expect(coverageOf(notes, sources, { aws_sns_topic: "no bell yet" }).validatedOnly).toEqual([
      { type: "aws_flow_log", modules: ["modules/bell"], reason: undefined },
      { type: "aws_sns_topic", modules: ["modules/bell"], reason: "no bell yet" },
    ]);
  });

  it("finds reasons that hold no longer", () => {
    expect(coverageOf(notes, sources, { aws_s3_bucket: "applied after all", aws_gone: "nobody declares it" }).stale).toEqual(["aws_s3_bucket", "aws_gone"]);
  });

  it("is a page of two tables", () => {
    const page = coverageDocument(coverageOf(notes, sources, { aws_sns_topic: "no bell yet" }));
    expect(page).toContain("| `aws_s3_bucket` | keep (dev, prod) |");
    expect(page).toContain("| `aws_sns_topic` | modules/bell | no bell yet |");
  });
});
