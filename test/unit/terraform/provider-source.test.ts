import { mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { findProviderSource, writeCliConfig } from "../../../scripts/terraform";
import { temporaryFolder } from "../../support/temporary-folder";

const temporary = () => temporaryFolder();
const mirror = (...parts: string[]) => {
  const folder = join(temporary(), ...parts);
  for (const address of ["registry.terraform.io/hashicorp/aws", "registry.terraform.io/integrations/github"]) mkdirSync(join(folder, address, "1.0.0"), { recursive: true });
  return folder;
};

describe("findProviderSource", () => {
  const nowhere = { HOME: temporary(), XDG_DATA_DIRS: "/nowhere" };
  test("prefers a CLI configuration that exists to a mirror", () => {
    const file = join(temporary(), "rc");
    writeFileSync(file, "");
    expect(findProviderSource({ ...nowhere, TF_CLI_CONFIG_FILE: file, TF_PLUGIN_MIRROR: mirror() }, [])).toMatchObject({ kind: "cli-config", file });
  });
  test("passes over a CLI configuration that does not exist", () => {
    const folder = mirror();
    expect(findProviderSource({ ...nowhere, TF_CLI_CONFIG_FILE: "/nowhere/rc", TF_PLUGIN_MIRROR: folder }, [])).toEqual({
      kind: "mirror",
      folder,
      providers: ["registry.terraform.io/hashicorp/aws", "registry.terraform.io/integrations/github"],
      description: `from the mirror ${folder} (TF_PLUGIN_MIRROR)`,
    });
  });
  test("finds Terraform's own mirror folder, then one below the usual roots", () => {
    const folder = mirror(".terraform.d", "plugins");
    const home = folder.replace("/.terraform.d/plugins", "");
    expect(findProviderSource({ ...nowhere, HOME: home }, [])).toMatchObject({ kind: "mirror", folder });
    const below = mirror("some-mirror");
    expect(findProviderSource(nowhere, [join(below, "..")])).toMatchObject({ kind: "mirror", folder: below });
  });
  test("a mirror without the AWS provider does not count", () => {
    expect(findProviderSource({ ...nowhere, TF_PLUGIN_MIRROR: temporary() }, [])).toMatchObject({ kind: "registry" });
  });
});

describe("writeCliConfig", () => {
  test("takes from a mirror what it holds, and the rest directly", async () => {
    const folder = mirror();
    const file = await writeCliConfig({ kind: "mirror", folder, providers: ["registry.terraform.io/hashicorp/aws"], description: "" }, temporary());
    const text = readFileSync(file, "utf8");
    expect(text).toContain(`path    = "${folder}"`);
    expect(text).toMatch(/direct \{\s+exclude = \["registry.terraform.io\/hashicorp\/aws"\]/);
    expect(text).toContain("disable_checkpoint = true");
    expect(text).not.toContain("plugin_cache_dir");
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });
  test("shares a cache where providers are downloaded", async () => {
    const file = await writeCliConfig({ kind: "registry", description: "" }, temporary());
    const cache = /plugin_cache_dir = "(.*)"/.exec(readFileSync(file, "utf8"))![1]!;
    expect(statSync(cache).isDirectory()).toBe(true);
  });
  test("leaves a configuration of the user's own as it is", async () => {
    expect(await writeCliConfig({ kind: "cli-config", file: "/some/rc", description: "" }, temporary())).toBe("/some/rc");
  });
});
