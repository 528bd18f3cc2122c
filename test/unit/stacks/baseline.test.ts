import type { EnvironmentInput } from "../../../environments";
import { BaseStack, createApp } from "../../../stacks";
import { baseline } from "../../../stacks/baseline";
import { inheritedControlsOf } from "../../../modules/core";
import { castle, synthCastle } from "../../support/stacks";
import { inTemporaryFolder, resourceOf, resourcesOf, statementOf, type ResourceJson, type StackJson } from "../../support/synth";

const account = "100000000001";
const arn = (resource: string) => `arn:aws:iam::${account}:${resource}`;
const synth = (change: Partial<EnvironmentInput> = {}) => synthCastle([baseline], castle(change)) as Record<"dev-baseline-eu-west-1" | "dev-baseline-us-east-1", StackJson>;
const home = (change: Partial<EnvironmentInput> = {}): StackJson => synth(change)["dev-baseline-eu-west-1"];
const roleOf = (stack: StackJson, name: string): ResourceJson => {
  const found = resourcesOf(stack, "aws_iam_role").find((role) => role["name"] === `castle-dev-${name}`);
  if (!found) throw new Error(`no role ${name}`);
  return found;
};
const sidsOf = (document: unknown): readonly string[] => (JSON.parse(String(document)) as { Statement: { Sid: string }[] }).Statement.map(({ Sid }) => Sid);
const exceptions: NonNullable<EnvironmentInput["baseline"]>["exceptions"] = [
  { name: "robot", reason: "a scanner that cannot federate", expires: "2027-01-31", roles: ["read-only", "break-glass"] },
  { name: "auditor", reason: "the auditors of this year", expires: "2027-03-31", roles: ["read-only"] },
];

describe("account", () => {
  test("has its passwords, its public access block and its budget once, in the home region", () => {
    const both = synth({ governedRegions: ["us-east-1"] });
    for (const type of ["aws_iam_account_password_policy", "aws_s3_account_public_access_block", "aws_budgets_budget"]) {
      expect(resourcesOf(both["dev-baseline-eu-west-1"], type)).toHaveLength(1);
      expect(resourcesOf(both["dev-baseline-us-east-1"], type)).toEqual([]);
    }
  });

  test("tells the alert topic of the home region when a month becomes dear", () => {
    const budget = resourceOf(home({ baseline: { monthlyBudgetUsd: 42 } }), "aws_budgets_budget");
    expect(budget).toMatchObject({ limit_amount: "42", limit_unit: "USD", time_unit: "MONTHLY" });
    for (const notification of budget["notification"] as ResourceJson[]) expect(notification["subscriber_sns_topic_arns"]).toEqual([`arn:aws:sns:eu-west-1:${account}:castle-dev-alerts`]);
  });

  test("has contacts only where the environment names them", () => {
    expect(resourcesOf(home(), "aws_account_alternate_contact")).toEqual([]);
    const named = home({ baseline: { securityContact: { name: "Security", title: "On call", email: "security@example.org", phone: "+1 555 0100" } } });
    expect(resourceOf(named, "aws_account_alternate_contact")).toMatchObject({ alternate_contact_type: "SECURITY", email_address: "security@example.org" });
  });
});

