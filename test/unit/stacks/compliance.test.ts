import { EnvironmentError, type EnvironmentInput } from "../../../environments";
import { compliance } from "../../../stacks/compliance";
import { castle, synthCastle } from "../../support/stacks";
import { resourceOf, resourcesOf, statementOf, type StackJson } from "../../support/synth";

const synth = (change: Partial<EnvironmentInput> = {}, stack = "dev-compliance-eu-west-1"): StackJson =>
  synthCastle([compliance], castle(change))[stack] as StackJson;

const thrownBy = (change: Partial<EnvironmentInput>): EnvironmentError => {
  try {
    synth(change);
  } catch (error) {
    if (error instanceof EnvironmentError) return error;
    throw error;
  }
  throw new Error("nothing was refused");
};

const rulesOf = (stack: StackJson): readonly string[] => resourcesOf(stack, "aws_config_config_rule").map(({ name }) => name as string);
const packsOf = (stack: StackJson): readonly string[] => resourcesOf(stack, "aws_config_conformance_pack").map(({ name }) => name as string);
const packText = (stack: StackJson): string => resourcesOf(stack, "aws_config_conformance_pack").map((pack) => pack["template_body"] as string).join("\n");

describe("compliance", () => {
  const stack = synth();

  test("everything is recorded, under the role of AWS, and delivered under our key to a bucket that it can write to", () => {
    expect(resourceOf(stack, "aws_config_configuration_recorder")).toMatchObject({
      name: "castle-dev",
      role_arn: "arn:aws:iam::100000000001:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig",
      recording_group: { all_supported: true, include_global_resource_types: true },
      recording_mode: { recording_frequency: "CONTINUOUS" },
    });
    expect(resourceOf(stack, "aws_config_delivery_channel")).toMatchObject({
      s3_bucket_name: "castle-dev-config-100000000001",
      s3_kms_key_arn: "arn:aws:kms:eu-west-1:100000000001:alias/castle-dev-compliance",
    });
    // AWS Config does not deliver where Object Lock has a default retention.
    expect(resourcesOf(stack, "aws_s3_bucket_object_lock_configuration")).toEqual([]);
    expect(resourceOf(stack, "aws_config_configuration_recorder_status")["is_enabled"]).toBe(true);
    expect(resourceOf(stack, "aws_config_retention_configuration")["retention_period_in_days"]).toBe(2557);
  });

  test("role before recorder, recorder before channel, channel before status, status before rules and packs", () => {
    const waits = (type: string) => resourceOf(stack, type)["depends_on"] as string[];
    expect(waits("aws_config_configuration_recorder").join()).toMatch(/aws_iam_service_linked_role\..*aws_s3_bucket_policy\./);
    expect(waits("aws_config_delivery_channel").join()).toContain("aws_config_configuration_recorder.");
    expect(waits("aws_config_configuration_recorder_status").join()).toContain("aws_config_delivery_channel.");
    for (const type of ["aws_config_conformance_pack", "aws_config_config_rule"]) {
      for (const rule of resourcesOf(stack, type)) expect((rule["depends_on"] as string[]).join()).toContain("aws_config_configuration_recorder_status.");
    }
  });

  test("bucket and key let AWS Config deliver, on behalf of this account alone, and nobody remove", () => {
    const policy = resourceOf(stack, "aws_s3_bucket_policy")["policy"];
    expect(statementOf(policy, "DenyRemoval")["Effect"]).toBe("Deny");
    expect(statementOf(policy, "ConfigDelivers")).toMatchObject({
      Principal: { Service: "config.amazonaws.com" },
      Resource: "arn:aws:s3:::castle-dev-config-100000000001/AWSLogs/100000000001/Config/*",
      Condition: { StringEquals: { "aws:SourceAccount": "100000000001", "s3:x-amz-acl": "bucket-owner-full-control" } },
    });
    expect(statementOf(resourceOf(stack, "aws_kms_key")["policy"], "ConfigDelivers")["Condition"]).toEqual({ StringEquals: { "aws:SourceAccount": "100000000001" } });
  });

  test("a rule of two packs is evaluated once", () => {
    const all = synth({ compliance: { packs: ["cis-aws-7.0", "hipaa", "encryption"] } });
    expect(packsOf(all)).toEqual(["castle-dev-cis-aws-7-0", "castle-dev-hipaa"]);
    const names = [...packText(all).matchAll(/ConfigRuleName: (.*)/g)].map(([, name]) => name);
    expect(names).toHaveLength(new Set(names).size);
    expect(names).toContain("efs-encrypted-check");
  });

  test("what is repaired stands by itself, is limited, and starts when a person says so", () => {
    expect(packText(stack)).not.toContain("INCOMING_SSH_DISABLED");
    expect(rulesOf(stack)).toContain("castle-dev-incoming-ssh-disabled");
    const repairs = resourcesOf(stack, "aws_config_remediation_configuration");
    expect(repairs).toHaveLength(4);
    for (const repair of repairs) {
      expect(repair).toMatchObject({ automatic: false, maximum_automatic_attempts: 3, retry_attempt_seconds: 600 });
      expect(repair["execution_controls"]).toEqual({ ssm_controls: { concurrent_execution_rate_percentage: 10, error_percentage: 10 } });
    }
    const automatic = synth({ compliance: { remediation: "automatic" } });
    expect(resourcesOf(automatic, "aws_config_remediation_configuration").map((repair) => repair["automatic"])).toEqual([true, true, true, true]);
  });

  test("a rule that is off is nowhere, nor what only it watches", () => {
    const reason = "keys of this account are kept by another team";
    const off = synth({ compliance: { off: { "cmk-backing-key-rotation-enabled": { reason }, "cis-aws-7.0:6.1.2": { reason }, "cis-aws-7.0:2.20": { reason } } } });
    expect(rulesOf(off).join()).not.toMatch(/cmk-backing|cifs|cloudshell/);
    expect(resourcesOf(off, "aws_config_remediation_configuration")).toHaveLength(3);
    expect(rulesOf(off)).toContain("castle-dev-security-group-closed-to-administration");
  });

  test("parameters differ where the environment says so", () => {
    const told = synth({ compliance: { parameters: { "access-keys-rotated": { maxAccessKeyAge: 30 }, "cloudshell-access-restricted": { allowedRoles: "operator" } } } });
    expect(packText(told)).toMatch(/maxAccessKeyAge: "30"/);
    const rule = resourcesOf(told, "aws_config_config_rule").find(({ name }) => name === "castle-dev-cloudshell-access-restricted");
    expect(JSON.parse(rule?.["input_parameters"] as string)).toEqual({ check: "cloudshell-access-restricted", allowedRoles: "operator" });
  });

  test("the rules' function may read IAM and answer, and is invoked for this account alone", () => {
    const role = resourcesOf(stack, "aws_iam_role_policy").map((policy) => policy["policy"] as string).find((text) => text.includes("ReportToConfig"));
    expect(statementOf(role, "ReadIdentities")["Action"]).toEqual(["iam:ListAccessKeys", "iam:ListEntitiesForPolicy", "iam:ListServerCertificates", "iam:ListUsers"]);
    expect(resourceOf(stack, "aws_lambda_permission")).toMatchObject({ principal: "config.amazonaws.com", source_account: "100000000001" });
    expect(resourceOf(stack, "aws_cloudwatch_log_group")["name"]).toBe("/aws/lambda/castle-dev-config-rules");
  });
});

