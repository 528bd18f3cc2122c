import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { webAclReader } from "../../../scripts/aws";
import type { Session } from "../../../scripts/terraform";

/** AWS WAF on loopback: answers a call by its action and input. */
let server: Server;
let answer: (action: string, input: Record<string, unknown>) => { readonly status?: number; readonly body: object };
let asked: string[];
beforeAll(async () => {
  server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const action = String(request.headers["x-amz-target"]).split(".")[1]!;
    asked.push(action);
    const { status = 200, body } = answer(action, JSON.parse(Buffer.concat(chunks).toString("utf8")));
    response.writeHead(status, { "content-type": "application/x-amz-json-1.1" }).end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});
beforeEach(() => {
  asked = [];
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const reader = () => {
  const session: Session = { accountId: "111111111111", region: "eu-central-1", callerArn: "arn:aws:sts::111111111111:assumed-role/plan/me", accessKeyId: "AKIA", secretAccessKey: "hush", endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
  return webAclReader(session);
};
const failing = (name: string) => () => ({ status: 400, body: { __type: name, message: "no" } });

it("reads every page of Web ACLs, of this region only", async () => {
  answer = (action, { Scope, NextMarker, Name }) => {
    expect(Scope).toBe("REGIONAL");
    if (action === "GetWebACL") return { body: { WebACL: { Name, Rules: [] } } };
    return { body: NextMarker === "more" ? { WebACLs: [{ Name: "second", Id: "2" }] } : { WebACLs: [{ Name: "first", Id: "1" }], NextMarker: "more" } };
  };
  expect((await reader().webAcls()).map(({ Name }) => Name)).toEqual(["first", "second"]);
  expect(asked).toEqual(["ListWebACLs", "GetWebACL", "ListWebACLs", "GetWebACL"]);
});

it("an answer without what was asked for is a failure, never an empty Web ACL", async () => {
  answer = (action) => ({ body: action === "ListWebACLs" ? { WebACLs: [{ Name: "first", Id: "1" }] } : {} });
  await expect(reader().webAcls()).rejects.toMatchObject({ exitCode: 3, fault: { id: "web-acls-unreadable", where: "its Web ACLs in account 111111111111, eu-central-1" } });
  await expect(reader().ruleGroup("arn:group")).rejects.toMatchObject({ fault: { id: "web-acls-unreadable", where: "arn:group in account 111111111111, eu-central-1" } });
});

it.each([["AccessDeniedException", "access-denied"], ["ExpiredTokenException", "credentials-refused"], ["WAFInvalidOperationException", "web-acls-unreadable"]])("%s is said to people as %s", async (name, id) => {
  answer = failing(name);
  await expect(reader().webAcls()).rejects.toMatchObject({ exitCode: 3, fault: { id } });
});
