import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { callerOf } from "../../../../scripts/doctor/account/call";
import { services } from "../../../../stacks/bootstrap/services";

let server: Server;
let asked: IncomingMessage;
let answer: { readonly status: number; readonly headers?: Record<string, string>; readonly body: string };

beforeAll(async () => {
  server = createServer((request, response) => {
    asked = request;
    request.resume();
    request.once("end", () => response.writeHead(answer.status, answer.headers).end(answer.body));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const caller = () =>
  callerOf({ accountId: "100000000001", region: "eu-west-1", callerArn: "arn", accessKeyId: "AKIA", secretAccessKey: "hush", sessionToken: "token", endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });

describe("a signed call", () => {
  it("speaks JSON with a target, signed for its service and region, and never sends the secret", async () => {
    answer = { status: 200, body: '{"trailList":[]}' };
    expect(await caller().json("cloudtrail", "com.amazonaws.X.DescribeTrails", {})).toEqual({ trailList: [] });
    expect(asked.headers).toMatchObject({ "x-amz-target": "com.amazonaws.X.DescribeTrails", "x-amz-security-token": "token", authorization: expect.stringMatching(/^AWS4-HMAC-SHA256 Credential=AKIA\/\d{8}\/eu-west-1\/cloudtrail\/aws4_request/) });
    expect(JSON.stringify(asked.headers)).not.toContain("hush");
  });

  it("asks IAM in the one region that it is signed for, by a form", async () => {
    answer = { status: 200, body: "<Arn>a</Arn>" };
    expect(await caller().query("iam", "2010-05-08", { Action: "ListOpenIDConnectProviders" })).toBe("<Arn>a</Arn>");
    expect(asked.headers.authorization).toContain("/us-east-1/iam/aws4_request");
  });

  it("keeps a query in the address", async () => {
    answer = { status: 200, body: "{}" };
    await caller().rest("access-analyzer", "GET", "/analyzer?type=ACCOUNT");
    expect(asked.url).toBe("/analyzer?type=ACCOUNT");
  });

  it.each([
    ["a header", { status: 403, headers: { "x-amzn-errortype": "AccessDeniedException:http://internal" }, body: '{"Message":"Macie is not enabled."}' }, "AccessDeniedException", "Macie is not enabled."],
    ["a type with a prefix", { status: 400, body: '{"__type":"com.amazonaws.ssm#InvalidDocument","message":"none"}' }, "InvalidDocument", "none"],
    ["XML", { status: 403, body: "<ErrorResponse><Error><Code>AccessDenied</Code><Message>no</Message></Error></ErrorResponse>" }, "AccessDenied", "no"],
    ["neither", { status: 502, body: "Bad gateway" }, "HTTP 502", ""],
  ])("names AWS' refusal: %s", async (_, refused, name, message) => {
    answer = refused;
    await expect(caller().rest("macie2", "GET", "/macie")).rejects.toMatchObject({ name, message, status: refused.status });
  });
});

/** What each capability asks, in the words of IAM. */
const actions = [
  "access-analyzer:ListAnalyzers",
  "cloudtrail:DescribeTrails",
  "config:DescribeConfigurationRecorders",
  "ec2:DescribeVpcs",
  "guardduty:GetAdministratorAccount",
  "guardduty:ListDetectors",
  "inspector2:BatchGetAccountStatus",
  "inspector2:ListDelegatedAdminAccounts",
  "macie2:GetAdministratorAccount",
  "macie2:GetMacieSession",
  "s3:ListBucket",
  "securityhub:DescribeHub",
  "securityhub:GetAdministratorAccount",
  "ssm:DescribeDocument",
];

it.each(actions)("the plan role may ask %s", (action) => {
  const [service, name = ""] = action.split(":");
  const patterns = services.filter((each) => each.service === service).flatMap(({ read }) => read);
  expect(patterns.some((pattern) => new RegExp(`^${pattern.replaceAll("*", ".*")}$`).test(name))).toBe(true);
});
