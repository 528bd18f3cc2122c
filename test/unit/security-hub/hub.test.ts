import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { AwsSecurityFinding } from "@aws-sdk/client-securityhub";
import { openSecurityHub } from "../../../scripts/security-hub";
import type { Session } from "../../../scripts/terraform";

/** Security Hub's two operations on loopback, as the REST API speaks (POST /findings, POST /findings/import). */
type Answer = { readonly status?: number; readonly error?: string; readonly body?: unknown };
let server: Server;
let answers: Answer[] = [];
const requests: { readonly path: string; readonly body: Record<string, unknown> }[] = [];
const waits: number[] = [];

beforeAll(async () => {
  server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    requests.push({ path: request.url!, body: JSON.parse(Buffer.concat(chunks).toString("utf8")) as Record<string, unknown> });
    const { status = 200, error, body = {} } = answers.shift() ?? {};
    response.writeHead(status, { "content-type": "application/json", ...(error === undefined ? {} : { "x-amzn-errortype": error }) }).end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
beforeEach(() => {
  answers = [];
  requests.splice(0);
  waits.splice(0);
});

const productArn = "arn:aws:securityhub:eu-central-1:333333333333:product/333333333333/default";
const open = () => {
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const session: Session = { accountId: "333333333333", region: "eu-central-1", callerArn: "arn:aws:sts::333333333333:assumed-role/builds/me", accessKeyId: "AKIA", secretAccessKey: "hush", endpoint };
  return openSecurityHub(session, (milliseconds) => Promise.resolve(waits.push(milliseconds)));
};
const finding = (id: string, arn = productArn) => ({ Id: id, ProductArn: arn }) as AwsSecurityFinding;

it("asks for its own findings page by page, and takes no other's even if they come", async () => {
  answers = [{ body: { Findings: [finding("portcullis/a/b/1"), finding("portcullis/a/bc/2"), finding("portcullis/a/b/3", "arn:other")], NextToken: "more" } }, { body: { Findings: [finding("portcullis/a/b/4")] } }];
  const found = await (await open()).findings(productArn, "portcullis/a/b/");
  expect(found.map(({ Id }) => Id)).toEqual(["portcullis/a/b/1", "portcullis/a/b/4"]);
  expect(requests.map(({ path, body }) => [path, body.NextToken])).toEqual([["/findings", undefined], ["/findings", "more"]]);
  expect(requests[0]?.body.Filters).toEqual({ ProductArn: [{ Value: productArn, Comparison: "EQUALS" }], Id: [{ Value: "portcullis/a/b/", Comparison: "PREFIX" }] });
});

it("waits between calls as AWS's rates want: 3 reads and 10 imports a second", async () => {
  const hub = await open();
  answers = [{ body: { Findings: [], NextToken: "more" } }, { body: { Findings: [] } }, { body: { FailedCount: 0 } }, { body: { FailedCount: 0 } }];
  await hub.findings(productArn, "portcullis/a/b/");
  await hub.import([finding("1")]);
  await hub.import([finding("2")]);
  expect(waits).toHaveLength(3);
  expect(waits[0]).toBeGreaterThan(200);
  expect(waits[0]).toBeLessThanOrEqual(334);
  for (const wait of waits.slice(1)) expect(wait).toBeLessThanOrEqual(100);
});

it("says which findings were not taken", async () => {
  answers = [{ body: { FailedCount: 1, SuccessCount: 1, FailedFindings: [{ Id: "2", ErrorCode: "InvalidInput", ErrorMessage: "Title" }] } }];
  expect(await (await open()).import([finding("1"), finding("2")])).toEqual({ refused: 1, refusals: [{ id: "2", code: "InvalidInput", message: "Title" }] });
});

it("sends a call again that was throttled", async () => {
  answers = [{ status: 429, error: "TooManyRequestsException" }, { body: { FailedCount: 0, SuccessCount: 1 } }];
  expect(await (await open()).import([finding("1")])).toEqual({ refused: 0, refusals: [] });
  expect(requests).toHaveLength(2);
});

it.each([
  ["InvalidAccessException", 401, "security-hub-off"],
  ["AccessDeniedException", 403, "access-denied"],
  ["ExpiredTokenException", 403, "credentials-refused"],
])("%s is explained", async (error, status, id) => {
  answers = [{ status, error }];
  await expect((await open()).findings(productArn, "portcullis/a/b/")).rejects.toMatchObject({ exitCode: 3, fault: { id, where: "Security Hub in eu-central-1 of account 333333333333" } });
});
