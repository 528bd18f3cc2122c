import { existsSync, mkdirSync, readdirSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { forgetInit, initialiseOnce, type KeptInit } from "../../../scripts/terraform";
import { temporaryFolder } from "../../support/temporary-folder";

const provider = ["registry.terraform.io", "hashicorp", "aws", "5.100.0"];

/** A machine with one provider, a place to keep what was made, and stacks whose `init` is counted. */
const machine = () => {
  const root = temporaryFolder();
  const target = join(root, "mirror");
  const executable = join(target, "terraform-provider-aws");
  mkdirSync(target);
  writeFileSync(executable, "provider");
  const cliConfigFile = join(root, "terraform.tfrc");
  writeFileSync(cliConfigFile, "one");
  const kept: KeptInit = { parent: join(root, "kept"), stack: "dev-a", binary: { path: "/terraform", version: "1.11.4", product: "terraform" }, cliConfigFile };
  let count = 0;
  const initialise = async (options: { readonly terraform?: object; readonly resource?: object; readonly kept?: KeptInit; readonly lock?: string; readonly copied?: boolean } = {}) => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "cdk.tf.json"), JSON.stringify({ terraform: options.terraform ?? {}, resource: options.resource ?? {} }));
    if (options.lock !== undefined) writeFileSync(join(folder, ".terraform.lock.hcl"), options.lock);
    const before = count;
    await initialiseOnce(folder, options.kept ?? kept, async () => {
      count += 1;
      const parent = join(folder, ".terraform", "providers", ...provider);
      mkdirSync(parent, { recursive: true });
      if (options.copied) mkdirSync(join(parent, "linux_amd64"));
      else symlinkSync(target, join(parent, "linux_amd64"));
      writeFileSync(join(folder, ".terraform.lock.hcl"), options.lock ?? "locked");
    });
    expect(existsSync(join(folder, ".terraform", "providers", ...provider, "linux_amd64"))).toBe(true);
    expect(existsSync(join(folder, ".terraform.lock.hcl"))).toBe(true);
    return count > before ? "init" : "taken over";
  };
  return { kept, initialise, executable };
};

test("what init made is taken over by the next run, whatever else the tree declares", async () => {
  const { initialise } = machine();
  expect([await initialise(), await initialise(), await initialise({ resource: { aws_sns_topic: {} } })]).toEqual(["init", "taken over", "taken over"]);
});

describe("init runs again", () => {
  type Machine = ReturnType<typeof machine>;
  test.each<[string, (it: Machine) => Promise<unknown> | unknown, (it: Machine) => Parameters<Machine["initialise"]>[0]]>([
    ["for another backend or provider", () => undefined, () => ({ terraform: { backend: { s3: { key: "other" } } } })],
    ["for another lock file", () => undefined, () => ({ lock: "other" })],
    ["for another stack", () => undefined, ({ kept }) => ({ kept: { ...kept, stack: "dev-b" } })],
    ["for another Terraform", () => undefined, ({ kept }) => ({ kept: { ...kept, binary: { ...kept.binary, version: "1.12.0" } } })],
    ["where providers come from elsewhere", ({ kept }) => writeFileSync(kept.cliConfigFile, "two"), () => ({})],
    ["where the provider was written since, to the same length", ({ executable }) => (writeFileSync(executable, "deceiver"), utimesSync(executable, 1, 1)), () => ({})],
    ["after it was forgotten", ({ kept }) => forgetInit(kept), () => ({})],
  ])("%s", async (_what, change, options) => {
    const it = machine();
    await it.initialise();
    await change(it);
    expect(await it.initialise(options(it))).toBe("init");
  });
  test("where it left a copy of the provider instead of a link", async () => {
    const { initialise } = machine();
    expect([await initialise({ copied: true }), await initialise({ copied: true })]).toEqual(["init", "init"]);
  });
});

test("one folder a stack is kept, and that of a stack with a longer name is left alone", async () => {
  const { kept, initialise } = machine();
  await initialise({ kept: { ...kept, stack: "dev-a-b" } });
  await initialise();
  await initialise({ lock: "other" });
  expect(readdirSync(kept.parent).map((name) => name.replace(/-[0-9a-f]{16}$/, "")).sort()).toEqual(["dev-a", "dev-a-b"]);
});