describe("regions", () => {
  const governed = { governedRegions: ["eu-central-1"] };
  const away = synth(governed, "dev-compliance-eu-central-1");

  test("what is there once an account is recorded and evaluated at home alone", () => {
    expect(resourceOf(away, "aws_config_configuration_recorder")["recording_group"]).toEqual({ all_supported: true, include_global_resource_types: false });
    expect(resourceOf(away, "aws_config_delivery_channel")).toMatchObject({ s3_bucket_name: "castle-dev-config-100000000001", s3_kms_key_arn: expect.stringContaining(":eu-west-1:") });
    expect(packText(away)).not.toContain("IAM_PASSWORD_POLICY");
    expect(packText(away)).toContain("VPC_FLOW_LOGS_ENABLED");
    for (const type of ["aws_lambda_function", "aws_config_configuration_aggregator", "aws_iam_service_linked_role", "aws_s3_bucket", "aws_kms_key"]) expect(resourcesOf(away, type)).toEqual([]);
    expect(resourcesOf(away, "aws_iam_role").map(({ name }) => name)).toEqual(["castle-dev-remediation-eu-central-1"]);
  });

  test("the home region gathers all, and the ledger's account is let in from each", () => {
    const home = synth(governed);
    expect(resourceOf(home, "aws_config_configuration_aggregator")["account_aggregation_source"]).toEqual({ account_ids: ["100000000001"], regions: ["eu-central-1", "eu-west-1"] });
    for (const stack of [home, away]) expect(resourceOf(stack, "aws_config_aggregate_authorization")).toMatchObject({ account_id: "100000000003", region: "eu-west-1" });
    const centre = synth(governed, "prod-compliance-eu-west-1");
    expect(resourceOf(centre, "aws_config_configuration_aggregator")["account_aggregation_source"]).toMatchObject({ account_ids: ["100000000001", "100000000003"] });
    expect(resourcesOf(centre, "aws_config_aggregate_authorization")).toEqual([]);
  });
});

