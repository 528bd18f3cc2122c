import { EnvironmentError, type EnvironmentInput } from "../../../environments";
import type { Application } from "../../../modules/pipeline";
import { evaluateTree } from "../../../scripts/policies";
import { resourceNotes, type BaseStack } from "../../../stacks";
import { delivery } from "../../../stacks/delivery";
import { deliveryCastle, exampleApplications, portcullisPackage, settingsOf } from "../../support/delivery/castle";
import { castle, synthCastle } from "../../support/stacks";
import { resourceOf, resourcesOf, statementOf, type ResourceJson, type StackJson } from "../../support/synth";

/** What the guardrails find, as the synthesis would say it; no waiver lifts anything. */
const judged = (stack: BaseStack): readonly string[] => {
  const { name, stage, classification } = stack.environment;
  const { findings } = evaluateTree({ tree: stack.toTerraform(), identity: { environment: name, stage, classification, stack: stack.node.id }, resources: resourceNotes(stack) });
  return findings.map(({ rule, address, reason }) => `${rule} ${address}: ${reason}`);
};

const named = (stack: StackJson, type: string, attribute: string, value: string): ResourceJson => {
  const found = resourcesOf(stack, type).find((resource) => resource[attribute] === value);
  if (!found) throw new Error(`no ${type} ${value}`);
  return found;
};

/** Statements of the policy inside a role, by the role's name. */
const statementsOf = (stack: StackJson, roleName: string): readonly ResourceJson[] => {
  const [address] = Object.entries(stack.resource?.["aws_iam_role"] ?? {}).find(([, role]) => role["name"] === roleName) ?? [];
  const policy = resourcesOf(stack, "aws_iam_role_policy").find(({ role }) => role === `\${aws_iam_role.${address}.name}`);
  return (JSON.parse(policy?.["policy"] as string) as { Statement: ResourceJson[] }).Statement;
};

/** Message and way out of what the world is refused for. */
const refusalOf = (world: () => unknown): string => {
  try {
    world();
  } catch (error) {
    if (error instanceof EnvironmentError) return `${error.message} -> ${error.remedy}`;
    throw error;
  }
  throw new Error("nothing was refused");
};

const { ecs, lambda } = exampleApplications;
const withDelivery = (settings: NonNullable<EnvironmentInput["delivery"]>, network: Partial<NonNullable<EnvironmentInput["network"]>> = {}) => () =>
  synthCastle([delivery], deliveryCastle([], { prod: { delivery: { portcullis: portcullisPackage, ...settings }, network: { cidr: "10.3.0.0/16", ...network } } }))["prod-delivery"]!;

