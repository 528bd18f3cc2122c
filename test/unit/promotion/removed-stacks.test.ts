import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { environments } from "../../../environments";
import { emptyStack } from "../../../scripts/promotion/removed-stacks";
import type { SynthesisedStack } from "../../../scripts/promotion/types";
import { temporaryFolder } from "../../support/temporary-folder";

const dev = environments[0]!;
const root = temporaryFolder();
const folder = join(root, "like");
mkdirSync(folder);
writeFileSync(
  join(folder, "cdk.tf.json"),
  JSON.stringify({
    terraform: { backend: { s3: { bucket: "states", key: "dev-network-eu-central-1.tfstate", region: "eu-central-1" } } },
    provider: { aws: [{ region: "eu-central-1" }, { alias: "global", region: "us-east-1" }] },
    resource: { aws_vpc: { vpc: {} } },
  }),
);
const like: SynthesisedStack = { id: "dev-network-eu-central-1", environment: "dev", stack: "network", region: "eu-central-1", accountId: dev.accountId, folder, dependencies: [], digest: "d" };

test("a stack of a region that is governed no more is destroyed there, not forgotten at home", async () => {
  const removed = await emptyStack({ root, environment: {} }, dev, "dev-network-ap-southeast-2", like);
  expect(removed).toMatchObject({ id: "dev-network-ap-southeast-2", stack: "network", region: "ap-southeast-2", dependencies: [] });
  expect(JSON.parse(readFileSync(join(removed.folder, "cdk.tf.json"), "utf8"))).toEqual({
    terraform: { backend: { s3: { bucket: "states", key: "dev-network-ap-southeast-2.tfstate", region: "eu-central-1" } } },
    provider: { aws: [{ region: "ap-southeast-2" }, { alias: "global", region: "us-east-1" }] },
  });
});

test("a stack of the whole account is destroyed from the home region", async () => {
  expect(await emptyStack({ root, environment: {} }, dev, "dev-delivery", like)).toMatchObject({ stack: "delivery", region: dev.homeRegion });
});
