import { EncryptionKey, type KeyGrant } from "../../../../modules/encryption-key";
import { resourceOf, statementOf, synthStack, type ResourceJson } from "../../../support/synth";

const keyWith = (...grants: readonly KeyGrant[]) =>
  synthStack((stack) => {
    new EncryptionKey(stack, "key", {
      alias: "alias/castle-dev-audit",
      description: "Audit",
      accountId: "111111111111",
      region: "eu-west-1",
      grants,
    });
  });
const policyWith = (...grants: readonly KeyGrant[]): unknown => resourceOf(keyWith(...grants), "aws_kms_key")["policy"];
const statements = (policy: unknown): readonly ResourceJson[] => (JSON.parse(String(policy)) as { Statement: ResourceJson[] }).Statement;

describe("EncryptionKey", () => {
  test("rotates, can be brought back for 30 days, and answers to its alias", () => {
    const stack = keyWith();
    expect(resourceOf(stack, "aws_kms_key")).toMatchObject({ enable_key_rotation: true, deletion_window_in_days: 30 });
    expect(resourceOf(stack, "aws_kms_alias")).toMatchObject({ name: "alias/castle-dev-audit", target_key_id: expect.stringMatching(/^\$\{aws_kms_key\.key_[0-9A-F]{8}\.key_id\}$/) as string });
  });

  test("without a grant the account administers it and nobody uses it", () => {
    const [only, ...others] = statements(policyWith());
    expect(others).toEqual([]);
    expect(only).toMatchObject({ Principal: { AWS: "arn:aws:iam::111111111111:root" } });
    expect(only?.["Action"]).toContain("kms:Put*");
    for (const use of ["kms:*", "kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey*"]) expect(only?.["Action"]).not.toContain(use);
  });

  test("named principals use or read, by their ARN", () => {
    const principalArns = ["arn:aws:iam::111111111111:role/plan"];
    const use = statementOf(policyWith({ kind: "principals", principalArns, access: "use" }), "NamedPrincipalsUse");
    expect(use["Condition"]).toEqual({ ArnEquals: { "aws:PrincipalArn": principalArns } });
    expect(use["Action"]).toContain("kms:GenerateDataKey*");
    const read = statementOf(policyWith({ kind: "principals", principalArns, access: "read" }), "NamedPrincipalsRead");
    expect(read["Action"]).toEqual(["kms:Decrypt", "kms:DescribeKey"]);
  });

  test("the account uses it only through the named service", () => {
    expect(statementOf(policyWith({ kind: "account-through", service: "s3", access: "use" }), "AccountUsesThroughService")["Condition"]).toEqual({
      StringEquals: { "kms:CallerAccount": "111111111111", "kms:ViaService": "s3.eu-west-1.amazonaws.com" },
    });
  });

  test("CloudWatch Logs uses it for the named log groups alone", () => {
    const logs = statementOf(policyWith({ kind: "log-groups", names: ["/castle/trail"] }), "LogGroupsUse");
    expect(logs["Principal"]).toEqual({ Service: "logs.eu-west-1.amazonaws.com" });
    expect(logs["Condition"]).toEqual({
      ArnEquals: { "kms:EncryptionContext:aws:logs:arn": ["arn:aws:logs:eu-west-1:111111111111:log-group:/castle/trail"] },
    });
  });

  test("CloudTrail Lake uses it without a source, and so does whoever makes its stores", () => {
    const madeBy = "arn:aws:iam::111111111111:role/castle-apply";
    const policy = policyWith({ kind: "event-data-store", madeBy });
    expect(statementOf(policy, "EventDataStoresEncrypt")).toMatchObject({ Principal: { Service: "cloudtrail.amazonaws.com" }, Action: ["kms:Decrypt", "kms:GenerateDataKey"] });
    expect(statementOf(policy, "MakerUses")["Principal"]).toEqual({ AWS: madeBy });
  });

  test("volumes: anybody of the account through EC2 of the region, grants for AWS resources alone", () => {
    const policy = policyWith({ kind: "volumes" });
    const throughEc2 = { "kms:CallerAccount": "111111111111", "kms:ViaService": "ec2.eu-west-1.amazonaws.com" };
    expect(statementOf(policy, "AccountUsesThroughEc2")["Condition"]).toEqual({ StringEquals: throughEc2 });
    expect(statementOf(policy, "Ec2KeepsVolumesAttached")).toMatchObject({ Action: "kms:CreateGrant", Condition: { StringEquals: throughEc2, Bool: { "kms:GrantIsForAWSResource": "true" } } });
  });

  test("sessions: whom IAM admits in the account, to encrypt and decrypt and no more", () => {
    expect(statementOf(policyWith({ kind: "sessions" }), "SessionsEncrypt")).toMatchObject({
      Principal: { AWS: "arn:aws:iam::111111111111:root" },
      Action: ["kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKey"],
    });
  });

  test("AWS Budgets publishes on behalf of this account alone", () => {
    expect(statementOf(policyWith({ kind: "budget-publisher" }), "BudgetsEncrypt")["Condition"]).toEqual({
      StringEquals: { "aws:SourceAccount": "111111111111" },
      ArnLike: { "aws:SourceArn": "arn:aws:budgets::111111111111:*" },
    });
  });

  test("CloudTrail uses it for one trail alone", () => {
    const trailArn = "arn:aws:cloudtrail:eu-west-1:111111111111:trail/castle";
    const policy = policyWith({ kind: "trail", trailArn });
    expect(statementOf(policy, "TrailEncrypts")["Condition"]).toEqual({ StringEquals: { "aws:SourceArn": trailArn } });
    expect(statementOf(policy, "TrailDescribes")["Action"]).toBe("kms:DescribeKey");
  });

  test("CloudWatch and EventBridge publish without any condition, which would silence them", () => {
    const publishers = statementOf(policyWith({ kind: "topic-publishers", services: ["cloudwatch", "events"] }), "PublishersEncrypt");
    expect(publishers).toMatchObject({
      Principal: { Service: ["cloudwatch.amazonaws.com", "events.amazonaws.com"] },
      Action: ["kms:Decrypt", "kms:GenerateDataKey*"],
    });
    expect(publishers).not.toHaveProperty("Condition");
  });
});
