import { checkConfiguration } from "../../../scripts/terraform";

const base = {
  terraform: { backend: { s3: { bucket: "b" } }, required_providers: { aws: { source: "hashicorp/aws", version: "5.100.0" } } },
  provider: { aws: [{ region: "eu-west-1", allowed_account_ids: ["111111111111"] }] },
  resource: { aws_sns_topic: { t: { name: "t" } }, terraform_data: { d: {} } },
  data: { aws_caller_identity: { me: {} } },
};

describe("checkConfiguration", () => {
  test("lets the listed providers' resources and data sources pass", () => {
    expect(() => checkConfiguration({ ...base, "//": { metadata: {} } })).not.toThrow();
  });
  test.each<[string, object, string]>([
    ["a provisioner", { resource: { aws_sns_topic: { t: { provisioner: [{ "local-exec": { command: "id" } }] } } } }, "aws_sns_topic.t"],
    ["a provisioner in a list of blocks", { resource: [{ aws_sns_topic: [{ t: [{ provisioner: {} }] }] }] }, "aws_sns_topic.t"],
    ["a provisioner of terraform_data", { resource: { terraform_data: { d: { provisioner: {} } } } }, "terraform_data.d"],
    ["an external data source", { data: { external: { e: { program: ["id"] } } } }, "data.external.e"],
    ["an http data source", { data: { http: { h: { url: "http://x" } } } }, "data.http.h"],
    ["an http data source in a check", { check: { c: { data: { http: { h: {} } } } } }, "data.http.h"],
    ["another stack's state", { data: { terraform_remote_state: { s: {} } } }, "data.terraform_remote_state.s"],
    ["a module", { module: { m: { source: "./m" } } }, "module.m"],
    ["a provider that is not listed", { terraform: { required_providers: { evil: { source: "someone/evil" } } } }, "terraform.required_providers.evil"],
    ["a source hidden behind a listed name", { terraform: { required_providers: { aws: { source: "someone/aws" } } } }, "terraform.required_providers.aws"],
    ["a provider from another registry", { terraform: { required_providers: { aws: { source: "evil.example/hashicorp/aws" } } } }, "terraform.required_providers.aws"],
    ["a provider that nothing requires", { resource: { null_resource: { n: {} } } }, "null_resource.n"],
    ["another backend", { terraform: { backend: { http: { address: "http://x" } } } }, "terraform.backend.http"],
    ["Terraform Cloud", { terraform: { cloud: {} } }, "terraform.cloud"],
    ["a profile, which may run a program", { provider: { aws: [{ profile: "p" }] } }, "provider.aws.profile"],
    ["an endpoint in the backend", { terraform: { ...base.terraform, backend: { s3: { endpoints: { s3: "http://x" } } } } }, "terraform.backend.s3.endpoints"],
  ])("refuses %s and names it", (_what, change, address) => {
    expect(() => checkConfiguration({ ...base, ...change })).toThrow(expect.objectContaining({ exitCode: 2, fault: expect.objectContaining({ id: "forbidden-configuration", where: address }) }));
  });
  test.each([undefined, null, [], "text"])("refuses %j", (tree) => {
    expect(() => checkConfiguration(tree)).toThrow(expect.objectContaining({ exitCode: 2 }));
  });
  test("another list of providers can be given", () => {
    expect(() => checkConfiguration(base, ["integrations/github"])).toThrow(expect.objectContaining({ exitCode: 2 }));
  });
});