describe("without applications", () => {
  const stack = synthCastle([delivery], castle(), judged)["dev-delivery"]!;

  test("only what pipelines share is declared, and every guardrail holds", () => {
    for (const type of ["aws_codepipeline", "aws_codebuild_project", "aws_cloudwatch_dashboard"]) expect(resourcesOf(stack, type)).toEqual([]);
    expect(resourcesOf(stack, "aws_s3_bucket").map(({ bucket }) => bucket)).toEqual(["castle-dev-application-state-100000000001", "castle-dev-evidence-100000000001", "castle-dev-tools-100000000001"]);
  });

  test("evidence is locked, nobody removes it, and nobody but testers says that a penetration test was", () => {
    expect(resourceOf(stack, "aws_s3_bucket_object_lock_configuration")["rule"]).toEqual({ default_retention: { mode: "GOVERNANCE", days: 1 } });
    const policies = resourcesOf(stack, "aws_s3_bucket_policy").map(({ policy }) => policy as string);
    const evidence = policies.find((policy) => policy.includes("OnlyTestersTellOfTests"));
    expect(statementOf(evidence, "DenyRemoval")["Effect"]).toBe("Deny");
    expect(statementOf(evidence, "OnlyTestersTellOfTests")).toMatchObject({ Effect: "Deny", Action: "s3:PutObject", Resource: "arn:aws:s3:::castle-dev-evidence-100000000001/*/penetration-tests/*" });
    expect(statementOf(evidence, "OnlyTestersTellOfTests")["Condition"]).toBeUndefined();
  });

  test("nobody but the apply role and break-glass lays down what judges", () => {
    const tools = resourcesOf(stack, "aws_s3_bucket_policy").map(({ policy }) => policy as string).find((policy) => policy.includes("castle-dev-tools"));
    expect(statementOf(tools, "DenyWritingByOthers")["Condition"]).toEqual({
      ArnNotLike: { "aws:PrincipalArn": ["arn:aws:iam::100000000001:role/castle-dev-apply", "arn:aws:iam::100000000001:role/castle-dev-break-glass"] },
    });
  });

  test("the lock reads verdicts and answers pipelines, and nothing else", () => {
    expect(statementsOf(stack, "castle-dev-delivery-lock").map(({ Sid }) => Sid)).toEqual(["WriteLog", "ReadVerdicts", "OpenEvidence", "AnswerPipelines"]);
    expect(statementsOf(stack, "castle-dev-delivery-lock")[1]).toMatchObject({ Action: "s3:GetObject", Resource: "arn:aws:s3:::castle-dev-evidence-100000000001/*/executions/*/verdicts/*/verdict.json" });
  });

  test.each([
    ["an override", "castle-dev-pipeline-controls", ["OverrideStageCondition", "DisableStageTransition", "UpdatePipeline", "PutApprovalResult", "RetryStageExecution"]],
    ["a build by hand", "castle-dev-pipeline-builds", ["UpdateProject", "RetryBuild", "StartBuildBatch"]],
    ["a refused build", "castle-dev-pipeline-build-refused", ["StartBuild"]],
    ["another lock", "castle-dev-pipeline-lock", ["UpdateFunctionCode20150331v2"]],
    ["an open bucket of evidence", "castle-dev-evidence-changes", ["PutBucketPolicy"]],
  ])("somebody is told of %s", (_, rule, events) => {
    const { detail } = JSON.parse(named(stack, "aws_cloudwatch_event_rule", "name", rule)["event_pattern"] as string) as { detail: { eventName: string[] } };
    expect(detail.eventName).toEqual(expect.arrayContaining(events));
  });

  test("what pipelines do all day is told to nobody", () => {
    const { detail } = JSON.parse(named(stack, "aws_cloudwatch_event_rule", "name", "castle-dev-pipeline-builds")["event_pattern"] as string) as { detail: { eventName: string[] } };
    expect(detail.eventName).not.toContain("StartBuild");
  });
});

