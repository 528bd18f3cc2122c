import { deletesIn, harmfulDeletionsIn } from "../../../scripts/checkov/deletions";
import { addressesInPlan, addressesInTree, scanInputOf } from "../../../scripts/checkov/scan-input";
import type { PlanJson, ResourceChange } from "../../../scripts/terraform";

const configuration = {
  "//": { metadata: {} },
  terraform: { required_version: ">= 1.11", backend: { s3: {} } },
  output: { name: { value: "x" } },
  provider: { aws: [{ region: "eu-central-1" }] },
  resource: { aws_s3_bucket: { one: { bucket: "a" }, two: {} }, aws_kms_key: { one: {} } },
  data: { aws_caller_identity: { here: {} } },
};

test("checkov is given the blocks that it can read, and no other: one unreadable block makes it drop the file", () => {
  expect(Object.keys(JSON.parse(scanInputOf(configuration)))).toEqual(["provider", "resource", "data"]);
  expect(JSON.parse(scanInputOf(configuration)).resource).toEqual(configuration.resource);
  expect(scanInputOf({ resource: { a: { b: {} } } }).split("\n").length).toBeGreaterThan(3);
});

test("every resource and data source of a tree is expected by its address", () => {
  expect(addressesInTree(configuration)).toEqual(["aws_s3_bucket.one", "aws_s3_bucket.two", "aws_kms_key.one", "data.aws_caller_identity.here"]);
  expect(addressesInTree({ terraform: {} })).toEqual([]);
});

const change = (address: string, actions: ResourceChange["change"]["actions"], mode: "managed" | "data" = "managed"): ResourceChange => ({
  address,
  mode,
  type: address.split(".")[0] as string,
  name: address.split(".")[1] as string,
  change: { actions, before: {}, after: {} },
});
const plan = (changes: readonly ResourceChange[], planned: readonly string[] = []): PlanJson => ({
  format_version: "1.2",
  resource_changes: changes,
  planned_values: { root_module: { resources: planned.map((address) => ({ address })), child_modules: [{ resources: [{ address: "module.a.aws_vpc.b" }], child_modules: [{ resources: [{ address: "module.a.module.c.aws_eip.d" }] }] }] } },
});

test("everything that will stand after a plan is expected, in modules too, and nothing that is only forgotten", () => {
  expect(addressesInPlan(plan([change("aws_vpc.gone", ["forget"])], ["aws_vpc.a", "aws_vpc.gone"]))).toEqual(["aws_vpc.a", "module.a.aws_vpc.b", "module.a.module.c.aws_eip.d"]);
  expect(addressesInPlan({ format_version: "1.2" })).toEqual([]);
});

test("a pure delete is seen; a replacement, which checkov sees, is none, nor is a data source", () => {
  const changes = [change("aws_route.a", ["delete"]), change("aws_kms_key.b", ["delete", "create"]), change("aws_vpc.c", ["forget"]), change("data.x", ["delete"], "data"), change("aws_vpc.d", ["update"])];
  expect(deletesIn(plan(changes)).map(({ address }) => address)).toEqual(["aws_route.a", "aws_vpc.c"]);
});

test("a destroyed key is critical, a destroyed protection high, a destroyed route nothing", () => {
  const harmful = harmfulDeletionsIn(plan([change("aws_kms_key.a", ["delete"]), change("aws_cloudtrail.b", ["delete"]), change("aws_route.c", ["delete"])]));
  expect(harmful.map(({ address, risk }) => [address, risk])).toEqual([
    ["aws_kms_key.a", "critical"],
    ["aws_cloudtrail.b", "high"],
  ]);
  expect(harmful[0]?.reason).toContain("everything that was encrypted under the key");
});
