import { runSimulation } from "@cloud-copilot/iam-simulate";
import { guardedActions, startsBuilds } from "../../../modules/pipeline";
import { evaluateTree } from "../../../scripts/policies";
import { bootstrap } from "../../../stacks/bootstrap";
import { exampleApplications, portcullisPackage, settingsOf } from "../../support/delivery/castle";
import { castle, synthCastle } from "../../support/stacks";
import { resourcesOf, type StackJson } from "../../support/synth";

const account = "100000000001";
const approver = `arn:aws:iam::${account}:role/castle-dev-release-manager`;
const synth = (delivery: Record<string, unknown> = {}) => synthCastle([bootstrap], castle({ delivery }))["dev-bootstrap"] as StackJson;
const stack = synth({ approvers: [approver] });
const boundaryOf = (of: StackJson): string => resourcesOf(of, "aws_iam_policy").find(({ name }) => name === "castle-dev-boundary")?.["policy"] as string;

type Guard = keyof typeof guardedActions;
const project = `arn:aws:codebuild:eu-west-1:${account}:project/castle-dev-orders-gate-dev`;
const pipeline = `arn:aws:codepipeline:eu-west-1:${account}:castle-dev-orders`;

/** On what each call is made; the most telling of its kinds of resource. */
const resourceOf = (action: string): string => {
  if (/Sandbox(Connection)$|CommandExecution$/.test(action)) return `arn:aws:codebuild:eu-west-1:${account}:sandbox/castle-dev-orders-gate-dev:1234abcd-12ab-34cd-56ef-1234567890ab`;
  if (action.startsWith("codebuild:")) return project;
  if (action === "codepipeline:PutApprovalResult") return `${pipeline}/Approval-dev/approve`;
  if (/Stage/.test(action)) return `${pipeline}/Gate-dev`;
  if (action.startsWith("codepipeline:")) return pipeline;
  if (action.startsWith("lambda:")) return `arn:aws:lambda:eu-west-1:${account}:function:castle-dev-delivery-gate`;
  return /Object/.test(action) && !/BucketObject/.test(action) ? "arn:aws:s3:::castle-dev-evidence-100000000001/castle-dev-orders/executions/1/reports/semgrep/semgrep.sarif" : "arn:aws:s3:::castle-dev-evidence-100000000001";
};

/** What IAM says to a role that is granted everything, under the boundary as it is synthesised. */
const may = async (role: string, action: string, resource = resourceOf(action), context: Record<string, string> = {}): Promise<boolean> => {
  const answer = await runSimulation(
    {
      request: { action, principal: `arn:aws:sts::${account}:assumed-role/${role}/somebody`, resource: { resource, accountId: account }, contextVariables: { "aws:PrincipalArn": `arn:aws:iam::${account}:role/${role}`, ...context } },
      identityPolicies: [{ name: "everything", policy: { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }] } }],
      permissionBoundaryPolicies: [{ name: "boundary", policy: JSON.parse(boundaryOf(stack)) as unknown }],
      serviceControlPolicies: [],
      resourceControlPolicies: [],
    },
    {},
  );
  if (answer.resultType === "error") throw new Error(`${action}: ${JSON.stringify(answer.errors)}`);
  return answer.overallResult === "Allowed";
};

const whoMay: Readonly<Record<Guard, readonly string[]>> = {
  overrides: ["castle-dev-break-glass"],
  approvals: ["castle-dev-break-glass", "castle-dev-release-manager"],
  edits: ["castle-dev-apply"],
  builds: ["castle-dev-break-glass"],
  locks: ["castle-dev-apply"],
  gates: ["castle-dev-break-glass"],
  evidence: ["castle-dev-apply"],
};
const everybody = ["castle-dev-break-glass", "castle-dev-release-manager", "castle-dev-apply", "castle-dev-plan", "castle-dev-orders", "castle-dev-orders-build", "castle-dev-deploy-orders"];

describe.each(Object.entries(guardedActions))("the boundary on %s", (guard, actions) => {
  it.each([...actions])("%s: those who are named, and nobody else, whatever they are granted", async (action) => {
    const allowed: string[] = [];
    for (const role of everybody) if (await may(role, action)) allowed.push(role);
    expect(allowed.sort()).toEqual([...whoMay[guard as Guard]].sort());
  });
});