describe("with applications", () => {
  const found: string[] = [];
  const stacks = synthCastle([delivery], deliveryCastle(), (stack) => {
    found.push(...judged(stack));
    return [];
  });
  const prod = stacks["prod-delivery"]!;
  const pipeline = (name: string) => named(prod, "aws_codepipeline", "name", `castle-prod-${name}`);
  const stagesOf = (name: string) => pipeline(name)["stage"] as readonly ResourceJson[];

  test("every guardrail holds", () => {
    expect(found).toEqual([]);
  });

  test("each has its pipeline in the environment that declares it", () => {
    expect(resourcesOf(prod, "aws_codepipeline").map(({ name }) => name)).toEqual(["castle-prod-ledgers", "castle-prod-orders", "castle-prod-prices", "castle-prod-queues"]);
    expect(resourcesOf(stacks["dev-delivery"]!, "aws_codepipeline")).toEqual([]);
    for (const each of resourcesOf(prod, "aws_codepipeline")) expect(each).toMatchObject({ pipeline_type: "V2", execution_mode: "QUEUED" });
  });

  test.each(Object.values(exampleApplications).map(({ name }) => name))("%s: nobody enters a Deploy stage without the verdict of the gate before it", (name) => {
    const deploys = stagesOf(name).filter((stage) => String(stage["name"]).startsWith("Deploy-"));
    expect(deploys).toHaveLength(3);
    for (const stage of deploys) {
      const { condition } = stage["before_entry"] as { condition: ResourceJson };
      expect(condition).toMatchObject({ result: "FAIL", rule: [{ rule_type_id: { category: "Rule", provider: "LambdaInvoke" }, configuration: { FunctionName: "castle-prod-delivery-lock" } }] });
      const environment = String(stage["name"]).slice("Deploy-".length);
      expect(JSON.parse(condition["rule"][0].configuration.UserParameters as string)).toEqual({
        bucket: "castle-prod-evidence-100000000003",
        pipeline: `castle-prod-${name}`,
        gate: `gate-${environment}`,
        environment,
        execution: "#{codepipeline.PipelineExecutionId}",
        // S3 knows no commit: the execution alone binds the verdict.
        ...(name === lambda.name ? {} : { commit: "#{Source.CommitId}" }),
      });
    }
    for (const stage of stagesOf(name)) expect(stage["on_failure"]).toBeUndefined();
  });

  test("pushes that the trigger lets through start it, or a new object", () => {
    const push = (name: string) => pipeline(name)["trigger"][0].git_configuration.push[0] as ResourceJson;
    expect(push("orders")).toEqual({ branches: { includes: ["main"] }, file_paths: { excludes: ["docs/**"] } });
    expect(push("queues")).toEqual({ tags: { includes: ["v*"] } });
    expect(pipeline("prices")["trigger"]).toEqual([]);
    expect(JSON.parse(named(prod, "aws_cloudwatch_event_rule", "name", "castle-prod-prices-source")["event_pattern"] as string)).toMatchObject({ detail: { bucket: { name: ["castle-sources"] }, object: { key: ["prices.zip"] } } });
  });

  test("its own role runs its own builds, asks the lock and takes on its deploy roles, and nothing else", () => {
    const statements = statementsOf(prod, "castle-prod-orders");
    expect(statements.map(({ Sid }) => Sid)).toEqual(["KeepArtifacts", "LookAtArtifactBucket", "ArtifactKey", "RunBuilds", "AskLock", "Deploy", "FetchSource"]);
    const builds = statements.find(({ Sid }) => Sid === "RunBuilds")!["Resource"] as string[];
    expect(builds.every((arn) => arn.startsWith("arn:aws:codebuild:eu-west-1:100000000003:project/castle-prod-orders-"))).toBe(true);
    expect(statements.find(({ Sid }) => Sid === "Deploy")!["Resource"]).toEqual(["dev", "staging", "prod"].map((name, index) => `arn:aws:iam::10000000000${index + 1}:role/castle-${name}-deploy-orders.prod`));
    expect(named(prod, "aws_iam_role", "name", "castle-prod-orders")["tags"]).toEqual({ delivery: "starts-builds" });
  });

  test("no build writes evidence where another one does, and every policy fits into its role", () => {
    const written = new Map<string, string>();
    for (const role of resourcesOf(prod, "aws_iam_role").map(({ name }) => name as string)) {
      const statements = statementsOf(prod, role);
      expect(JSON.stringify({ Version: "2012-10-17", Statement: statements }).length).toBeLessThan(10_240);
      for (const { Action, Resource } of statements.filter(({ Action: action }) => [action].flat().includes("s3:PutObject"))) {
        for (const prefix of [Resource].flat().filter((arn: string) => arn.includes("-evidence-")) as string[]) {
          expect([Action].flat()).toEqual(["s3:PutObject"]);
          expect(written.get(prefix)).toBeUndefined();
          written.set(prefix, role);
        }
      }
    }
    expect([...written.values()]).toEqual(expect.arrayContaining(["castle-prod-orders-build", "castle-prod-orders-gitleaks", "castle-prod-orders-gate-prod"]));
    expect([...written].filter(([, role]) => role === "castle-prod-orders-build").map(([prefix]) => prefix)).toEqual(["arn:aws:s3:::castle-prod-evidence-100000000003/castle-prod-orders/executions/*/reports/build/*"]);
  });

  test("artifacts of a pipeline are its own: no role of another reads or writes them", () => {
    const policy = resourcesOf(prod, "aws_s3_bucket_policy").map((each) => each["policy"] as string).find((text) => text.includes("castle-prod-orders-artifacts"));
    const admitted = (statementOf(policy, "DenyOthers")["Condition"] as { ArnNotEquals: Record<string, string[]> }).ArnNotEquals["aws:PrincipalArn"]!;
    expect(admitted).toContain("arn:aws:iam::100000000003:role/castle-prod-orders-build");
    expect(admitted.every((arn) => /role\/castle-(prod-orders(-|$)|(dev|staging|prod)-deploy-orders\.prod$)/.test(arn))).toBe(true);
    expect(statementOf(policy, "DeployRolesRead")["Principal"]).toEqual({ AWS: ["arn:aws:iam::100000000001:root", "arn:aws:iam::100000000002:root", "arn:aws:iam::100000000003:root"] });
  });

  test.each(["dev", "staging", "prod"])("%s lets itself be deployed to by the pipelines that come through, and by their deploying builds alone", (name) => {
    const stack = stacks[`${name}-delivery`]!;
    const trusted = (application: Application) =>
      (statementOf(named(stack, "aws_iam_role", "name", `castle-${name}-deploy-${application.name}.prod`)["assume_role_policy"], "PipelineAssumes")["Condition"] as { ArnEquals: Record<string, string[]> }).ArnEquals["aws:PrincipalArn"];
    expect(trusted(ecs)).toEqual(["", `-patch-${name}`, `-release-${name}`].map((part) => `arn:aws:iam::100000000003:role/castle-prod-orders${part}`));
    expect(trusted(exampleApplications.codedeploy)).toEqual(["arn:aws:iam::100000000003:role/castle-prod-ledgers"]);
    expect(trusted(lambda)).toEqual([`arn:aws:iam::100000000003:role/castle-prod-prices-deploy-${name}`]);
    expect(trusted(exampleApplications.terraform)).toEqual([`arn:aws:iam::100000000003:role/castle-prod-queues-apply-${name}`]);
  });

  test.each(["dev", "staging", "prod"])("%s is looked at by builds that plan, by roles of their own", (name) => {
    const stack = stacks[`${name}-delivery`]!;
    const planning = resourcesOf(stack, "aws_iam_role").filter((role) => String(role["name"]).endsWith("-plan"));
    expect(planning.map((role) => [role["name"], role["tags"], statementOf(role["assume_role_policy"], "PipelineAssumes")["Condition"]])).toEqual(
      [["orders", "patch-plan"], ["queues", "plan"]].map(([application, part]) => [
        `castle-${name}-deploy-${application}.prod-plan`,
        { application },
        { ArnEquals: { "aws:PrincipalArn": [`arn:aws:iam::100000000003:role/castle-prod-${application}-${part}-${name}`] } },
      ]),
    );
    const addresses = Object.entries(stack.resource?.["aws_iam_role"] ?? {}).filter(([, role]) => planning.includes(role)).map(([address]) => `\${aws_iam_role.${address}.name}`);
    const attached = resourcesOf(stack, "aws_iam_role_policy_attachment").filter(({ role }) => /deploy-|plan-/.test(String(role)));
    expect(attached.map(({ role, policy_arn }) => [role, policy_arn])).toEqual(addresses.map((address) => [address, "arn:aws:iam::aws:policy/ReadOnlyAccess"]));
  });

  test("an application that is tried in dev on its way has a role in dev for each of its pipelines", () => {
    const tried = { delivery: { applications: [settingsOf(lambda)], portcullis: portcullisPackage } };
    const dev = synthCastle([delivery], deliveryCastle([lambda], { dev: tried }))["dev-delivery"]!;
    const roles = resourcesOf(dev, "aws_iam_role").map(({ name }) => name as string).filter((name) => name.includes("-deploy-prices."));
    expect(roles.sort()).toEqual(["castle-dev-deploy-prices.dev", "castle-dev-deploy-prices.prod"]);
  });

  test("deploy roles of other accounts read through the key, and only such roles", () => {
    const keyPolicy = resourcesOf(prod, "aws_kms_key")[0]!["policy"];
    expect(statementOf(keyPolicy, "NamedPrincipalsRead")).toMatchObject({
      Action: ["kms:Decrypt", "kms:DescribeKey"],
      Condition: { ArnEquals: { "aws:PrincipalArn": ["arn:aws:iam::100000000001:role/castle-dev-deploy-*", "arn:aws:iam::100000000002:role/castle-staging-deploy-*"] } },
    });
  });

  test("somebody is told of each failure and each approval, and sees them all at a glance", () => {
    expect(JSON.parse(named(prod, "aws_cloudwatch_event_rule", "name", "castle-prod-orders-failed")["event_pattern"] as string)).toMatchObject({ detail: { pipeline: ["castle-prod-orders"], state: ["FAILED"] } });
    expect(JSON.parse(named(prod, "aws_cloudwatch_event_rule", "name", "castle-prod-orders-approval")["event_pattern"] as string)).toMatchObject({ detail: { state: ["STARTED"], type: { category: ["Approval"] } } });
    expect(named(prod, "aws_cloudwatch_metric_alarm", "alarm_name", "castle-prod-orders-failures")).toMatchObject({ namespace: "AWS/CodePipeline", dimensions: { PipelineName: "castle-prod-orders" } });
    expect(JSON.parse(resourceOf(prod, "aws_cloudwatch_dashboard")["dashboard_body"] as string).widgets).toHaveLength(12);
  });
});