describe("standard roles", () => {
  test("are four, under the boundary, none of them an administrator", () => {
    const stack = home();
    for (const name of ["support", "security-audit", "read-only", "break-glass"]) expect(roleOf(stack, name)["permissions_boundary"]).toBe(arn("policy/castle-dev-boundary"));
    const attached = resourcesOf(stack, "aws_iam_role_policy_attachment").map((attachment) => String(attachment["policy_arn"]).replace("arn:aws:iam::aws:policy/", ""));
    expect(attached.sort()).toEqual(["AWSSupportAccess", "PowerUserAccess", "ReadOnlyAccess", "SecurityAudit", "job-function/ViewOnlyAccess"]);
  });

  test("that read cannot read what services hold", () => {
    const denials = resourcesOf(home(), "aws_iam_role_policy").map((policy) => statementOf(policy["policy"], "DenyReadingData"));
    expect(denials).toHaveLength(2);
    for (const denial of denials) expect(denial["Action"]).toEqual(expect.arrayContaining(["s3:GetObject*", "secretsmanager:GetSecretValue", "ssm:GetParameter*"]));
  });

  test("trust the sessions of Identity Center unless the environment says otherwise", () => {
    const trust = roleOf(home(), "read-only")["assume_role_policy"];
    expect(sidsOf(trust)).toEqual(["IdentityCenterAssumes"]);
    expect(statementOf(trust, "IdentityCenterAssumes")["Condition"]).toEqual({ ArnLike: { "aws:PrincipalArn": arn("role/aws-reserved/sso.amazonaws.com/*") } });
  });

  test("trust the SAML provider that bootstrap made, for the console's audience alone", () => {
    const stack = home({ baseline: { federation: { kind: "saml", metadataFile: "environments/federation/metadata.xml" } } });
    expect(statementOf(roleOf(stack, "support")["assume_role_policy"], "FederatedPeopleAssume")).toMatchObject({
      Principal: { Federated: arn("saml-provider/castle-dev-people") },
      Condition: { StringEquals: { "SAML:aud": "https://signin.aws.amazon.com/saml" } },
    });
    expect(resourcesOf(stack, "aws_iam_saml_provider")).toEqual([]);
  });

  test("without federation are for users with MFA", () => {
    expect(sidsOf(roleOf(home({ baseline: { federation: { kind: "none" } } }), "support")["assume_role_policy"])).toEqual(["UsersWithMfaAssume"]);
  });

  test("admit the principals that the environment names beside federated people", () => {
    const helpdesk = "arn:aws:iam::999999999999:role/helpdesk";
    const stack = home({ baseline: { roles: { support: [helpdesk] } } });
    expect(statementOf(roleOf(stack, "support")["assume_role_policy"], "NamedPrincipalsAssume")["Condition"]).toEqual({ ArnEquals: { "aws:PrincipalArn": [helpdesk] } });
    expect(sidsOf(roleOf(stack, "read-only")["assume_role_policy"])).not.toContain("NamedPrincipalsAssume");
  });
});

describe("break-glass", () => {
  test("wants a code of the last hour, and lasts an hour", () => {
    const role = roleOf(home(), "break-glass");
    expect(role["max_session_duration"]).toBe(3600);
    expect(statementOf(role["assume_role_policy"], "UsersWithMfaAssume")["Condition"]).toEqual({
      Bool: { "aws:MultiFactorAuthPresent": "true" },
      NumericLessThan: { "aws:MultiFactorAuthAge": "3600" },
    });
  });

  test("never trusts federation, which may be what is broken", () => {
    for (const federation of [{ kind: "identity-center" }, { kind: "saml", metadataFile: "environments/a.xml" }, { kind: "none" }] as const) {
      expect(sidsOf(roleOf(home({ baseline: { federation } }), "break-glass")["assume_role_policy"])).toEqual(["UsersWithMfaAssume"]);
    }
  });

  test("asks the principals that are named for MFA too", () => {
    const guard = "arn:aws:iam::999999999999:user/guard";
    const trust = roleOf(home({ baseline: { roles: { breakGlass: [guard] } } }), "break-glass")["assume_role_policy"];
    expect(sidsOf(trust)).toEqual(["UsersWithMfaAssume"]);
    // A user of another account is named there, not here: the trust must admit its account.
    expect(statementOf(trust, "UsersWithMfaAssume")).toMatchObject({
      Principal: { AWS: ["arn:aws:iam::999999999999:root"] },
      Condition: { ArnEquals: { "aws:PrincipalArn": [guard] }, Bool: { "aws:MultiFactorAuthPresent": "true" } },
    });
  });

  test("rings the alarm wherever it is assumed: further regions tell the home region", () => {
    const both = synth({ governedRegions: ["us-east-1"] });
    const pattern = (stack: StackJson) => JSON.parse(String(resourceOf(stack, "aws_cloudwatch_event_rule")["event_pattern"])) as ResourceJson;
    for (const stack of [both["dev-baseline-eu-west-1"], both["dev-baseline-us-east-1"]]) {
      expect(pattern(stack)["detail"].requestParameters.roleArn).toEqual([arn("role/castle-dev-break-glass")]);
      // STS calls count as read-only: an ordinary rule is not told of them.
      expect(resourceOf(stack, "aws_cloudwatch_event_rule")["state"]).toBe("ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS");
    }
    expect(resourceOf(both["dev-baseline-eu-west-1"], "aws_cloudwatch_event_target")["arn"]).toBe(`arn:aws:sns:eu-west-1:${account}:castle-dev-alerts`);
    expect(resourceOf(both["dev-baseline-us-east-1"], "aws_cloudwatch_event_target")["arn"]).toBe(`arn:aws:events:eu-west-1:${account}:event-bus/default`);
  });
});

