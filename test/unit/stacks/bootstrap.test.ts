import type { EnvironmentInput } from "../../../environments";
import { coversAction } from "../../../policies/policy-documents";
import { bootstrap } from "../../../stacks/bootstrap";
import { castle, synthCastle } from "../../support/stacks";
import { resourcesOf, statementOf, type ResourceJson, type StackJson } from "../../support/synth";

const synth = (dev: Partial<EnvironmentInput> = {}, prod: Partial<EnvironmentInput> = {}) => synthCastle([bootstrap], castle(dev, prod)) as Record<"dev-bootstrap" | "prod-bootstrap", StackJson>;
const { "dev-bootstrap": dev, "prod-bootstrap": prod } = synth();

/** The one resource of a type whose logical name begins so. */
const named = (stack: StackJson, type: string, beginning: string): ResourceJson => {
  const found = Object.entries(stack.resource?.[type] ?? {}).filter(([name]) => name.startsWith(beginning));
  if (found.length !== 1) throw new Error(`${found.length} ${type} begin with ${beginning}`);
  return (found[0] as [string, ResourceJson])[1];
};
const policyOf = (stack: StackJson, type: string, beginning: string): string => named(stack, type, beginning)["policy"] as string;
const role = (stack: StackJson, name: "plan" | "apply"): ResourceJson => named(stack, "aws_iam_role", `identities_${name}_`);
const actionsOf = (policy: string): string => (JSON.parse(policy) as { Statement: { Effect: string; Action: string | string[] }[] }).Statement.filter(({ Effect }) => Effect === "Allow").flatMap(({ Action }) => Action).join(" ");

describe("buckets", () => {
  test("state: under its key, no version is ever lost, and it has no lifecycle", () => {
    expect(named(dev, "aws_s3_bucket", "state_")["bucket"]).toBe("castle-dev-state-100000000001");
    expect(statementOf(policyOf(dev, "aws_s3_bucket_policy", "state_"), "DenyLossOfVersions")["Action"]).toBe("s3:DeleteObjectVersion");
    expect(() => named(dev, "aws_s3_bucket_lifecycle_configuration", "state_")).toThrow();
  });

  test("bundles: gone after 30 days, readable by the environment's own roles, not locked", () => {
    expect(named(dev, "aws_s3_bucket_lifecycle_configuration", "bundles_")["rule"][0]).toMatchObject({ expiration: [{ days: 30 }] });
    const roles = ["arn:aws:iam::100000000001:role/castle-dev-plan", "arn:aws:iam::100000000001:role/castle-dev-apply"];
    expect(statementOf(policyOf(dev, "aws_s3_bucket_policy", "bundles_"), "DenyReadingByOthers")["Condition"]).toEqual({ ArnNotEquals: { "aws:PrincipalArn": roles } });
    expect(statementOf(policyOf(dev, "aws_kms_key", "bundles-key_"), "NamedPrincipalsUse")["Condition"]).toEqual({ ArnEquals: { "aws:PrincipalArn": roles } });
    expect(() => named(dev, "aws_s3_bucket_object_lock_configuration", "bundles_")).toThrow();
  });

  test("nothing waits for a lifecycle, for which the provider waits a minute", () => {
    for (const stack of [dev, prod]) {
      const waits = Object.values(stack.resource ?? {}).flatMap((byName) => Object.values(byName).flatMap((each) => (each["depends_on"] ?? []) as string[]));
      expect(waits.length).toBeGreaterThan(0);
      expect(waits.filter((address) => address.includes("lifecycle"))).toEqual([]);
    }
  });
});

