import type { Application } from "../../../modules/pipeline";
import { bootstrap } from "../../../stacks/bootstrap";
import { delivery } from "../../../stacks/delivery";
import { deliveryCastle, exampleApplications } from "../../support/delivery/castle";
import { Account } from "../../support/delivery/permissions";
import { synthCastle } from "../../support/stacks";
import { resourcesOf } from "../../support/synth";

const accountId = "100000000003";
const region = "eu-west-1";
const execution = "11111111-2222-4333-8444-555555555555";
const evidence = `arn:aws:s3:::castle-prod-evidence-${accountId}`;

/** Its deployment writes objects, as many do. */
const writing: Application = { ...exampleApplications.terraform, target: { kind: "terraform", folder: "infrastructure", actions: ["s3:PutObject", "s3:GetObject"] } };
const stacks = synthCastle([bootstrap, delivery], deliveryCastle([writing, exampleApplications.lambda]));
const boundary = resourcesOf(stacks["prod-bootstrap"]!, "aws_iam_policy").find(({ name }) => name === "castle-prod-boundary")!;
const account = new Account(stacks["prod-delivery"]!, JSON.parse(String(boundary["policy"])), accountId, region, { [accountId]: stacks["prod-delivery"]! });

/** Tags of a role as a request of its sessions has them. */
const tagsOf = (role: string): Readonly<Record<string, string>> => {
  const { tags = {} } = resourcesOf(stacks["prod-delivery"]!, "aws_iam_role").find(({ name }) => name === role) ?? {};
  return Object.fromEntries(Object.entries(tags as Readonly<Record<string, string>>).map(([key, value]) => [`aws:PrincipalTag/${key}`, value]));
};
const may = async (role: string, action: string, resource: string): Promise<boolean> => (await account.ask(role, { service: "s3", action, resource, context: tagsOf(role) })) !== undefined;
const pipeline = `castle-prod-${writing.name}`;
const reports = `${evidence}/${pipeline}/executions/${execution}/reports`;

test("a build writes its own reports, and by no path that climbs those of another", async () => {
  const build = `${pipeline}-build`;
  expect(await may(build, "PutObject", `${reports}/build/junit-node.xml`)).toBe(true);
  for (const key of ["build/../gitleaks/gitleaks.json", "gitleaks/reports/build/../../gitleaks.json", "build/x/../../semgrep/semgrep.json.record.json"]) {
    expect([key, await may(build, "PutObject", `${reports}/${key}`)]).toEqual([key, false]);
  }
});

test("a deployment that may write objects writes no evidence", async () => {
  const deployment = `castle-prod-deploy-${writing.name}.prod`;
  expect(await may(deployment, "PutObject", "arn:aws:s3:::somewhere-of-the-team/key")).toBe(true);
  for (const key of [`${pipeline}/executions/${execution}/reports/gitleaks/gitleaks.json`, `castle-prod-prices/executions/${execution}/verdicts/gate-prod/verdict.json`]) {
    expect([key, await may(deployment, "PutObject", `${evidence}/${key}`)]).toEqual([key, false]);
  }
});

test("a plan of such a deployment reads its own state, and writes nothing at all", async () => {
  const plan = `castle-prod-deploy-${writing.name}.prod-plan`;
  const states = `arn:aws:s3:::castle-prod-application-state-${accountId}`;
  expect(await may(plan, "GetObject", `${states}/${writing.name}/terraform.tfstate`)).toBe(true);
  expect(await may(plan, "GetObject", `${states}/prices/terraform.tfstate`)).toBe(false);
  for (const key of ["terraform.tfstate", "terraform.tfstate.tflock"]) {
    expect([key, await may(plan, "PutObject", `${states}/${writing.name}/${key}`)]).toEqual([key, false]);
  }
  for (const key of ["arn:aws:s3:::somewhere-of-the-team/key", `${evidence}/${pipeline}/executions/${execution}/plans/plan-prod/plan.txt`]) {
    expect([key, await may(plan, "PutObject", key)]).toEqual([key, false]);
  }
});

test("a deployment that may read and write objects reaches its own state, and no other's", async () => {
  const deployment = `castle-prod-deploy-${writing.name}.prod`;
  const states = `arn:aws:s3:::castle-prod-application-state-${accountId}`;
  for (const action of ["GetObject", "PutObject"]) {
    expect([action, await may(deployment, action, `${states}/${writing.name}/terraform.tfstate`)]).toEqual([action, true]);
    expect([action, await may(deployment, action, `${states}/prices/terraform.tfstate`)]).toEqual([action, false]);
  }
});
