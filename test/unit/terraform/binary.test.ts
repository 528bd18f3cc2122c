import { findTerraform } from "../../../scripts/terraform";
import { fakeTerraform } from "../../support/fake-terraform";

const answering = (text: string) => fakeTerraform(`console.log(${JSON.stringify(text)});`);

describe("findTerraform", () => {
  test("takes what TERRAFORM_BINARY_NAME names, and hides AWS and TF variables from it", async () => {
    const fake = answering("Terraform v1.11.4\non linux_amd64");
    const found = await findTerraform({ PATH: "", TERRAFORM_BINARY_NAME: fake.path, AWS_SECRET_ACCESS_KEY: "hush", TF_LOG: "trace" });
    expect(found).toEqual({ path: fake.path, version: "1.11.4", product: "terraform" });
    expect(Object.keys(fake.calls()[0]!.env).filter((name) => /^(AWS|TF)_/.test(name))).toEqual([]);
  });
  test("finds terraform on the PATH and knows OpenTofu", async () => {
    const fake = answering("OpenTofu v1.10.2\non linux_amd64");
    expect(await findTerraform({ PATH: `/nowhere:${fake.folder}` })).toMatchObject({ product: "tofu", version: "1.10.2" });
  });
  test.each(["Terraform v1.10.9", "Terraform v0.15.0", "Terraform v1.11.0-beta1", "OpenTofu v1.9.9"])("refuses %s", async (text) => {
    await expect(findTerraform({ PATH: "", TERRAFORM_BINARY_NAME: answering(text).path })).rejects.toMatchObject({ exitCode: 2, fault: { id: "terraform-too-old" } });
  });
  test.each([{ PATH: "/nowhere" }, {}, { PATH: "/bin", TERRAFORM_BINARY_NAME: "no-such-terraform" }])("says that there is none: %j", async (environment) => {
    await expect(findTerraform(environment)).rejects.toMatchObject({ exitCode: 2, fault: { id: "terraform-missing", remedy: expect.stringContaining("Install Terraform") } });
  });
  test("tells a program that is no Terraform", async () => {
    await expect(findTerraform({ TERRAFORM_BINARY_NAME: answering("hello").path })).rejects.toMatchObject({ exitCode: 3, fault: { id: "terraform-broken" } });
    await expect(findTerraform({ TERRAFORM_BINARY_NAME: fakeTerraform("process.exit(9);").path })).rejects.toMatchObject({ fault: { id: "terraform-broken" } });
  });
});
