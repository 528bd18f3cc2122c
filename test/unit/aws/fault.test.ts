import { explainAwsError } from "../../../scripts/aws";
import { fingerprintMac } from "../../../scripts/promotion/operation";
import { environments } from "../../../environments";
import { FakeAws } from "../../support/fake-aws";

const session = { accountId: "111111111111", region: "eu-central-1", callerArn: "arn:me", accessKeyId: "AKIA", secretAccessKey: "hush" };
const named = (name: string, more: object = {}) => Object.assign(new Error("no"), { name }, more);

describe("an error of AWS", () => {
  test.each([
    ["a refused connection", named("AggregateError", { code: "ECONNREFUSED" }), "endpoint-unreachable"],
    ["a reset connection", Object.assign(new Error("socket hang up"), { code: "ECONNRESET" }), "endpoint-unreachable"],
    ["a session that is over", named("ExpiredToken"), "credentials-refused"],
    ["a role that may not", named("AccessDeniedException"), "access-denied"],
  ])("%s is told with a remedy, exit 3, and no key", (_name, error, id) => {
    const told = explainAwsError(error, session, "s3://bucket/key");
    expect(told).toMatchObject({ exitCode: 3, fault: { id, where: "s3://bucket/key" } });
    expect(JSON.stringify(told)).not.toMatch(/hush|AKIA/);
  });

  test("of which only the caller knows what it means is left to the caller", () => {
    const error = named("NoSuchBucket");
    expect(explainAwsError(error, session, "s3://bucket")).toBe(error);
  });
});

test("a plan of a governed region is fingerprinted by the key of the home region", async () => {
  const aws = new FakeAws();
  await aws.start();
  await fingerprintMac(environments[0]!, aws.session("111111111111", "eu-west-3"))(Buffer.from("message"));
  await aws.stop();
  expect(aws.requests[0]!.headers.authorization).toContain(`/${environments[0]!.homeRegion}/kms/`);
});