describe("ledger", () => {
  test("stands in the ledger's account alone, locked as its environment says", () => {
    expect(() => named(dev, "aws_s3_bucket", "ledger_")).toThrow();
    expect(named(prod, "aws_s3_bucket", "ledger_")["bucket"]).toBe("castle-ledger-100000000003");
    const locked = synth({}, { ledger: { objectLock: { mode: "COMPLIANCE", retentionDays: 400, irreversible: true, reason: "kept for the auditors" } } })["prod-bootstrap"];
    expect(named(locked, "aws_s3_bucket_object_lock_configuration", "ledger_")["rule"]).toEqual({ default_retention: { mode: "COMPLIANCE", days: 400 } });
  });

  test("every environment's roles read, the apply roles alone record, conditionally; nobody overwrites or removes", () => {
    const policy = policyOf(prod, "aws_s3_bucket_policy", "ledger_");
    const admitted = (sid: string): readonly string[] => statementOf(policy, sid)["Condition"].ArnEquals["aws:PrincipalArn"];
    const roles = (...names: string[]) => names.map((name) => `arn:aws:iam::${name.includes("dev") ? "100000000001" : "100000000003"}:role/castle-${name}`);
    expect(statementOf(policy, "WritersAdd")["Principal"]).toEqual({ AWS: ["arn:aws:iam::100000000001:root", "arn:aws:iam::100000000003:root"] });
    expect(admitted("ReadersRead")).toEqual(expect.arrayContaining(roles("dev-plan", "dev-apply", "prod-plan", "prod-apply")));
    expect(admitted("WritersAdd")).toEqual(expect.arrayContaining(roles("dev-apply", "prod-apply")));
    // The code of a pull request runs with a plan role: what it could record, a gate would believe.
    for (const plan of roles("dev-plan", "prod-plan")) expect(admitted("WritersAdd")).not.toContain(plan);
    expect(statementOf(policy, "ReadersNotePlans")["Resource"]).toEqual(["arn:aws:s3:::castle-ledger-100000000003/plans/*"]);
    expect(statementOf(policy, "DenyOverwriting")["Condition"]).toEqual({ Null: { "s3:if-none-match": "true" }, Bool: { "s3:ObjectCreationOperation": "true" } });
    expect(statementOf(policy, "DenyRemoval")).not.toHaveProperty("Condition");
  });

  test("people who may assume the apply role may record, so that a bootstrap can be", () => {
    const person = "arn:aws:iam::100000000001:role/platform";
    const policy = policyOf(synth({ access: { applyPrincipals: [person] } })["prod-bootstrap"], "aws_s3_bucket_policy", "ledger_");
    expect(statementOf(policy, "WritersAdd")["Condition"].ArnEquals["aws:PrincipalArn"]).toContain(person);
  });
});

