import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic";
import { BaseStack, createApp, versions, type StackDefinition, type StackProps } from "../../../stacks";
import { sideFile } from "../../../stacks/side-file";
import { castle, synthCastle } from "../../support/stacks";
import { inTemporaryFolder } from "../../support/synth";

class TestStack extends BaseStack {
  constructor(scope: Parameters<StackDefinition["create"]>[0], definition: StackDefinition, props: StackProps) {
    super(scope, definition, props);
    new SnsTopic(this, "topic", { name: `${this.names.base}-topic` });
  }
}
const define = (name: string, scope: StackDefinition["scope"], ...dependsOn: string[]): StackDefinition => {
  const definition: StackDefinition = { name, scope, dependsOn, create: (app, props) => new TestStack(app, definition, props) };
  return definition;
};

describe("BaseStack", () => {
  const { "dev-alpha": stack } = synthCastle([define("alpha", "account")]);

  test("keeps its state in the environment's bucket, locked there, under the environment's key", () => {
    expect(stack?.terraform.backend.s3).toEqual({
      bucket: "castle-dev-state-100000000001",
      key: "dev-alpha.tfstate",
      region: "eu-west-1",
      encrypt: true,
      kms_key_id: "arn:aws:kms:eu-west-1:100000000001:alias/castle-dev-state",
      use_lockfile: true,
    });
  });

  test("is held to its account and tags what it makes, without naming a role", () => {
    const [provider] = stack?.provider["aws"] ?? [];
    expect(provider).toEqual({
      allowed_account_ids: ["100000000001"],
      default_tags: [{ tags: { classification: "internal", environment: "dev", owner: "team", repository: "example/castle", stack: "alpha" } }],
      region: "eu-west-1",
    });
  });

  test("asks for exact versions from one file", () => {
    expect(stack?.terraform.required_version).toBe(versions.terraform);
    expect(stack?.terraform.required_providers).toEqual({ aws: { source: "hashicorp/aws", version: "5.100.0" } });
  });

  test("an answer of its check stops the synthesis, and no answer lets it pass", () => {
    const names: string[] = [];
    synthCastle([define("alpha", "account")], castle(), ({ node }) => (names.push(node.id), []));
    expect(names).toEqual(["dev-alpha", "prod-alpha"]);
    expect(() => synthCastle([define("alpha", "account")], castle(), () => ["the topic is open"])).toThrow(/\[dev-alpha\] the topic is open/);
  });
});

describe("createApp", () => {
  const world = castle({ governedRegions: ["eu-central-1"] });
  const build = (...definitions: readonly StackDefinition[]) => inTemporaryFolder((outdir) => createApp({ ...world, definitions, outdir }).stacks);

  test("makes account stacks once an environment and region stacks once a region", () => {
    expect(build(define("alpha", "account"), define("beta", "region")).map(({ node }) => node.id)).toEqual([
      "dev-alpha",
      "dev-beta-eu-west-1",
      "dev-beta-eu-central-1",
      "prod-alpha",
      "prod-beta-eu-west-1",
    ]);
  });

  test("a region stack waits for its own region's, an account stack for all regions", () => {
    const stacks = build(define("beta", "region"), define("gamma", "region", "beta"), define("delta", "account", "gamma"));
    const waits = Object.fromEntries(stacks.map((stack) => [stack.node.id, stack.dependencies.map(({ node }) => node.id)]));
    expect(waits["dev-gamma-eu-central-1"]).toEqual(["dev-beta-eu-central-1"]);
    expect(waits["dev-delta"]).toEqual(["dev-gamma-eu-west-1", "dev-gamma-eu-central-1"]);
    expect(waits["prod-delta"]).toEqual(["prod-gamma-eu-west-1"]);
  });
});

test("the side file says of every stack where it belongs and of every resource where it was written", () => {
  const file = inTemporaryFolder((outdir) => {
    const { app, stacks } = createApp({ ...castle(), definitions: [define("alpha", "account"), define("beta", "region", "alpha")], outdir });
    app.synth();
    return JSON.parse(sideFile(stacks)) as { version: number; stacks: Record<string, { resources: Record<string, unknown> }> };
  });
  expect(file.version).toBe(1);
  expect(file.stacks["dev-beta-eu-west-1"]).toMatchObject({
    environment: "dev",
    stage: "dev",
    classification: "internal",
    stack: "beta",
    region: "eu-west-1",
    accountId: "100000000001",
    dependsOn: ["dev-alpha"],
  });
  expect(file.stacks["dev-alpha"]?.resources["aws_sns_topic.topic"]).toMatchObject({
    path: "dev-alpha/topic",
    controls: [],
    source: expect.arrayContaining([{ file: "test/unit/stacks/base.test.ts", line: expect.any(Number) as number }]) as unknown,
  });
});
