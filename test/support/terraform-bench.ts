import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { CreateBucketCommand, S3Client } from "@aws-sdk/client-s3";
import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import { pythonInterpreter, startEmulator, stopEmulator, type StartedEmulator } from "../../scripts/emulator";
import { findProviderSource, findTerraform, prepareFolder, TerraformRunner, writeCliConfig, type ProgressEvent, type RunnerOptions, type Session } from "../../scripts/terraform";

export const region = "eu-west-1";

/** An emulator of its own, a state bucket, and Terraform on small trees. */
export class TerraformBench {
  public readonly events: ProgressEvent[] = [];

  private constructor(
    public readonly root: string,
    public readonly emulator: StartedEmulator,
    public readonly session: Session,
    private readonly options: Pick<RunnerOptions, "binary" | "cliConfigFile">,
  ) {}

  public static async open(accountId: string): Promise<TerraformBench> {
    const root = await mkdtemp(join(tmpdir(), "portcullis-bench-"));
    const checkout = resolve(__dirname, "..", "..");
    const python = await pythonInterpreter(checkout, process.env, process.stderr);
    const emulator = await startEmulator({ root, python, idleMinutes: 15 });
    const session = await sessionIn(accountId, emulator.endpoint);
    const client = new S3Client({ region, endpoint: emulator.endpoint, forcePathStyle: true, credentials: session });
    await client.send(new CreateBucketCommand({ Bucket: stateBucket(accountId), CreateBucketConfiguration: { LocationConstraint: region } }));
    client.destroy();
    const binary = await findTerraform(process.env);
    const cliConfigFile = await writeCliConfig(findProviderSource(process.env), join(root, "cli"));
    return new TerraformBench(root, emulator, session, { binary, cliConfigFile });
  }

  public async close(): Promise<void> {
    await stopEmulator({ root: this.root });
    await rm(this.root, { recursive: true, force: true });
  }

  public runner(options: Partial<RunnerOptions> = {}): TerraformRunner {
    return new TerraformRunner({ ...this.options, session: this.session, environment: process.env, lockTimeoutSeconds: 0, listener: (event) => this.events.push(event), ...options });
  }

  /** Writes a synthesised folder and a private copy of it; returns the copy. */
  public async stack(name: string, tree: { readonly resource: object; readonly output?: object }, accountId = this.session.accountId): Promise<string> {
    const stackFolder = join(this.root, "synthesised", name);
    await mkdir(stackFolder, { recursive: true });
    await writeFile(
      join(stackFolder, "cdk.tf.json"),
      JSON.stringify({
        terraform: {
          backend: { s3: { bucket: stateBucket(this.session.accountId), key: `${name}.tfstate`, region, encrypt: true, use_lockfile: true } },
          required_providers: { aws: { source: "hashicorp/aws", version: "5.100.0" } },
        },
        provider: { aws: [{ region, allowed_account_ids: [accountId] }] },
        ...tree,
      }),
    );
    const workFolder = join(this.root, "work", name);
    await prepareFolder({ stackFolder, workFolder });
    return workFolder;
  }

  public journalFile = (name: string): string => join(this.root, "journals", `${name}.jsonl`);
}

const stateBucket = (accountId: string) => `state-${accountId}`;

export async function sessionIn(accountId: string, endpoint: string): Promise<Session> {
  const sts = new STSClient({ region, endpoint, credentials: { accessKeyId: "test", secretAccessKey: "test" } });
  const { Credentials, AssumedRoleUser } = await sts.send(new AssumeRoleCommand({ RoleArn: `arn:aws:iam::${accountId}:role/any`, RoleSessionName: "portcullis-test" }));
  sts.destroy();
  return {
    accountId,
    region,
    endpoint,
    callerArn: AssumedRoleUser!.Arn!,
    accessKeyId: Credentials!.AccessKeyId!,
    secretAccessKey: Credentials!.SecretAccessKey!,
    sessionToken: Credentials!.SessionToken!,
  };
}
