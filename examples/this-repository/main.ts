import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { DeliveryPipeline, type Application, type SharedPlatform } from "@portcullis-infra/constructs/pipeline";
import { App, S3Backend, TerraformStack } from "cdktf";
import { environments, stacksOf } from "./environments";

/** The environment in which the pipeline stands and ends. */
const home = environments.at(-1);
if (home === undefined) throw new Error("There is no environment: run npm run list first.");
const { accountId, region, name } = home;
const base = `portcullis-${name}`;

const application: Application = {
  name: "stacks",
  source: {
    kind: "github",
    connectionArn: `arn:aws:codeconnections:${region}:${accountId}:connection/1234abcd-12ab-34cd-56ef-1234567890ab`,
    repository: "portcullis-infra/portcullis",
    branch: "main",
  },
  languages: ["node"],
  target: {
    kind: "portcullis",
    environments: Object.fromEntries(environments.map(({ name: each, planRoleArn, applyRoleArn }) => [each, { stacks: stacksOf(each), planRoleArn, applyRoleArn }])),
  },
};

/** Made up but for what follows from the environments; the outputs of the stack `delivery` say the rest. */
const platform: SharedPlatform = {
  base,
  accountId,
  region,
  permissionsBoundaryArn: `arn:aws:iam::${accountId}:policy/${base}-boundary`,
  evidenceBucket: `${base}-evidence-${accountId}`,
  toolsBucket: `${base}-tools-${accountId}`,
  keyArn: `arn:aws:kms:${region}:${accountId}:key/1234abcd-12ab-34cd-56ef-1234567890ab`,
  portcullis: { version: "0.1.0", sha256: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" },
  path: environments.map((each) => ({ name: each.name, stage: each.stage, accountId: each.accountId, region: each.region, classification: "confidential", deployRoleName: `portcullis-${each.name}-apply` })),
};

const app = new App();
const stack = new TerraformStack(app, "this-repository");
new S3Backend(stack, { bucket: `${base}-application-state-${accountId}`, key: "this-repository.tfstate", region, encrypt: true }).addOverride("use_lockfile", true);
new AwsProvider(stack, "aws", {
  region,
  allowedAccountIds: [accountId],
  defaultTags: [{ tags: { environment: name, owner: "platform", classification: "confidential", repository: application.source.kind === "github" ? application.source.repository : "", stack: "this-repository" } }],
});
// What the constructs are tested with: the bindings alone would ask for another.
stack.addOverride("terraform.required_version", ">= 1.11.0");
stack.addOverride("terraform.required_providers", { aws: { source: "hashicorp/aws", version: "5.100.0" } });
new DeliveryPipeline(stack, "stacks", {
  application,
  platform,
  accessLogBucket: `${base}-access-logs-${accountId}`,
  logRetentionDays: 365,
  topicArn: `arn:aws:sns:${region}:${accountId}:${base}-alerts`,
});
app.synth();