describe("ownership", () => {
  test("another team's recorder: rules go in, nothing of the recorder", () => {
    const external = { ownership: { configRecorder: { mode: "external" as const } } };
    const stack = synth(external);
    for (const type of ["aws_config_configuration_recorder", "aws_config_delivery_channel", "aws_config_configuration_recorder_status", "aws_config_retention_configuration", "aws_iam_service_linked_role", "aws_s3_bucket"]) {
      expect(resourcesOf(stack, type)).toEqual([]);
    }
    expect(packsOf(stack)).toEqual(["castle-dev-cis-aws-7-0", "castle-dev-encryption"]);
  });

  test("an adopted recorder is imported under its own name, with its channel, and its role is there", () => {
    const stack = synth({ ownership: { configRecorder: { mode: "adopt", recorderName: "default" } } });
    expect(resourceOf(stack, "aws_config_configuration_recorder")["name"]).toBe("default");
    expect(stack.import?.map(({ id }) => id)).toEqual(["default", "default", "default"]);
    expect(resourcesOf(stack, "aws_iam_service_linked_role")).toEqual([]);
  });

  test("a role of AWS that is there already is not made again", () => {
    expect(resourcesOf(synth({ compliance: { serviceLinkedRole: "exists" } }), "aws_iam_service_linked_role")).toEqual([]);
  });
});

describe("what is refused, with file and key", () => {
  const reason = "nobody needs to look at it";

  test.each<[string, EnvironmentInput["compliance"], string, RegExp]>([
    ["an unknown control", { off: { "cis-aws-7.0:9.9": { reason } } }, "compliance.off.cis-aws-7.0:9.9", /no rule watches a control/],
    ["an unknown rule", { off: { "acess-keys-rotated": { reason } } }, "compliance.off.acess-keys-rotated", /no rule of this name/],
    ["parameters of an unknown rule", { parameters: { "no-such-rule": {} } }, "compliance.parameters.no-such-rule", /no rule of this name/],
    ["a parameter that the rule has not", { parameters: { "access-keys-rotated": { age: 30 } } }, "compliance.parameters.access-keys-rotated.age", /no such parameter/],
    ["a parameter of a wrong type", { parameters: { "access-keys-rotated": { maxAccessKeyAge: "30" } } }, "compliance.parameters.access-keys-rotated.maxAccessKeyAge", /expected number/],
    ["a parameter weaker than the control", { parameters: { "access-keys-rotated": { maxAccessKeyAge: 120 } } }, "compliance.parameters.access-keys-rotated.maxAccessKeyAge", /90/],
    ["a pack over the limit of AWS", { parameters: { "iam-policy-in-use": { policyARN: "x".repeat(60_000) } } }, "compliance.packs", /cis-aws-7.0 is \d+ bytes, more than the 51200/],
  ])("%s", (_what, settings, key, problem) => {
    const error = thrownBy({ compliance: settings });
    expect(error).toMatchObject({ file: "environments/dev.ts", key });
    expect(error.problem).toMatch(problem);
    expect(error.remedy).not.toBe("");
  });

  test("the nearest rule is suggested, and all faults are told at once", () => {
    const error = thrownBy({ compliance: { off: { "acess-keys-rotated": { reason }, "cis-aws-7.0:9.9": { reason } } } });
    expect(error.remedy).toContain("access-keys-rotated");
    expect(error.others).toHaveLength(1);
  });

  test.each<[string, EnvironmentInput["compliance"], RegExp]>([
    ["a rule off without a reason", { off: { "access-keys-rotated": {} as never } }, /compliance\.off/],
    ["a retention that AWS Config has not", { retentionDays: 29 }, /compliance\.retentionDays/],
    ["a retention under the floor of the data", { retentionDays: 60 }, /compliance\.retentionDays/],
    ["a pack that there is not", { packs: ["pci" as never] }, /compliance\.packs/],
    ["a pack twice", { packs: ["hipaa", "hipaa"] }, /compliance\.packs/],
  ])("%s", (_what, settings, key) => {
    expect(() => castle({ compliance: settings })).toThrow(key);
  });
});
