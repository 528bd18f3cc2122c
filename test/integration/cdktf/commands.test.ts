import { spawn } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { CreateAliasCommand, CreateKeyCommand, KMSClient } from "@aws-sdk/client-kms";
import { CreateBucketCommand, GetObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { environments, names, organisation, stackId, stateKey } from "../../../environments";
import { pythonInterpreter, startEmulator } from "../../../scripts/emulator";
import { findProviderSource, writeCliConfig, type Session } from "../../../scripts/terraform";
import { terraformEnvironment } from "../../../scripts/terraform/environment";
import { Checkout } from "../../support/checkout";
import { sessionIn } from "../../support/terraform-bench";

/** cdktf's own commands, as everyone knows them, on a clone with an embedded AWS of its own: they go round the gates and are for dev. */
const [dev] = environments;
const edge = stackId(dev!, "edge", dev!.homeRegion);
const offline = "--skip-provider-lock";
const alone = "--ignore-missing-stack-dependencies";
/** Where an earlier command has synthesised: each synthesis compiles too. */
const again = "--skip-synth";

let checkout: Checkout;
let session: Session;
let cliConfigFile: string;

/** Where bootstrap keeps states, made by hand: the bucket, and the key that the backend names. */
const makeStateBucket = async (): Promise<void> => {
  const at = { region: dev!.homeRegion, endpoint: session.endpoint, credentials: session };
  const { stateBucket, keyAlias } = names(organisation, dev!);
  const s3 = new S3Client({ ...at, forcePathStyle: true });
  await s3.send(new CreateBucketCommand({ Bucket: stateBucket, CreateBucketConfiguration: { LocationConstraint: dev!.homeRegion as never } }));
  const kms = new KMSClient(at);
  const { KeyMetadata: key } = await kms.send(new CreateKeyCommand({}));
  await kms.send(new CreateAliasCommand({ AliasName: keyAlias("state"), TargetKeyId: key!.KeyId! }));
  s3.destroy();
  kms.destroy();
};

/** Resource types in the state that the bucket holds. */
const typesInState = async (): Promise<readonly string[]> => {
  const s3 = new S3Client({ region: dev!.homeRegion, endpoint: session.endpoint, credentials: session, forcePathStyle: true });
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: names(organisation, dev!).stateBucket, Key: stateKey(edge) }));
  const state = JSON.parse(await Body!.transformToString()) as { resources: readonly { mode: string; type: string }[] };
  s3.destroy();
  return state.resources.filter(({ mode }) => mode === "managed").map(({ type }) => type);
};

/** Everything it says, without colours and spinners. */
const cdktf = (...words: readonly string[]): Promise<{ readonly code: number | null; readonly said: string }> =>
  new Promise((resolve, reject) => {
    const child = spawn(join(checkout.folder, "node_modules", ".bin", "cdktf"), words, {
      cwd: checkout.folder,
      env: terraformEnvironment({ base: process.env, session, cliConfigFile }),
      stdio: ["ignore", "pipe", "pipe"],
    });
    const chunks: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => chunks.push(chunk));
    child.once("error", reject);
    child.once("close", (code) => resolve({ code, said: stripVTControlCharacters(Buffer.concat(chunks).toString("utf8")) }));
  });

beforeAll(async () => {
  checkout = new Checkout({ isCompiled: true });
  const python = await pythonInterpreter(checkout.folder, process.env, process.stderr);
  const { endpoint } = await startEmulator({ root: checkout.folder, python, idleMinutes: 15 });
  session = { ...(await sessionIn(dev!.accountId, endpoint)), region: dev!.homeRegion };
  cliConfigFile = await writeCliConfig(findProviderSource(process.env), join(checkout.folder, ".portcullis"));
  await makeStateBucket();
});
afterAll(() => checkout.remove());

test("cdktf list names every stack", async () => {
  const { code, said } = await cdktf("list");
  expect({ code, said }).toEqual({ code: 0, said: expect.stringContaining(edge) });
  for (const environment of environments) for (const name of ["bootstrap", "audit", "network", "edge"]) expect(said).toContain(stackId(environment, name));
});

test("cdktf synth writes every stack into cdktf.out, by the app that cdktf.json names", async () => {
  const { code, said } = await cdktf("synth");
  expect({ code, said }).toEqual({ code: 0, said: expect.stringContaining("Generated Terraform code for the stacks") });
  expect(readdirSync(join(checkout.folder, "cdktf.out", "stacks"))).toContain(edge);
  expect(readdirSync(join(checkout.folder, "cdktf.out"))).toContain("portcullis.json");
});

test.each([
  ["diff", []],
  ["plan", [again]],
])("cdktf %s shows what would be created", async (command, more) => {
  const { code, said } = await cdktf(command, edge, offline, ...more);
  expect({ code, said }).toEqual({ code: 0, said: expect.stringMatching(/Plan: \d+ to add, 0 to change, 0 to destroy/) });
});

test("cdktf deploy creates it, apply finds nothing more to do, destroy removes it", async () => {
  expect(await cdktf("deploy", edge, "--auto-approve", offline, alone, again)).toEqual({ code: 0, said: expect.stringContaining("Apply complete!") });
  expect(await typesInState()).toEqual(expect.arrayContaining(["aws_wafv2_web_acl", "aws_wafv2_web_acl_logging_configuration"]));

  expect(await cdktf("apply", edge, "--auto-approve", offline, alone, again)).toEqual({ code: 0, said: expect.stringContaining("No changes") });

  expect(await cdktf("destroy", edge, "--auto-approve", offline, alone, again)).toEqual({ code: 0, said: expect.stringContaining("Destroy complete!") });
  expect(await typesInState()).toEqual([]);
});
