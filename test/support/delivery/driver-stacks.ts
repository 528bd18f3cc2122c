import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { CreateBucketCommand, PutBucketPolicyCommand, S3Client } from "@aws-sdk/client-s3";
import { names, type Environment, type Organisation } from "../../../environments";
import { JournalWriter, prepareFolder, type PlanJson, type Session, type TerraformRunner } from "../../../scripts/terraform";
import { createApp } from "../../../stacks";
import { delivery } from "../../../stacks/delivery";
import { temporaryFolder } from "../temporary-folder";
import { sessionIn, type TerraformBench } from "../terraform-bench";

export interface World {
  readonly organisation: Organisation;
  readonly environments: readonly Environment[];
}

/** What a plan would do to one resource. */
export interface PlannedChange {
  readonly address: string;
  readonly actions: readonly string[];
  /** Members that differ, so that a plan that is not clean says why. */
  readonly members: readonly string[];
}

interface Counts {
  readonly create: number;
  readonly update: number;
  readonly destroy: number;
}

const clientOf = (session: Session): S3Client => new S3Client({ region: session.region, endpoint: session.endpoint, forcePathStyle: true, credentials: session });

/** The bootstrap's: S3 refuses to log into a bucket that its logging may not write. */
const makeAccessLogBucket = async (session: Session, Bucket: string): Promise<void> => {
  const s3 = clientOf(session);
  await s3.send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration: { LocationConstraint: session.region as "eu-west-1" } }));
  const logging = { Effect: "Allow", Principal: { Service: "logging.s3.amazonaws.com" }, Action: "s3:PutObject", Resource: `arn:aws:s3:::${Bucket}/*` };
  await s3.send(new PutBucketPolicyCommand({ Bucket, Policy: JSON.stringify({ Version: "2012-10-17", Statement: [logging] }) }));
  s3.destroy();
};

const differing = (change: { readonly before?: unknown; readonly after?: unknown }): readonly string[] => {
  const [before, after] = [change.before, change.after].map((members) => new Map(Object.entries(members ?? {}).map(([name, value]) => [name, JSON.stringify(value)])));
  return [...after!].filter(([name, value]) => before!.get(name) !== value).map(([name, value]) => `${name}: ${before!.get(name)} -> ${value}`);
};

/** The stack `delivery` of one environment, on the embedded AWS: the synthesised tree itself, but for its backend, which is a file. */
export class DeliveryOnEmbeddedAws {
  private constructor(
    public readonly session: Session,
    private readonly bench: TerraformBench,
    private readonly folder: string,
    private readonly runner: TerraformRunner,
  ) {}

  /** Synthesises the stack of every environment of a world; what other stacks would have made, and this one names, is made by hand. */
  public static async openAll(bench: TerraformBench, world: World): Promise<Readonly<Record<string, DeliveryOnEmbeddedAws>>> {
    const outdir = temporaryFolder();
    createApp({ ...world, definitions: [delivery], outdir }).app.synth();
    const opened = world.environments.map(async (environment) => [environment.name, await DeliveryOnEmbeddedAws.open(bench, world.organisation, environment, outdir)] as const);
    return Object.fromEntries(await Promise.all(opened));
  }

  private static async open(bench: TerraformBench, organisation: Organisation, environment: Environment, outdir: string): Promise<DeliveryOnEmbeddedAws> {
    const id = `${environment.name}-${delivery.name}`;
    const folder = join(bench.root, "work", id);
    await prepareFolder({ stackFolder: join(outdir, "stacks", id), workFolder: folder });
    const file = join(folder, "cdk.tf.json");
    const tree = JSON.parse(readFileSync(file, "utf8")) as { readonly terraform: object };
    writeFileSync(file, JSON.stringify({ ...tree, terraform: { ...tree.terraform, backend: { local: { path: "terraform.tfstate" } } } }));
    const session = { ...(await sessionIn(environment.accountId, bench.session.endpoint!)), region: environment.homeRegion };
    await makeAccessLogBucket(session, names(organisation, environment).accessLogBucket);
    return new DeliveryOnEmbeddedAws(session, bench, folder, bench.runner({ session }));
  }

  /** S3 of the account; destroy it after use. */
  public s3(): S3Client {
    return clientOf(this.session);
  }

  public async apply(destroy = false): Promise<Counts> {
    if (!existsSync(join(this.folder, ".terraform"))) await this.runner.init(this.folder);
    const out = destroy ? "destroy.tfplan" : "apply.tfplan";
    await this.runner.plan(this.folder, { out, destroy });
    const journal = await JournalWriter.create(this.bench.journalFile(`${this.session.accountId}-${out}`), { stack: delivery.name, release: "r1", planHash: "0".repeat(64) });
    return (await this.runner.apply(this.folder, out, { journal })).counts;
  }

  /** What a further plan would change. */
  public async leftOver(): Promise<readonly PlannedChange[]> {
    await this.runner.plan(this.folder, { out: "again.tfplan" });
    const { resource_changes: changes = [] } = JSON.parse((await this.runner.show(this.folder, "again.tfplan")).toString()) as PlanJson;
    return changes.filter(({ change }) => change.actions[0] !== "no-op").map(({ address, change }) => ({ address, actions: change.actions, members: differing(change) }));
  }

  /** Addresses in the state. */
  public stateList(): Promise<readonly string[]> {
    return this.runner.stateList(this.folder);
  }
}