describe("exceptions", () => {
  test("are none by default: no user, no group", () => {
    expect(resourcesOf(home(), "aws_iam_user")).toEqual([]);
    expect(resourcesOf(home(), "aws_iam_group")).toEqual([]);
  });

  const stack = home({ baseline: { exceptions } });

  test("are users under the boundary that may assume their roles, by groups, and nothing else", () => {
    expect(resourcesOf(stack, "aws_iam_user").map((user) => [user["name"], user["path"], user["permissions_boundary"]])).toEqual([
      ["castle-dev-auditor", "/exceptions/", arn("policy/castle-dev-boundary")],
      ["castle-dev-robot", "/exceptions/", arn("policy/castle-dev-boundary")],
    ]);
    for (const policy of resourcesOf(stack, "aws_iam_group_policy")) {
      expect(statementOf(policy["policy"], "AssumeRole")["Resource"]).toMatch(/role\/castle-dev-(read-only|break-glass)$/);
      expect(statementOf(policy["policy"], "DenyWithoutMfa")["Effect"]).toBe("Deny");
    }
    for (const type of ["aws_iam_user_policy", "aws_iam_user_policy_attachment", "aws_iam_access_key", "aws_iam_user_login_profile"]) expect(resourcesOf(stack, type)).toEqual([]);
  });

  test("end: each group denies everything to each of its members after the member's day", () => {
    const readOnly = resourcesOf(stack, "aws_iam_group_policy").find((policy) => String(policy["policy"]).includes("role/castle-dev-read-only")) as ResourceJson;
    expect(["DenyAfterEnd0", "DenyAfterEnd1"].map((sid) => statementOf(readOnly["policy"], sid)["Condition"])).toEqual([
      { StringEquals: { "aws:username": "castle-dev-robot" }, DateGreaterThanEquals: { "aws:CurrentTime": "2027-01-31T00:00:00Z" } },
      { StringEquals: { "aws:username": "castle-dev-auditor" }, DateGreaterThanEquals: { "aws:CurrentTime": "2027-03-31T00:00:00Z" } },
    ]);
  });

  test("are trusted by their roles alone, with MFA, beside federated people", () => {
    const trust = roleOf(stack, "read-only")["assume_role_policy"];
    expect(sidsOf(trust)).toEqual(["IdentityCenterAssumes", "UsersWithMfaAssume"]);
    expect(statementOf(trust, "UsersWithMfaAssume")["Condition"].ArnEquals).toEqual({ "aws:PrincipalArn": [arn("user/exceptions/castle-dev-robot"), arn("user/exceptions/castle-dev-auditor")] });
    expect(sidsOf(roleOf(stack, "support")["assume_role_policy"])).toEqual(["IdentityCenterAssumes"]);
  });
});

