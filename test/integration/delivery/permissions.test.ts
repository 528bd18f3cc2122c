import { scanTools } from "../../../modules/scan-tools";
import { bootstrap } from "../../../stacks/bootstrap";
import { delivery } from "../../../stacks/delivery";
import { deliveryCastle, exampleApplications } from "../../support/delivery/castle";
import { lenientPortcullis } from "../../support/delivery/judge-package";
import { Account, callsOf } from "../../support/delivery/permissions";
import { licensedTools, optionalTools } from "../../support/delivery/pipelines";
import { complaintOf, declaredProjects, execution, isScan, runProject, type DeclaredProject } from "../../support/delivery/projects";
import { synthCastle } from "../../support/stacks";
import { resourcesOf } from "../../support/synth";

/** What each build asks of AWS, as recorded while its buildspec runs, against its role, the boundary and the policies of buckets and keys, as synthesised. */

const accountId = "100000000003";
const region = "eu-west-1";
const accountOf = { dev: "100000000001", staging: "100000000002", prod: accountId } as const;

/** Tools and gates are the same in each pipeline but for names, and so is staging to dev: the first stands for all. */
const withoutRepetition = (projects: readonly DeclaredProject[]): readonly DeclaredProject[] => {
  const isAlike = (project: DeclaredProject): boolean => isScan(project) || project.part.startsWith("gate-");
  return projects.filter((project) => !project.part.endsWith("-staging") && (!isAlike(project) || projects.find(({ part }) => part === project.part) === project));
};

const world = async () => {
  const portcullis = await lenientPortcullis();
  const { version, sha256 } = portcullis;
  const { ecs, ...others } = exampleApplications;
  // One language: what is built makes no difference to the calls.
  const applications = [{ ...ecs, tools: optionalTools }, ...Object.values(others)].map((application) => ({ ...application, languages: ["node"] as const }));
  const castle = deliveryCastle([], { prod: { delivery: { applications: JSON.parse(JSON.stringify(applications)), portcullis: { version, sha256 }, licensedTools } } });
  const stacks = synthCastle([bootstrap, delivery], castle);
  const stack = stacks["prod-delivery"]!;
  const boundary = resourcesOf(stacks["prod-bootstrap"]!, "aws_iam_policy").find(({ name }) => name === "castle-prod-boundary")!;
  const stackOf = Object.fromEntries(castle.environments.map((environment) => [environment.accountId, stacks[`${environment.name}-delivery`]!]));
  return { portcullis, account: new Account(stack, JSON.parse(boundary["policy"]), accountId, region, stackOf), projects: withoutRepetition(declaredProjects(stack)) };
};

let ready: Awaited<ReturnType<typeof world>>;
beforeAll(async () => {
  ready = await world();
});

