import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { environments, names, organisation, stateKey } from "../../environments";
import { systemClock, type Clock } from "../../scripts/clock";
import { Ledger, type Operation } from "../../scripts/promotion";
import { organisationStore } from "../../scripts/promotion/operation";
import { releaseOf, storeRelease } from "../../scripts/promotion/release";
import { readTree } from "../../scripts/synthesis";
import type { ProgressEvent } from "../../scripts/terraform";
import type { FakeAws } from "./fake-aws";
import { fakeTerraform } from "./fake-terraform";
import { temporaryFolder } from "./temporary-folder";

export const staging = environments.find(({ name }) => name === "staging")!;

export interface StagedOptions {
  /** JavaScript that runs in `terraform plan`, with `stack` in reach; it ends with 0, nothing to change. */
  readonly plan?: string;
  /** The same in `terraform apply`. */
  readonly apply?: string;
  /** Stacks whose changing plan, as Terraform shows it, destroys a bucket instead of creating a topic. */
  readonly destroying?: readonly string[];
  /** Stack id → stacks it depends on. */
  readonly stacks: Readonly<Record<string, readonly string[]>>;
  /** Stack id → resources in Terraform's JSON syntax. @default none */
  readonly resources?: Readonly<Record<string, object>>;
  readonly signal?: AbortSignal;
  readonly listener?: (event: ProgressEvent) => void;
  readonly clock?: Clock;
  /** Terraform processes side by side. @default 2 */
  readonly concurrency?: number;
}

/** A plan that changes something. */
export const creates = `fs.writeFileSync("plan.tfplan", stack); process.exitCode = 2;`;

const lock = 'provider "registry.terraform.io/hashicorp/aws" {\n  version = "5.100.0"\n}\n';
const shown = (change: object) => JSON.stringify({ format_version: "1.2", complete: true, resource_changes: [{ mode: "managed", ...change }] });
const creation = shown({ address: "aws_sns_topic.t", type: "aws_sns_topic", name: "t", change: { actions: ["create"], before: null, after: { kms_master_key_id: "alias/k" }, after_unknown: {} } });
const destruction = shown({ address: "aws_s3_bucket.b", type: "aws_s3_bucket", name: "b", change: { actions: ["delete"], before: { bucket: "b" }, after: null, after_unknown: {} } });
const terraform = ({ plan = "", apply = "", destroying = [] }: StagedOptions) => `
const stack = require("node:path").basename(process.cwd()).replace(/-[0-9]+-[^-]+$/, "");
if (args[0] === "init") { fs.mkdirSync(".terraform", { recursive: true }); fs.writeFileSync(".terraform.lock.hcl", ${JSON.stringify(lock)}); }
if (args[0] === "plan") { ${plan} }
if (args[0] === "show") fs.writeSync(1, ${JSON.stringify(destroying)}.includes(stack) ? ${JSON.stringify(destruction)} : ${JSON.stringify(creation)});
if (args[0] === "apply") { ${apply} }
`;

const git = (root: string, ...args: string[]) => execFileSync("git", ["-C", root, "-c", "user.name=a", "-c", "user.email=a@example.org", ...args]);

/** Staging of an organisation in which dev has verified a release of some stacks. */
export const stagedPromotion = async (aws: FakeAws, options: StagedOptions) => {
  const root = temporaryFolder();
  mkdirSync(join(root, "policies"));
  writeFileSync(join(root, "policies", "waivers.yaml"), "[]\n");
  writeFileSync(join(root, ".gitignore"), ".portcullis/\n");
  git(root, "init", "--quiet");
  git(root, "add", ".");
  git(root, "commit", "--quiet", "-m", "one");

  const folder = temporaryFolder();
  const { stacks } = options;
  for (const id of Object.keys(stacks)) {
    mkdirSync(join(folder, "stacks", id), { recursive: true });
    const settings = { required_providers: { aws: { source: "hashicorp/aws", version: "5.100.0" } }, backend: { s3: {} } };
    const tree = { terraform: settings, provider: { aws: [{ region: "eu-central-1" }] }, resource: options.resources?.[id] };
    writeFileSync(join(folder, "stacks", id, "cdk.tf.json"), JSON.stringify(tree));
  }
  const note = (id: string) => ({ environment: "staging", stage: "staging", classification: "internal", stack: id.split("-")[1], region: "eu-central-1", accountId: staging.accountId, dependsOn: [], resources: {} });
  writeFileSync(join(folder, "manifest.json"), JSON.stringify({ stacks: Object.fromEntries(Object.entries(stacks).map(([id, dependencies]) => [id, { workingDirectory: `stacks/${id}`, dependencies }])) }));
  writeFileSync(join(folder, "portcullis.json"), JSON.stringify({ stacks: Object.fromEntries(Object.keys(stacks).map((id) => [id, note(id)])) }));

  const session = aws.session(staging.accountId);
  const store = organisationStore(session);
  const tree = await readTree(folder);
  const release = releaseOf("c0ffee", tree);
  await storeRelease(store, release, tree);
  await new Ledger(store, systemClock).append({ actor: "arn:dev", environment: "dev", event: "verified", stack: "all", release: release.id });

  const fake = fakeTerraform(terraform(options));
  const concurrency = options.concurrency ?? 2;
  const operation: Operation = {
    root,
    clock: options.clock ?? systemClock,
    environment: { PATH: process.env.PATH, AWS_ENDPOINT_URL: aws.endpoint },
    sessions: { session: async (environment, _purpose, region = environment.homeRegion) => aws.session(environment.accountId, region) },
    terraform: { path: fake.path, version: "1.11.4", product: "terraform" },
    cliConfigFile: "/dev/null",
    listener: options.listener ?? (() => undefined),
    signal: options.signal ?? new AbortController().signal,
    concurrency,
    liveConcurrency: concurrency,
    workConcurrency: Number.POSITIVE_INFINITY,
  };
  const entries = async () => new Ledger(store, systemClock).read();
  const events = async () => (await entries()).map(({ event, stack }) => [event, stack]);
  const bucket = names(organisation, staging).stateBucket;
  /** The state of a stack as some Terraform has left it. */
  const leaveState = (id: string, serial: number) => void aws.objects.set(`${bucket}/${stateKey(id)}`, Buffer.from(JSON.stringify({ lineage: "l", serial, outputs: {}, resources: [] })));
  const leaveLock = (id: string) => void aws.objects.set(`${bucket}/${stateKey(id)}.tflock`, Buffer.from("{}"));
  const began = (command: string) => fake.calls().filter(({ args }) => args[0] === command).length;
  return { root, operation, entries, events, calls: fake.calls, began, leaveState, leaveLock };
};