describe("every region", () => {
  test.each(["dev-baseline-eu-west-1", "dev-baseline-us-east-1"] as const)("%s encrypts volumes, closes sharing and asks for IMDSv2", (id) => {
    const stack = synth({ governedRegions: ["us-east-1"] })[id];
    expect(resourceOf(stack, "aws_ebs_encryption_by_default")["enabled"]).toBe(true);
    expect(resourceOf(stack, "aws_ebs_default_kms_key")["key_arn"]).toMatch(/^\$\{aws_kms_key\.compute_key_/);
    expect(resourceOf(stack, "aws_ec2_instance_metadata_defaults")).toMatchObject({ http_tokens: "required", http_put_response_hop_limit: 1 });
    expect(resourceOf(stack, "aws_ebs_snapshot_block_public_access")["state"]).toBe("block-all-sharing");
    expect(resourceOf(stack, "aws_ec2_image_block_public_access")["state"]).toBe("block-new-sharing");
    expect(resourceOf(stack, "aws_ec2_serial_console_access")["enabled"]).toBe(false);
    expect(resourceOf(stack, "aws_ssm_service_setting")["setting_value"]).toBe("Disable");
    expect(resourceOf(stack, "aws_accessanalyzer_analyzer")["type"]).toBe("ACCOUNT");
  });

  test("internet gateways are left open unless the environment closes them", () => {
    expect(resourcesOf(home(), "aws_vpc_block_public_access_options")).toEqual([]);
    expect(resourceOf(home({ baseline: { vpcInternetAccess: "block-ingress" } }), "aws_vpc_block_public_access_options")["internet_gateway_block_mode"]).toBe("block-ingress");
  });

  test("unused access is searched for once, where the environment pays for it", () => {
    const world = synthCastle([baseline], castle({}, { governedRegions: ["us-east-1"], baseline: { unusedAccessAnalyzer: true } }));
    const types = (id: string) => resourcesOf(world[id] as StackJson, "aws_accessanalyzer_analyzer").map((analyzer) => analyzer["type"] as string);
    expect(types("prod-baseline-eu-west-1")).toEqual(["ACCOUNT", "ACCOUNT_UNUSED_ACCESS"]);
    expect(types("prod-baseline-us-east-1")).toEqual(["ACCOUNT"]);
  });
});

describe("default VPC", () => {
  test("is never declared, which would make one; where there is none nothing is looked up", () => {
    expect(resourcesOf(home(), "aws_default_security_group")).toEqual([]);
    expect(home().data).toBeUndefined();
    const closed = home({ ownership: { defaultVpc: { mode: "adopt", vpcId: "vpc-1" } } });
    expect(resourcesOf(closed, "aws_default_vpc")).toEqual([]);
  });

  test("that is there is closed in its own region, and its traffic recorded", () => {
    const both = synth({ governedRegions: ["us-east-1"], ownership: { defaultVpc: { mode: "adopt", vpcId: "vpc-1", furtherVpcIds: { "us-east-1": "vpc-2" } } } });
    for (const [id, vpcId] of [["dev-baseline-eu-west-1", "vpc-1"], ["dev-baseline-us-east-1", "vpc-2"]] as const) {
      expect(Object.values(both[id].data?.["aws_vpc"] ?? {})).toEqual([expect.objectContaining({ id: vpcId, default: true })]);
      expect(resourceOf(both[id], "aws_default_security_group")).toMatchObject({ ingress: [], egress: [] });
      expect(resourceOf(both[id], "aws_default_route_table")["route"]).toEqual([]);
      expect(resourceOf(both[id], "aws_default_network_acl")).not.toHaveProperty("ingress");
      expect(resourceOf(both[id], "aws_flow_log")["traffic_type"]).toBe("ALL");
    }
  });
});

describe("ownership", () => {
  const inherited = (change: Partial<EnvironmentInput>) =>
    inTemporaryFolder((outdir) => {
      const { stacks } = createApp({ ...castle(change), definitions: [baseline], outdir });
      return inheritedControlsOf(stacks[0] as BaseStack);
    });

  test("an adopted analyzer and adopted preferences are imported", () => {
    const stack = home({ ownership: { accessAnalyzer: { mode: "adopt", analyzerName: "old" }, sessionPreferences: { mode: "adopt" } } });
    expect(stack.import?.map(({ id }) => id)).toEqual(expect.arrayContaining(["old", "SSM-SessionManagerRunShell"]));
    expect(resourceOf(stack, "aws_accessanalyzer_analyzer")["analyzer_name"]).toBe("old");
  });

  test("what another team runs is not made, and its control counts as inherited", () => {
    const external = { ownership: { accessAnalyzer: { mode: "external" }, sessionPreferences: { mode: "external" } } } as const;
    const stack = home(external);
    expect(resourcesOf(stack, "aws_accessanalyzer_analyzer")).toEqual([]);
    expect(resourcesOf(stack, "aws_ssm_document")).toEqual([]);
    expect(inherited(external)).toContain("cis-aws-7.0:2.18");
    expect(inherited({})).not.toContain("cis-aws-7.0:2.18");
  });

  test("Identity Center is the organisation's: federation counts as inherited then alone", () => {
    expect(inherited({})).toContain("cis-aws-7.0:2.19");
    expect(inherited({ baseline: { federation: { kind: "none" } } })).not.toContain("cis-aws-7.0:2.19");
  });
});
