import { exactProviders, toolsText } from "../../../scripts/promotion/tools-text";

const declared = (aws: object) => ({ terraform: { required_providers: { aws } } });

test("what a tree pins reads like what the lock file of its plan names", () => {
  const binary = { product: "terraform", version: "1.11.4" } as const;
  const pinned = exactProviders(declared({ source: "hashicorp/aws", version: "5.100.0" }))!;
  expect(toolsText(binary, pinned)).toBe("terraform 1.11.4, hashicorp/aws 5.100.0");
  expect(toolsText(binary, pinned)).toBe(toolsText(binary, { "registry.terraform.io/hashicorp/aws": "5.100.0" }));
  expect(toolsText({ ...binary, product: "tofu" }, pinned)).not.toBe(toolsText(binary, pinned));
});

test.each([{ source: "hashicorp/aws", version: "~> 5.0" }, { source: "hashicorp/aws", version: ">= 5.100.0" }, { source: "hashicorp/aws" }, { version: "5.100.0" }])("%j is no exact version", (aws) => {
  expect(exactProviders(declared(aws))).toBeUndefined();
});

test("a tree without providers pins nothing", () => {
  expect(exactProviders({})).toBeUndefined();
});
