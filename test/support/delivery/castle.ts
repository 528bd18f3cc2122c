import { loadEnvironments, type Environment, type EnvironmentInput, type Organisation } from "../../../environments";
import type { Application, PathEnvironment, Platform, TargetKind } from "../../../modules/pipeline";

/**
 * A world in which pipelines stand: three environments that owe nothing to the repository's own, and a complete application for each kind of
 * target. The connection, the ids and the checksum are made up.
 */
const organisation: Organisation = {
  prefix: "castle",
  repository: "example/castle",
  ledgerEnvironment: "prod",
  accountIds: { dev: "100000000001", staging: "100000000002", prod: "100000000003" },
  order: [["dev"], ["staging"], ["prod"]],
};

type Name = "dev" | "staging" | "prod";

const input = (name: Name, cidr: string): EnvironmentInput => ({
  name,
  stage: name,
  accountId: organisation.accountIds[name] as string,
  homeRegion: "eu-west-1",
  owner: "team",
  classification: "internal",
  deletionProtection: false,
  approvals: 0,
  network: { cidr },
});

const connectionArn = "arn:aws:codeconnections:eu-west-1:100000000003:connection/1234abcd-12ab-34cd-56ef-1234567890ab";

/** SHA-256 of nothing at all: no package has it. */
export const portcullisPackage = { version: "1.4.0", sha256: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" } as const;

/** One application for each kind of target, in a language each. */
export const exampleApplications: Readonly<Record<Exclude<TargetKind, "portcullis">, Application>> = {
  ecs: {
    name: "orders",
    source: { kind: "github", connectionArn, repository: "example/orders", branch: "main", trigger: { filePaths: { excludes: ["docs/**"] } } },
    languages: ["node"],
    target: { kind: "ecs", cluster: "shop", service: "orders", container: "orders", repository: "orders" },
    address: "https://orders.dev.example.org",
    virtualPatches: "patches",
  },
  codedeploy: {
    name: "ledgers",
    source: { kind: "github", connectionArn, repository: "example/ledgers", branch: "main" },
    languages: ["java"],
    target: { kind: "codedeploy", application: "ledgers", deploymentGroup: "all" },
    address: "https://ledgers.dev.example.org",
  },
  lambda: {
    name: "prices",
    source: { kind: "s3", bucket: "castle-sources", key: "prices.zip" },
    languages: ["python"],
    target: { kind: "lambda", function: "prices" },
    address: "https://prices.dev.example.org",
    minimumCoverage: 90,
  },
  terraform: {
    name: "queues",
    source: { kind: "github", connectionArn, repository: "example/queues", branch: "main", trigger: { tags: ["v*"] } },
    languages: ["go"],
    target: { kind: "terraform", folder: "infrastructure", actions: ["sqs:CreateQueue", "sqs:DeleteQueue", "sqs:GetQueueAttributes", "sqs:SetQueueAttributes"] },
  },
};

/** Where a pipeline of the castle goes: the first environments of dev, staging, prod. */
export const examplePath = (application: string, names: readonly Name[] = ["dev", "staging", "prod"]): readonly PathEnvironment[] =>
  names.map((name) => ({
    name,
    stage: name,
    accountId: organisation.accountIds[name] as string,
    region: "eu-west-1",
    classification: "internal",
    deployRoleName: `castle-${name}-deploy-${application}.${names.at(-1)}`,
    state: { bucket: `castle-${name}-application-state-${organisation.accountIds[name]}`, keyArn: `arn:aws:kms:eu-west-1:${organisation.accountIds[name]}:alias/castle-${name}-delivery` },
  }));

/** What an application of the castle is composed with; its pipeline stands in the last environment of its path. */
export const examplePlatform = (application: string, change: Partial<Platform> = {}): Platform => {
  const path = change.path ?? examplePath(application);
  const { name = "prod", accountId = "100000000003" } = path.at(-1) ?? {};
  const base = `castle-${name}`;
  return {
    base,
    accountId,
    region: "eu-west-1",
    permissionsBoundaryArn: `arn:aws:iam::${accountId}:policy/${base}-boundary`,
    artifactBucket: `${base}-${application}-artifacts-${accountId}`,
    evidenceBucket: `${base}-evidence-${accountId}`,
    toolsBucket: `${base}-tools-${accountId}`,
    keyArn: `arn:aws:kms:eu-west-1:${accountId}:key/1234abcd-12ab-34cd-56ef-1234567890ab`,
    portcullis: portcullisPackage,
    path,
    ...change,
  };
};

type Delivery = NonNullable<EnvironmentInput["delivery"]>;

/** An application as a person writes it into an environment's settings. */
export const settingsOf = (application: Application): NonNullable<Delivery["applications"]>[number] => JSON.parse(JSON.stringify(application)) as NonNullable<Delivery["applications"]>[number];

/** The castle with pipelines that stand in prod; further settings by environment. */
export const deliveryCastle = (
  applications: readonly Application[] = Object.values(exampleApplications),
  change: Partial<Record<Name, Partial<EnvironmentInput>>> = {},
): { readonly organisation: Organisation; readonly environments: readonly Environment[] } => ({
  organisation,
  environments: loadEnvironments({
    organisation,
    files: {
      dev: { ...input("dev", "10.1.0.0/16"), ...change.dev },
      staging: { ...input("staging", "10.2.0.0/16"), ...change.staging },
      prod: { ...input("prod", "10.3.0.0/16"), delivery: { applications: applications.map(settingsOf), portcullis: portcullisPackage }, ...change.prod },
    },
  }),
});
