import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { environments } from "../../../environments";
import { StsSessions } from "../../../scripts/aws";

const dev = environments.find(({ name }) => name === "dev")!;
const minute = 60_000;
const began = Date.parse("2026-11-22T10:00:00Z");
const passing = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

describe("role sessions", () => {
  let server: Server;
  let now: number;
  /** Roles that were asked for, in order. */
  let assumed: string[];
  let isRefusing: boolean;

  beforeEach(async () => {
    now = began;
    assumed = [];
    isRefusing = false;
    server = createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const arn = new URLSearchParams(Buffer.concat(chunks).toString("utf8")).get("RoleArn")!;
      if (isRefusing) return void response.writeHead(403, { "content-type": "text/xml" }).end("<ErrorResponse><Error><Code>AccessDenied</Code><Message>no</Message></Error></ErrorResponse>");
      assumed.push(arn.split("/").at(-1)!);
      await passing(5);
      const credentials = `<AccessKeyId>KEY${assumed.length}</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken><Expiration>${new Date(now + 60 * minute).toISOString()}</Expiration>`;
      const answer = `<AssumeRoleResponse><AssumeRoleResult><AssumedRoleUser><Arn>${arn}/portcullis</Arn><AssumedRoleId>a:b</AssumedRoleId></AssumedRoleUser><Credentials>${credentials}</Credentials></AssumeRoleResult></AssumeRoleResponse>`;
      response.writeHead(200, { "content-type": "text/xml" }).end(answer);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  });
  afterEach(() => {
    server.close();
    server.closeAllConnections();
  });
  const open = () => new StsSessions({ AWS_ENDPOINT_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }, { now: () => new Date(now) });
  const key = async (sessions: StsSessions) => (await sessions.session(dev, "apply")).accessKeyId;

  test("are asked for once a role, and named by region", async () => {
    const sessions = open();
    expect(await key(sessions)).toBe("KEY1");
    expect(await sessions.session(dev, "apply", "eu-west-1")).toMatchObject({ accessKeyId: "KEY1", region: "eu-west-1", accountId: dev.accountId });
    expect(await sessions.session(dev, "plan")).toMatchObject({ accessKeyId: "KEY2", region: dev.homeRegion });
    expect(assumed).toEqual(["portcullis-dev-apply", "portcullis-dev-plan"]);
  });

  test("are kept while an apply that begins now would end before they do, and then asked for again, once for all who wait", async () => {
    const sessions = open();
    await key(sessions);
    now = began + 39 * minute;
    expect(await key(sessions)).toBe("KEY1");
    now = began + 41 * minute;
    expect(await Promise.all([key(sessions), key(sessions), key(sessions)])).toEqual(["KEY2", "KEY2", "KEY2"]);
    expect(assumed).toHaveLength(2);
  });

  test("that were handed out long ago give a client keys that have not ended", async () => {
    const session = await open().session(dev, "apply");
    expect(await session.renewed!()).toMatchObject({ accessKeyId: "KEY1", expiration: new Date(began + 60 * minute) });
    now = began + 59 * minute;
    expect(await session.renewed!()).toMatchObject({ accessKeyId: "KEY2", expiration: new Date(began + 119 * minute) });
    expect(session.accessKeyId).toBe("KEY1");
  });

  test("that are refused are asked for again by the next, and the refusal names what to do", async () => {
    const sessions = open();
    isRefusing = true;
    await expect(key(sessions)).rejects.toMatchObject({ exitCode: 3, fault: { id: "no-session", remedy: expect.stringContaining("emulator status") } });
    isRefusing = false;
    expect(await key(sessions)).toBe("KEY1");
  });
});