describe("the boundary on pipelines", () => {
  it("lets a role that is marked start builds, and override nothing", async () => {
    const mark = { [`aws:PrincipalTag/${startsBuilds.key}`]: startsBuilds.value };
    expect(await may("castle-dev-orders", "codebuild:StartBuild", project, mark)).toBe(true);
    for (const name of ["lock", "gate"]) expect(await may("castle-dev-orders", "lambda:InvokeFunction", `arn:aws:lambda:eu-west-1:${account}:function:castle-dev-delivery-${name}`, mark)).toBe(true);
    expect(await may("castle-dev-reporter", "lambda:InvokeFunction", `arn:aws:lambda:eu-west-1:${account}:function:castle-dev-reporter`)).toBe(true);
    expect(await may("castle-dev-orders", "codepipeline:OverrideStageCondition", undefined, mark)).toBe(false);
  });

  it("lets nobody but the apply role mark a role", async () => {
    const role = `arn:aws:iam::${account}:role/castle-dev-orders-build`;
    expect(await may("castle-dev-apply", "iam:TagRole", role)).toBe(true);
    expect(await may("castle-dev-break-glass", "iam:TagRole", role)).toBe(false);
    expect(await may("castle-dev-apply", "iam:TagRole", `arn:aws:iam::${account}:role/castle-dev-plan`)).toBe(false);
  });

  it("lets builds hand over their reports, deployments change the application's function, and everybody look", async () => {
    expect(await may("castle-dev-orders-semgrep", "s3:PutObject", resourceOf("s3:PutObjectRetention"))).toBe(true);
    expect(await may("castle-dev-deploy-orders", "lambda:UpdateFunctionCode", `arn:aws:lambda:eu-west-1:${account}:function:orders`)).toBe(true);
    for (const action of ["codepipeline:GetPipeline", "codepipeline:GetPipelineState"]) expect(await may("castle-dev-read-only", action, pipeline)).toBe(true);
    expect(await may("castle-dev-read-only", "codebuild:BatchGetProjects", project)).toBe(true);
    expect(await may("castle-dev-orders", "codepipeline:StartPipelineExecution", pipeline)).toBe(true);
  });

  it("names nobody for approvals where no approver is named", () => {
    const boundary = boundaryOf(synth());
    expect(boundary).toContain('"codepipeline:PutApprovalResult"],"Resource":"*","Condition":{"ArnNotEquals":{"aws:PrincipalArn":"arn:aws:iam::100000000001:role/castle-dev-break-glass"}}');
  });

  it("is what the guardrail asks for, and stops being it without any one of its statements on pipelines", () => {
    const judge = (policy: string) => {
      const tree = structuredClone(stack) as StackJson & { resource: Record<string, Record<string, Record<string, unknown>>> };
      const [boundary] = Object.values(tree.resource["aws_iam_policy"] ?? {}).filter(({ name }) => name === "castle-dev-boundary");
      if (boundary !== undefined) boundary["policy"] = policy;
      const { findings } = evaluateTree({ tree, identity: { environment: "dev", stage: "dev", classification: "internal", stack: "dev-bootstrap" } });
      return findings.filter(({ rule }) => rule === "pipeline-controls-kept");
    };
    expect(judge(boundaryOf(stack))).toEqual([]);
    const document = JSON.parse(boundaryOf(stack)) as { Statement: { Sid: string }[] };
    for (const sid of ["OnlyPromotionChanges", "OnlyBreakGlassOverrides", "OnlyApproversApprove", "OnlyPipelinesBuild", "KeepEvidenceAndLock"]) {
      expect([sid, judge(JSON.stringify({ ...document, Statement: document.Statement.filter(({ Sid }) => Sid !== sid) })).length]).toEqual([sid, 1]);
    }
  });

  it("reaches the services of Terraform that pipelines apply here, and none by which they would lift it", () => {
    const terraform = { ...exampleApplications.terraform, target: { ...exampleApplications.terraform.target, actions: ["sqs:CreateQueue", "organizations:DescribeAccount"] } };
    const world = synthCastle([bootstrap], castle({}, { delivery: { applications: [settingsOf(terraform as never)], portcullis: portcullisPackage } }));
    const [dev] = resourcesOf(world["dev-bootstrap"] as StackJson, "aws_iam_policy").filter(({ name }) => name === "castle-dev-boundary");
    expect(dev?.["policy"]).toContain('"sqs:*"');
    expect(dev?.["policy"]).not.toContain('"organizations:*"');
    expect(boundaryOf(stack)).not.toContain('"sqs:*"');
  });

  it("keeps within what IAM holds with the longest prefix, exceptions, deletion protection and approvers", () => {
    const exceptions = ["robot", "scanner"].map((name) => ({ name, reason: "a scanner that cannot federate", expires: "2027-01-31", roles: ["read-only" as const, "security-audit" as const] }));
    const { organisation, environments } = castle({ deletionProtection: true, baseline: { exceptions }, delivery: { approvers: [approver, `${approver}s`] } });
    const world = synthCastle([bootstrap], { organisation: { ...organisation, prefix: "castlecastle" }, environments });
    const lengths = Object.values(world).flatMap((each) => resourcesOf(each, "aws_iam_policy").map(({ policy }) => (policy as string).length));
    expect(Math.max(...lengths)).toBeLessThanOrEqual(6144);
  });

  it("is refused where it would be longer, with the way out", () => {
    const approvers = Array.from({ length: 30 }, (_, number) => `${approver}-${number}`);
    expect(() => synth({ approvers })).toThrow(/castle-dev-boundary would have \d+ characters, and IAM takes 6144\..*fewer approvers under delivery\.approvers/);
  });
});
