import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { inOrderOfWork } from "../../../scripts/promotion/order";
import type { SynthesisedStack } from "../../../scripts/promotion/types";
import { temporaryFolder } from "../../support/temporary-folder";

const root = temporaryFolder();
const stack = (name: string, ...types: readonly string[]): SynthesisedStack => {
  const folder = join(root, name);
  mkdirSync(folder);
  writeFileSync(join(folder, "cdk.tf.json"), JSON.stringify({ resource: Object.fromEntries(types.map((type) => [type, { one: {} }])) }));
  return { id: `dev-${name}`, environment: "dev", stack: name, region: "eu-central-1", accountId: "111111111111", folder, dependencies: [], digest: "" };
};

test("the bootstrap is looked at first, then the stack whose apply waits longest; stacks alike keep their order", async () => {
  const stacks = [stack("small", "aws_sns_topic"), stack("alike", "aws_sns_topic"), stack("slow", "aws_s3_bucket_lifecycle_configuration"), stack("bootstrap"), stack("key", "aws_kms_key")];
  expect((await inOrderOfWork(stacks)).map((each) => each.stack)).toEqual(["bootstrap", "slow", "key", "small", "alike"]);
});
