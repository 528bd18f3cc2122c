import { bootstrap } from "../../../stacks/bootstrap";
import { delivery } from "../../../stacks/delivery";
import { deliveryCastle, exampleApplications, portcullisPackage, settingsOf } from "../../support/delivery/castle";
import { Account } from "../../support/delivery/permissions";
import { synthCastle } from "../../support/stacks";
import { resourcesOf } from "../../support/synth";

/** What the gate's function asks of AWS, against its role, the boundary and the policies of buckets and keys, as synthesised. */
const accountId = "100000000003";
const region = "eu-west-1";
const role = "castle-prod-delivery-gate";
const [evidence, tools] = ["evidence", "tools"].map((name) => `arn:aws:s3:::castle-prod-${name}-${accountId}`) as [string, string];
const own = `${evidence}/castle-prod-orders`;

const account = (): Account => {
  const portcullis = { ...portcullisPackage, functionSha256: portcullisPackage.sha256 };
  const applications = [settingsOf({ ...exampleApplications.ecs, gateIn: "function" }), settingsOf(exampleApplications.codedeploy)];
  const castle = deliveryCastle([], { prod: { delivery: { applications, portcullis } } });
  const stacks = synthCastle([bootstrap, delivery], castle);
  const boundary = resourcesOf(stacks["prod-bootstrap"]!, "aws_iam_policy").find(({ name }) => name === "castle-prod-boundary")!;
  return new Account(stacks["prod-delivery"]!, JSON.parse(boundary["policy"] as string) as ConstructorParameters<typeof Account>[1], accountId, region, {});
};

const listing = (prefix: string) => ({ service: "s3", action: "ListBucket", resource: evidence, context: { "s3:prefix": prefix } });
const call = (service: string, action: string, resource: string) => ({ service, action, resource });

test("the function does what it has to, and nothing of what would let it or others forge", async () => {
  const known = account();
  const key = (action: string, bucket: string) => ({ ...call("kms", action, known.keyArn), context: { "kms:ViaService": `s3.${region}.amazonaws.com`, "kms:EncryptionContext:aws:s3:arn": bucket } });
  const needed = [
    call("s3", "GetObject", `${tools}/manifests/castle-prod-orders/gate-dev.json`),
    ...["executions/1/reports/", "baseline/dev/", "penetration-tests/"].map((prefix) => listing(`castle-prod-orders/${prefix}`)),
    ...["executions/1/reports/gitleaks/gitleaks.json", "baseline/dev/verdict.json", "penetration-tests/2026.yaml"].map((name) => call("s3", "GetObject", `${own}/${name}`)),
    ...["executions/1/verdicts/gate-dev/verdict.json", "baseline/dev/verdict.json"].map((name) => call("s3", "PutObject", `${own}/${name}`)),
    key("Decrypt", evidence),
    key("Decrypt", tools),
    key("GenerateDataKey", evidence),
    ...["PutJobSuccessResult", "PutJobFailureResult"].map((action) => call("codepipeline", action, "*")),
    call("logs", "PutLogEvents", `arn:aws:logs:${region}:${accountId}:log-group:/aws/lambda/${role}:log-stream:1`),
  ];
  const forbidden = [
    call("s3", "PutObject", `${own}/executions/1/reports/gitleaks/gitleaks.json`),
    call("s3", "PutObject", `${own}/penetration-tests/2026.yaml`),
    call("s3", "PutObject", `${evidence}/castle-prod-ledgers/executions/1/verdicts/gate-dev/verdict.json`),
    call("s3", "GetObject", `${evidence}/castle-prod-ledgers/executions/1/reports/gitleaks/gitleaks.json`),
    call("s3", "DeleteObject", `${own}/executions/1/verdicts/gate-dev/verdict.json`),
    call("s3", "PutObject", `${tools}/manifests/castle-prod-orders/gate-dev.json`),
    call("s3", "PutObject", `${tools}/portcullis-function-1.4.0.zip`),
    call("s3", "GetObject", `arn:aws:s3:::castle-prod-orders-artifacts-${accountId}/castle-prod-orders/Applicatio/AbCdEf`),
    call("lambda", "UpdateFunctionCode", `arn:aws:lambda:${region}:${accountId}:function:${role}`),
    call("lambda", "InvokeFunction", `arn:aws:lambda:${region}:${accountId}:function:${role}`),
    call("codepipeline", "PutApprovalResult", `arn:aws:codepipeline:${region}:${accountId}:castle-prod-orders/Approval-prod/approve`),
  ];
  const faults: string[] = [];
  const used = new Set<string>();
  for (const each of needed) {
    const allowedBy = await known.ask(role, each);
    if (allowedBy === undefined) faults.push(`may not ${each.service}:${each.action} on ${each.resource}`);
    for (const sid of allowedBy ?? []) used.add(sid);
  }
  for (const each of forbidden) if ((await known.ask(role, each)) !== undefined) faults.push(`may ${each.service}:${each.action} on ${each.resource}`);
  faults.push(...known.permissionsOf(role).Statement.flatMap(({ Sid }) => (used.has(String(Sid)) ? [] : [`does not need ${Sid}`])));
  expect(faults).toEqual([]);
});