describe("deployment roles", () => {
  test("CI assumes them from one GitHub environment each, compared whole", () => {
    const subject = (name: "plan" | "apply") => statementOf(role(dev, name)["assume_role_policy"], "GitHubEnvironmentAssumes")["Condition"];
    expect(subject("plan")).toEqual({ StringEquals: { "token.actions.githubusercontent.com:aud": "sts.amazonaws.com", "token.actions.githubusercontent.com:sub": "repo:example/castle:environment:dev-plan" } });
    expect(subject("apply")).toEqual({ StringEquals: { "token.actions.githubusercontent.com:aud": "sts.amazonaws.com", "token.actions.githubusercontent.com:sub": "repo:example/castle:environment:dev" } });
  });

  test("people assume only the role they are named for; who applies also plans", () => {
    const person = "arn:aws:iam::100000000001:role/platform";
    const stack = synth({ access: { planPrincipals: [person] } })["dev-bootstrap"];
    expect(statementOf(role(stack, "plan")["assume_role_policy"], "NamedPrincipalsAssume")).toMatchObject({
      Action: "sts:AssumeRole",
      Condition: { ArnEquals: { "aws:PrincipalArn": ["arn:aws:iam::100000000001:role/castle-dev-apply", person] } },
    });
    expect(() => statementOf(role(stack, "apply")["assume_role_policy"], "NamedPrincipalsAssume")).toThrow();
  });

  test("both stand under the boundary", () => {
    for (const name of ["plan", "apply"] as const) expect(role(dev, name)["permissions_boundary"]).toMatch(/^\$\{aws_iam_policy\.identities_boundary_/);
  });

  test("the plan role changes nothing but locks, bundles and notes of plans", () => {
    const actions = `${actionsOf(policyOf(dev, "aws_iam_policy", "identities_read_"))} ${actionsOf(policyOf(dev, "aws_iam_role_policy", "identities_plan_"))}`;
    expect(actions).not.toMatch(/:(Create|Update|Attach|Put(?!Object\b)|Delete(?!Object\b)|Terminate|Run)/);
    expect(actions).not.toMatch(/\*:\*| \* |:\*( |$)/);
    expect(statementOf(policyOf(dev, "aws_iam_role_policy", "identities_plan_"), "LockState")["Resource"]).toBe("arn:aws:s3:::castle-dev-state-100000000001/*.tflock");
    expect(() => statementOf(policyOf(dev, "aws_iam_role_policy", "identities_plan_"), "WriteState")).toThrow();
    expect(() => statementOf(policyOf(dev, "aws_iam_role_policy", "identities_plan_"), "Record")).toThrow();
  });

  test("neither reads what the services hold", () => {
    const denied = statementOf(policyOf(dev, "aws_iam_policy", "identities_read_"), "DenyReadingData");
    expect(denied["Effect"]).toBe("Deny");
    expect(denied["Action"]).toEqual(expect.arrayContaining(["secretsmanager:GetSecretValue", "ssm:GetParameter*", "logs:GetLogEvents", "dynamodb:Query"]));
  });

  test("the apply role passes roles of its environment to the services in use, and declares in its regions", () => {
    const declare = (part: string) => policyOf(dev, "aws_iam_policy", `identities_declare-${part}_`);
    expect(statementOf(declare("identities"), "PassRoles")).toMatchObject({
      Resource: "arn:aws:iam::100000000001:role/castle-dev-*",
      Condition: { StringEquals: { "iam:PassedToService": ["cloudtrail.amazonaws.com", "codebuild.amazonaws.com", "codepipeline.amazonaws.com", "ssm.amazonaws.com", "vpc-flow-logs.amazonaws.com", "events.amazonaws.com", "malware-protection-plan.guardduty.amazonaws.com", "lambda.amazonaws.com"] } },
    });
    expect(statementOf(declare("in-regions"), "DeclareInRegions")["Condition"]).toEqual({ StringEquals: { "aws:RequestedRegion": ["eu-west-1"] } });
    expect(statementOf(declare("by-name"), "DeclareS3")["Resource"]).toEqual(["arn:aws:s3:::castle-dev-*"]);
  });

  test("the apply role makes, tags and removes the roles of services in use alone", () => {
    const declare = policyOf(dev, "aws_iam_policy", "identities_declare-identities_");
    const made = statementOf(declare, "LetServicesMakeTheirRoles");
    expect(made).toMatchObject({ Action: "iam:CreateServiceLinkedRole", Condition: { StringEquals: { "iam:AWSServiceName": expect.arrayContaining(["config.amazonaws.com"]) as unknown } } });
    const kept = statementOf(declare, "KeepServicesRoles");
    expect(kept["Action"]).toEqual(["iam:DeleteServiceLinkedRole", "iam:TagRole", "iam:UntagRole"]);
    // Neither call says for which service: with that condition IAM would refuse both.
    expect(kept).not.toHaveProperty("Condition");
    expect(kept["Resource"]).toEqual(made["Resource"]);
    expect(kept["Resource"]).toContain("arn:aws:iam::100000000001:role/aws-service-role/config.amazonaws.com/*");
  });

  test("policies keep within what IAM holds: 6144 characters managed, 10240 inside one role", () => {
    const world = synth({ governedRegions: ["eu-central-1", "us-east-1"] }, { deletionProtection: true });
    for (const stack of Object.values(world)) {
      for (const { policy } of resourcesOf(stack, "aws_iam_policy")) expect((policy as string).length).toBeLessThanOrEqual(6144);
      const inRoles = Object.entries(stack.resource?.["aws_iam_role_policy"] ?? {}).filter(([name]) => name.startsWith("identities_apply"));
      expect(inRoles.map(([, { policy }]) => (policy as string).length).reduce((sum, length) => sum + length, 0)).toBeLessThanOrEqual(10240);
    }
  });
});

describe("permissions boundary", () => {
  const boundary = policyOf(dev, "aws_iam_policy", "identities_boundary_");

  test("confines to services in use, never to everything", () => {
    const { Action } = statementOf(boundary, "ServicesInUse");
    expect(Action).not.toContain("*");
    expect(Action).toEqual(expect.arrayContaining(["s3:*", "wafv2:*"]));
    expect(Action).not.toContain("organizations:*");
  });

  test("cannot be left, emptied or gone round by a new role", () => {
    const arn = "arn:aws:iam::100000000001:policy/castle-dev-boundary";
    expect(statementOf(boundary, "IdentitiesOnlyUnderThisBoundary")["Condition"]).toEqual({ StringNotEquals: { "iam:PermissionsBoundary": arn } });
    expect(statementOf(boundary, "KeepPolicies")["Resource"]).toBe("arn:aws:iam::100000000001:policy/castle-dev-*");
    expect(statementOf(boundary, "KeepDeploymentRoles")["Resource"]).toEqual(["arn:aws:iam::100000000001:role/castle-dev-plan", "arn:aws:iam::100000000001:role/castle-dev-apply"]);
    expect(statementOf(boundary, "PassRolesOnlyToServicesInUse")).toMatchObject({ Effect: "Deny", Action: "iam:PassRole" });
    expect(statementOf(boundary, "NoOtherIdentities")["Action"]).toContain("iam:CreateAccessKey");
  });

  test("nobody stops the recording or leaves the organisation; only the apply role replaces a trail", () => {
    expect(statementOf(boundary, "KeepRecording")["Action"]).toEqual(["cloudtrail:StopLogging", "organizations:LeaveOrganization", "s3:BypassGovernanceRetention"]);
    const { Action: changes } = statementOf(boundary, "OnlyPromotionChanges") as unknown as { readonly Action: readonly string[] };
    const covered = (action: string) => changes.some((pattern) => coversAction(pattern, action));
    const stops = ["cloudtrail:DeleteEventDataStore", "cloudtrail:DeleteTrail", "cloudtrail:PutEventSelectors", "cloudtrail:UpdateTrail", "cloudwatch:DeleteAlarms", "config:DeleteConfigurationRecorder", "config:StopConfigurationRecorder", "events:DisableRule", "guardduty:DeleteDetector", "guardduty:UpdateDetector", "inspector2:Disable", "logs:DeleteLogGroup", "logs:DeleteLogStream", "logs:DeleteMetricFilter", "macie2:DisableMacie", "securityhub:BatchDisableStandards", "securityhub:DisableSecurityHub", "iam:DeleteAccountPasswordPolicy", "iam:UpdateAccountPasswordPolicy"];
    expect(stops.filter((action) => !covered(action))).toEqual([]);
    // What it refuses the plan role could not read either.
    const reads = ["cloudtrail:GetTrail", "config:DescribeConfigurationRecorders", "guardduty:GetDetector", "logs:DescribeLogGroups", "securityhub:DescribeHub", "iam:GetAccountPasswordPolicy", "codepipeline:GetPipeline", "codebuild:BatchGetProjects"];
    expect(reads.filter(covered)).toEqual([]);
    expect(statementOf(boundary, "OnlyPromotionChanges")["Condition"]).toEqual({ ArnNotEquals: { "aws:PrincipalArn": "arn:aws:iam::100000000001:role/castle-dev-apply" } });
  });

  test("deletion protection binds even an approved change", () => {
    expect(() => statementOf(boundary, "DeletionProtection")).toThrow();
    const protectedProd = synth({}, { deletionProtection: true })["prod-bootstrap"];
    expect(statementOf(policyOf(protectedProd, "aws_iam_policy", "identities_boundary_"), "DeletionProtection")).toMatchObject({ Effect: "Deny", Action: expect.arrayContaining(["s3:DeleteBucket", "kms:ScheduleKeyDeletion"]) as unknown });
  });
});

describe("users of IAM", () => {
  const exceptions = [{ name: "robot", reason: "a scanner that cannot federate", expires: "2027-01-31", roles: ["read-only" as const] }];
  const listed = synth({ baseline: { exceptions } })["dev-bootstrap"];
  const robot = ["arn:aws:iam::100000000001:user/exceptions/castle-dev-robot", "arn:aws:iam::100000000001:group/exceptions/castle-dev-may-read-only"];
  const boundaryOf = (stack: StackJson) => policyOf(stack, "aws_iam_policy", "identities_boundary_");

  test("are made by nobody under the boundary, nor are groups given rights", () => {
    expect(statementOf(boundaryOf(dev), "NoOtherUsers")).toMatchObject({ Effect: "Deny", Action: ["iam:AddUserToGroup", "iam:CreateUser", "iam:PutGroupPolicy"], Resource: "*" });
    expect(actionsOf(policyOf(dev, "aws_iam_policy", "identities_declare-identities_"))).not.toMatch(/iam:(CreateUser|AddUserToGroup|PutGroupPolicy|CreateGroup)/);
  });

  test("that are listed are let through by name, under the boundary; no other user or group is", () => {
    const denial = statementOf(boundaryOf(listed), "NoOtherUsers");
    expect(denial["NotResource"]).toEqual(robot);
    expect(denial).not.toHaveProperty("Resource");
    expect(statementOf(boundaryOf(listed), "IdentitiesOnlyUnderThisBoundary")).toMatchObject({ Effect: "Deny", Action: expect.arrayContaining(["iam:CreateUser", "iam:Put*PermissionsBoundary"]) as unknown, Condition: { StringNotEquals: { "iam:PermissionsBoundary": "arn:aws:iam::100000000001:policy/castle-dev-boundary" } } });
    const declare = statementOf(policyOf(listed, "aws_iam_policy", "identities_declare-identities_"), "DeclareExceptions");
    expect(declare["Resource"]).toEqual(["arn:aws:iam::100000000001:user/exceptions/castle-dev-*", "arn:aws:iam::100000000001:group/exceptions/castle-dev-*"]);
    expect(declare["Action"]).toContain("iam:CreateUser");
  });

  test("get no password, access key or policy of their own from a promotion, listed or not", () => {
    for (const stack of [dev, listed]) {
      const { Action, Resource } = statementOf(boundaryOf(stack), "NoOtherIdentities");
      expect(Resource).toBe("*");
      expect(Action).toEqual(expect.arrayContaining(["iam:CreateAccessKey", "iam:CreateLoginProfile", "iam:AttachUserPolicy", "iam:PutUserPolicy"]));
    }
  });

  test("leave the policies within what IAM holds", () => {
    const many = ["robot", "scanner", "auditor"].map((name) => ({ ...exceptions[0]!, name, roles: ["read-only" as const, "security-audit" as const] }));
    const crowded = synth({ deletionProtection: true, baseline: { exceptions: many } })["dev-bootstrap"];
    const managed = resourcesOf(crowded, "aws_iam_policy").map(({ policy }) => (policy as string).length);
    expect(managed).toHaveLength(5);
    expect(Math.max(...managed)).toBeLessThanOrEqual(6144);
  });
});

describe("SAML provider", () => {
  const withMetadata = (metadataFile: string) => synth({ baseline: { federation: { kind: "saml", metadataFile } } })["dev-bootstrap"];

  test("is not made where people come by Identity Center", () => {
    expect(resourcesOf(dev, "aws_iam_saml_provider")).toEqual([]);
  });

  test("wants its metadata in the repository, and says which file is missing", () => {
    expect(() => withMetadata("environments/federation/nowhere.xml")).toThrow(/environments\/federation\/nowhere\.xml is missing/);
  });

  test("cannot be made or changed by a promotion", () => {
    const refused = statementOf(policyOf(dev, "aws_iam_policy", "identities_boundary_"), "NoOtherIdentities")["Action"] as string[];
    for (const action of ["iam:CreateSAMLProvider", "iam:UpdateSAMLProvider", "iam:DeleteSAMLProvider", "iam:CreateOpenIDConnectProvider", "iam:UpdateOpenIDConnectProviderThumbprint", "iam:AddClientIDToOpenIDConnectProvider"]) {
      expect([action, refused.some((pattern) => coversAction(pattern, action))]).toEqual([action, true]);
    }
    for (const read of ["iam:GetSAMLProvider", "iam:ListOpenIDConnectProviders"]) expect([read, refused.some((pattern) => coversAction(pattern, read))]).toEqual([read, false]);
  });
});

describe("GitHub's OIDC provider", () => {
  const providerArn = "arn:aws:iam::100000000001:oidc-provider/token.actions.githubusercontent.com";
  const federated = (stack: StackJson) => statementOf(role(stack, "plan")["assume_role_policy"], "GitHubEnvironmentAssumes")["Principal"].Federated as string;

  test("own: made", () => {
    expect(resourcesOf(dev, "aws_iam_openid_connect_provider")).toHaveLength(1);
    expect(dev.import).toBeUndefined();
  });

  test("adopt: imported", () => {
    const stack = synth({ ownership: { oidcProvider: { mode: "adopt", providerArn } } })["dev-bootstrap"];
    expect(stack.import?.map(({ id }) => id)).toEqual([providerArn]);
    expect(federated(stack)).toMatch(/^\$\{aws_iam_openid_connect_provider\./);
  });

  test("external: trusted and not made", () => {
    const stack = synth({ ownership: { oidcProvider: { mode: "external", providerArn } } })["dev-bootstrap"];
    expect(resourcesOf(stack, "aws_iam_openid_connect_provider")).toEqual([]);
    expect(federated(stack)).toBe(providerArn);
  });
});

describe("settings of the account", () => {
  test("are changed by the apply role alone", () => {
    const only = statementOf(policyOf(dev, "aws_iam_policy", "identities_boundary_"), "OnlyPromotionChanges");
    expect(only["Action"]).toEqual(expect.arrayContaining(["s3:PutAccountPublicAccessBlock", "iam:*teAccountPasswordPolicy", "ec2:DisableEbsEncryptionByDefault"]));
    expect(only["Condition"]).toEqual({ ArnNotEquals: { "aws:PrincipalArn": "arn:aws:iam::100000000001:role/castle-dev-apply" } });
  });
});

describe("alerts", () => {
  test("reach an encrypted topic that CloudWatch and EventBridge can really use", () => {
    const encrypt = statementOf(policyOf(dev, "aws_kms_key", "alerts-key_"), "PublishersEncrypt");
    // An alarm or event whose publisher may not use the key is lost without a word (SNS Developer Guide, "Key management").
    expect(encrypt).toMatchObject({ Effect: "Allow", Principal: { Service: ["cloudwatch.amazonaws.com", "events.amazonaws.com"] }, Action: ["kms:Decrypt", "kms:GenerateDataKey*"], Resource: "*" });
    expect(encrypt).not.toHaveProperty("Condition");
    expect(named(dev, "aws_sns_topic", "alerts_")["kms_master_key_id"]).toMatch(/^\$\{aws_kms_key\.alerts-key_/);
    expect(statementOf(policyOf(dev, "aws_sns_topic_policy", "alerts_"), "CloudwatchPublishes")["Condition"]).toEqual({ StringEquals: { "aws:SourceAccount": "100000000001" } });
    expect(statementOf(policyOf(dev, "aws_sns_topic_policy", "alerts_"), "EventsPublishes")["Action"]).toBe("sns:Publish");
  });

  test("come from AWS Budgets too, for this account alone", () => {
    const ours = { StringEquals: { "aws:SourceAccount": "100000000001" }, ArnLike: { "aws:SourceArn": "arn:aws:budgets::100000000001:*" } };
    expect(statementOf(policyOf(dev, "aws_kms_key", "alerts-key_"), "BudgetsEncrypt")["Condition"]).toEqual(ours);
    expect(statementOf(policyOf(dev, "aws_sns_topic_policy", "alerts_"), "BudgetsPublishes")["Condition"]).toEqual(ours);
  });

  test("go by e-mail only where an address is given", () => {
    expect(resourcesOf(dev, "aws_sns_topic_subscription")).toEqual([]);
    expect(resourcesOf(synth({ alertEmail: "security@example.org" })["dev-bootstrap"], "aws_sns_topic_subscription")).toHaveLength(1);
  });
});