describe("in a network of one's own", () => {
  const applications = [settingsOf(lambda)];
  const privateBuilds = { vpcId: "vpc-0a1b", subnetIds: ["subnet-0a1b"] };

  test("builds stand in it, and go out by HTTPS alone", () => {
    const stack = withDelivery({ applications, privateBuilds }, { natGateways: "single" })();
    expect(resourceOf(stack, "aws_security_group")).toMatchObject({ vpc_id: "vpc-0a1b", egress: [expect.objectContaining({ from_port: 443, to_port: 443, protocol: "tcp" })] });
    for (const project of resourcesOf(stack, "aws_codebuild_project")) expect(project["vpc_config"]).toMatchObject({ vpc_id: "vpc-0a1b", subnets: ["subnet-0a1b"] });
  });

  test("without a way out they are refused, with the tools that need one and what to do", () => {
    expect(refusalOf(withDelivery({ applications, privateBuilds }, { natGateways: "none" }))).toMatch(/environments\/prod\.ts: delivery\.privateBuilds.*semgrep.*NAT gateway/s);
  });
});

describe("what is refused", () => {
  test.each<[string, NonNullable<EnvironmentInput["delivery"]>, RegExp]>([
    ["an application that would own what is another's", { applications: [settingsOf(lambda), settingsOf({ ...lambda, name: `${lambda.name}-build` })] }, /environments\/prod\.ts: delivery\.applications\[0\]\.name.*begins with/s],
    ["an unknown tool", { applications: [settingsOf({ ...lambda, tools: ["zap-ful"] })] }, /environments\/prod\.ts: delivery\.applications\[0\]\.tools.*zap-full/s],
    ["a target without an address", { applications: [settingsOf({ ...lambda, address: undefined })] }, /delivery\.applications\[0\]\.address/],
    ["a name of the platform", { applications: [settingsOf({ ...lambda, name: "deploy-orders" })] }, /delivery\.applications\[0\]\.name.*choose another/s],
    ["a name twice", { applications: [settingsOf(lambda), settingsOf(lambda)] }, /names an application twice/],
    ["no judge", { applications: [settingsOf(lambda)], portcullis: undefined }, /delivery\.portcullis.*no gate.*version and sha256/s],
    ["evidence that expires before its lock", { evidenceRetentionDays: 1 }, /delivery\.evidenceRetentionDays/],
    ["coverage below the floor", { applications: [{ ...settingsOf(lambda), minimumCoverage: 79 }] }, /delivery\.applications\[0\]\.minimumCoverage/],
  ])("%s", (name, settings, message) => {
    const audit = name.startsWith("evidence") ? { audit: { objectLock: { retentionDays: 30 } } } : {};
    expect(refusalOf(() => synthCastle([delivery], deliveryCastle([], { prod: { ...audit, delivery: { portcullis: portcullisPackage, ...settings } } })))).toMatch(message);
  });
});