/** What no build may do, whichever it is. */
const forbidden = ({ name, pipeline, part }: DeclaredProject) => {
  const evidence = `arn:aws:s3:::castle-prod-evidence-${accountId}`;
  const own = `${evidence}/${pipeline}/executions/${execution}`;
  const elsewhere = part === "gitleaks" ? "semgrep" : "gitleaks";
  return [
    ["s3", "PutObject", `${own}/reports/${elsewhere}/report.json`],
    ["s3", "PutObject", `${own}/reports/${part}/../${elsewhere}/report.json`],
    ["s3", "PutObject", `${evidence}/castle-prod-other/executions/${execution}/reports/${part}/report.json`],
    ["s3", "PutObject", `${evidence}/${pipeline}/penetration-tests/2026.yaml`],
    ...(part.startsWith("gate-") ? [] : [["s3", "PutObject", `${own}/verdicts/gate-prod/verdict.json`], ["s3", "PutObject", `${evidence}/${pipeline}/baseline/prod/verdict.json`]]),
    ["s3", "DeleteObject", `${own}/reports/${part}/report.json`],
    ["s3", "DeleteObjectVersion", `${own}/reports/${part}/report.json`],
    ["s3", "BypassGovernanceRetention", `${own}/reports/${part}/report.json`],
    ["s3", "PutObject", `arn:aws:s3:::castle-prod-tools-${accountId}/portcullis-1.4.0.tgz`],
    ["s3", "GetObject", `arn:aws:s3:::castle-prod-other-artifacts-${accountId}/castle-prod-other/Applicatio/AbCdEfG`],
    ...Object.entries(licensedTools).filter(([tool]) => tool !== part).map(([, { secretArn }]) => ["secretsmanager", "GetSecretValue", secretArn]),
    ["iam", "PassRole", `arn:aws:iam::${accountId}:role/${name}`],
    ["iam", "CreateAccessKey", `arn:aws:iam::${accountId}:user/somebody`],
    ["sts", "AssumeRole", `arn:aws:iam::${accountId}:role/castle-prod-apply`],
    ["sts", "AssumeRole", `arn:aws:iam::${accountId}:role/castle-prod-deploy-${pipeline.endsWith("-orders") ? "prices" : "orders"}.prod`],
    // A plan runs before anybody has approved it.
    ...Object.entries(accountOf).filter(([environment]) => part.endsWith(`plan-${environment}`)).map(([environment, account]) => ["sts", "AssumeRole", `arn:aws:iam::${account}:role/castle-${environment}-deploy-${pipeline.replace("castle-prod-", "")}.prod`]),
    ["codebuild", "StartBuild", `arn:aws:codebuild:${region}:${accountId}:project/${name}`],
    ["codebuild", "UpdateProject", `arn:aws:codebuild:${region}:${accountId}:project/${name}`],
    ["codepipeline", "PutApprovalResult", `arn:aws:codepipeline:${region}:${accountId}:${pipeline}/Approval-prod/approve`],
    ["codepipeline", "OverrideStageCondition", `arn:aws:codepipeline:${region}:${accountId}:${pipeline}/Deploy-prod`],
    ["lambda", "UpdateFunctionCode", `arn:aws:lambda:${region}:${accountId}:function:castle-prod-delivery-lock`],
  ].map(([service, action, resource]) => ({ service: service!, action: action!, resource: resource! }));
};

test("every part of every pipeline does what it has to, by its own role, and every statement of that role is needed", async () => {
  const { account, portcullis, projects } = ready;
  const faults: string[] = [];
  for (const project of projects) {
    const result = await runProject(project, portcullis);
    if (result.failedPhase !== undefined) faults.push(`${project.name} did not come to its end: ${complaintOf(result)}`);
    const used = new Set<string>();
    for (const call of callsOf({ ...project, project: project.name, region, accountId, keyArn: account.keyArn }, result.calls)) {
      const allowedBy = await account.ask(project.name, call);
      if (allowedBy === undefined) faults.push(`${project.name} may not ${call.service}:${call.action} on ${call.resource}`);
      for (const sid of allowedBy ?? []) used.add(sid);
    }
    const unused = account.permissionsOf(project.name).Statement.filter(({ Sid }) => !used.has(String(Sid)));
    if (result.failedPhase === undefined) faults.push(...unused.map(({ Sid }) => `${project.name} does not need ${Sid}`));
  }
  expect(faults).toEqual([]);
});

test("no part of a pipeline can forge another's word, reach another's secret, or lead the pipeline", async () => {
  const { account, projects } = ready;
  const faults: string[] = [];
  for (const project of projects) {
    for (const call of forbidden(project)) {
      if ((await account.ask(project.name, call)) !== undefined) faults.push(`${project.name} may ${call.service}:${call.action} on ${call.resource}`);
    }
  }
  expect(faults).toEqual([]);
});

test("every tool that looks at Node.js is among them", () => {
  const parts = new Set(ready.projects.map(({ part }) => part));
  const tools = scanTools.filter(({ languages }) => languages === undefined || languages.includes("node"));
  expect(tools.map(({ name }) => name).filter((name) => !parts.has(name))).toEqual([]);
});
