import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { AttachUserPolicyCommand, CreateAccessKeyCommand, CreateUserCommand, IAMClient, UploadServerCertificateCommand } from "@aws-sdk/client-iam";
import { pythonInterpreter, startEmulator, stopEmulator } from "../../../scripts/emulator";
import { sessionIn } from "../../support/terraform-bench";

// jest does not take testTimeout from a project.
jest.setTimeout(60_000);

const root = resolve(__dirname, "..", "..", "..");
const accountId = "111111111111";
let folder: string;
let environment: NodeJS.ProcessEnv;

/** The function as Lambda loads it: a process of its own, the SDK from beside it, credentials by environment. */
const run = async (ruleParameters: object): Promise<unknown> => {
  const event = { accountId, resultToken: "TESTMODE", ruleParameters: JSON.stringify(ruleParameters), invokingEvent: JSON.stringify({ messageType: "ScheduledNotification", notificationCreationTime: "2026-03-01T00:00:00Z" }) };
  const module = pathToFileURL(join(root, "modules", "config-rules", "lambda", "index.mjs")).href;
  const script = `const { handler } = await import(${JSON.stringify(module)}); console.log(JSON.stringify(await handler(JSON.parse(process.env.EVENT))));`;
  const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "--eval", script], { env: { ...environment, EVENT: JSON.stringify(event) } });
  return JSON.parse(stdout);
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "portcullis-config-rules-"));
  const { endpoint } = await startEmulator({ root: folder, python: await pythonInterpreter(root, process.env, process.stderr), idleMinutes: 5 });
  const session = await sessionIn(accountId, endpoint);
  environment = { PATH: process.env["PATH"], AWS_ENDPOINT_URL: endpoint, AWS_REGION: session.region, AWS_ACCESS_KEY_ID: session.accessKeyId, AWS_SECRET_ACCESS_KEY: session.secretAccessKey, AWS_SESSION_TOKEN: session.sessionToken };
  const iam = new IAMClient({ region: session.region, endpoint, credentials: session });
  for (const UserName of ["one-key", "two-keys"]) await iam.send(new CreateUserCommand({ UserName }));
  for (const UserName of ["one-key", "two-keys", "two-keys"]) await iam.send(new CreateAccessKeyCommand({ UserName }));
  await iam.send(new AttachUserPolicyCommand({ UserName: "one-key", PolicyArn: "arn:aws:iam::aws:policy/AWSCloudShellFullAccess" }));
  await iam.send(new UploadServerCertificateCommand({ ServerCertificateName: "front", CertificateBody: "-----BEGIN CERTIFICATE-----", PrivateKey: "none" }));
  iam.destroy();
});
afterAll(async () => {
  await stopEmulator({ root: folder });
  await rm(folder, { recursive: true, force: true });
});

test.each<[string, object, object]>([
  ["a user with two active keys", { check: "one-active-access-key", maximumActiveKeys: "1" }, { evaluations: 2, violations: 1 }],
  ["both users within another limit", { check: "one-active-access-key", maximumActiveKeys: "2" }, { evaluations: 2, violations: 0 }],
  ["who may use CloudShell wholly", { check: "cloudshell-access-restricted" }, { violations: 1 }],
  ["certificates, by their day of expiry", { check: "no-expired-server-certificate" }, { evaluations: 1 }],
])("the function asks IAM and answers AWS Config: %s", async (_what, parameters, expected) => {
  expect(await run(parameters)).toMatchObject(expected);
});
