import { floors } from "../../../environments/invariants/classification-floors";
import { floorOf } from "../../../policies/floors";
import { openToTheWorld } from "../../../policies/network-acl-evaluation";
import { protectionTypes, statefulTypes } from "../../../policies/resource-classes";

describe("floors", () => {
  it.each(Object.keys(floors) as (keyof typeof floors)[])("for %s are those of the environments", (classification) => {
    const { logRetentionDays, objectLockDays } = floors[classification];
    expect(floorOf(classification)).toEqual({ logRetentionDays, objectLockDays });
  });

  it("of a class that nobody knows are the strictest", () => {
    expect(floorOf("secret")).toEqual(floorOf("phi"));
  });
});

describe("resource classes", () => {
  it.each(["aws_s3_bucket", "aws_kms_key", "aws_cloudwatch_log_group", "aws_db_instance", "aws_rds_cluster", "aws_dynamodb_table", "aws_vpc"])("%s holds what cannot be made again", (type) => {
    expect(statefulTypes[type]).toBeTruthy();
  });

  it.each(["aws_cloudtrail", "aws_flow_log", "aws_wafv2_web_acl", "aws_wafv2_web_acl_logging_configuration", "aws_s3_bucket_public_access_block", "aws_s3_bucket_policy", "aws_config_configuration_recorder", "aws_guardduty_detector"])(
    "%s protects",
    (type) => {
      expect(protectionTypes[type]).toBeTruthy();
    },
  );

  it("are two: no type is in both", () => {
    expect(Object.keys(statefulTypes).filter((type) => type in protectionTypes)).toEqual([]);
  });
});

describe("a list of ingress rules", () => {
  const allow = { number: 100, action: "allow", protocol: "tcp", block: "0.0.0.0/0", fromPort: 0, toPort: 65535 } as const;

  it.each([
    ["0.0.0.0/0", true],
    ["0.0.0.0/1", true],
    ["12.0.0.0/7", true],
    ["10.0.0.0/8", false],
    ["203.0.113.0/24", false],
    ["::/0", true],
    ["2000::/3", true],
    ["fc00::/7", false],
    ["fd00::/8", false],
    ["2001:db8::/32", false],
    ["::ffff/0", true],
    ["no block", true],
    ["10.0.0.0", true],
    ["10.0.0.300/24", true],
    ["1:2:3/64", true],
  ])("that allows %s opens a port: %s", (block, open) => {
    expect(openToTheWorld([{ ...allow, block }], [22]).length > 0).toBe(open);
  });

  it("is closed by an earlier denial of the same block, whatever the order in the list", () => {
    const deny = { ...allow, number: 50, action: "deny", fromPort: 22, toPort: 22 } as const;
    expect(openToTheWorld([allow, deny], [22])).toEqual([]);
    expect(openToTheWorld([allow, deny], [23])).toEqual([{ port: 23, protocol: "tcp", family: "ipv4", number: 100 }]);
    expect(openToTheWorld([allow, { ...deny, number: 150 }], [22])).toHaveLength(1);
    expect(openToTheWorld([allow, { ...deny, block: "::/0" }], [22])).toHaveLength(1);
  });
});
