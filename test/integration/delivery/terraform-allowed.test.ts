import { delivery } from "../../../stacks/delivery";
import { deliveryCastle, exampleApplications } from "../../support/delivery/castle";
import { lenientPortcullis } from "../../support/delivery/judge-package";
import { declaredProjects, runProject } from "../../support/delivery/projects";
import { synthCastle } from "../../support/stacks";

/** A plan runs before anybody has approved it: code that would run a program of its own never gets as far as `terraform init`. */

const lockOf = (...sources: readonly string[]): string =>
  [
    `# This file is maintained automatically by "terraform init".`,
    `# Manual edits may be lost in future updates.`,
    ...sources.flatMap((source) => ["", `provider "${source}" {`, `  version     = "2.3.4"`, `  constraints = "~> 2.0"`, "  hashes = [", `    "h1:${"A".repeat(43)}=",`, `    "zh:${"0".repeat(64)}",`, "  ]", "}"]),
    "",
  ].join("\n");
const hashicorp = (name: string): string => `registry.terraform.io/hashicorp/${name}`;

const run = async (part: string, files: Readonly<Record<string, string | undefined>>) => {
  const portcullis = await lenientPortcullis();
  const { version, sha256 } = portcullis;
  const applications = [{ ...exampleApplications.terraform, virtualPatches: "patches" }];
  const castle = deliveryCastle([], { prod: { delivery: { applications: JSON.parse(JSON.stringify(applications)), portcullis: { version, sha256 } } } });
  const project = declaredProjects(synthCastle([delivery], castle)["prod-delivery"]!).find((each) => each.part === part)!;
  const { failedPhase, stderr, calls } = await runProject(project, portcullis, files);
  // The stand-in asks for the state where Terraform plans or applies.
  return { failedPhase, stderr, reached: calls.some(({ resource }) => resource.includes("application-state")) };
};

const lock = "infrastructure/.terraform.lock.hcl";

test("providers that declare resources alone are let through", async () => {
  const files = { [lock]: lockOf(...["archive", "aws", "random", "time", "tls"].map(hashicorp)), "infrastructure/main.tf": `resource "aws_efs_file_system" "storage_provisioner" {}\n` };
  expect(await run("plan-prod", files)).toMatchObject({ failedPhase: undefined, reached: true });
});

test.each<[string, string, Readonly<Record<string, string | undefined>>, RegExp]>([
  ["the data source external", "plan-prod", { [lock]: lockOf(hashicorp("aws"), hashicorp("external")), "infrastructure/main.tf": `data "external" "x" {\n  program = ["sh", "-c", "terraform apply"]\n}\n` }, /names another provider/],
  ["the data source external in the plan of virtual patches", "patch-plan-prod", { "patches/.terraform.lock.hcl": lockOf(hashicorp("external")) }, /^.*patches has no .*names another provider/s],
  ["a provider of its own", "plan-prod", { [lock]: lockOf("registry.terraform.io/somebody/aws") }, /names another provider/],
  ["a provider of another registry", "plan-prod", { [lock]: lockOf("registry.example.org/hashicorp/aws") }, /names another provider/],
  ["a provider behind a comment", "plan-prod", { [lock]: lockOf(hashicorp("aws")).replace("provider ", "provider /**/ ") }, /names another provider/],
  ["no lock file", "plan-prod", { [lock]: undefined }, /has no \.terraform\.lock\.hcl/],
  ["a provisioner", "plan-prod", { "infrastructure/main.tf": `resource "terraform_data" "x" {\n  provisioner "local-exec" {\n    command = "id"\n  }\n}\n` }, /has a provisioner/],
  ["a provisioner in a module of another folder", "plan-prod", { "modules/x/main.tf.json": `{"resource":{"terraform_data":{"x":{"provisioner":{}}}}}` }, /has a provisioner/],
  ["a provisioner that is written otherwise", "plan-prod", { "infrastructure/main.tf.json": String.raw`{"resource":{"terraform_data":{"x":{"provisi\u006fner":{}}}}}` }, /escape/],
  ["settings of AWS that name a program", "plan-prod", { "infrastructure/main.tf": `provider "aws" {\n  shared_config_files = ["aws.ini"]\n}\n` }, /shared_config_files/],
  ["a provisioner that is applied", "apply-prod", { "infrastructure/main.tf": `resource "terraform_data" "x" {\n  provisioner "local-exec" {\n    command = "id"\n  }\n}\n` }, /has a provisioner/],
])("%s is refused before Terraform has a provider", async (_, part, files, message) => {
  expect(await run(part, files)).toEqual({ failedPhase: "BUILD", stderr: expect.stringMatching(message), reached: false });
});
