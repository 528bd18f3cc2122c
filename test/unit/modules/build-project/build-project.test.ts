import { parse } from "yaml";
import { BuildProject, buildImage, buildspecText, type BuildProjectProps } from "../../../../modules/build-project";
import { resourceOf, resourcesOf, statementOf, synthStack, type StackJson } from "../../../support/synth";

const keyArn = "arn:aws:kms:eu-west-1:100000000003:key/1234abcd-12ab-34cd-56ef-1234567890ab";
const props: BuildProjectProps = {
  name: "castle-prod-orders-gitleaks",
  description: "Secrets in the whole history",
  accountId: "100000000003",
  region: "eu-west-1",
  buildspec: { install: ["set +o history"], build: ['echo "${HOME} %{x}" "$REPORTS"'] },
  variables: { PIPELINE: "castle-prod-orders" },
  artifacts: { bucket: "castle-prod-orders-artifacts-100000000003", pipeline: "castle-prod-orders", inputs: ["Source"], outputs: [] },
  permissionsBoundaryArn: "arn:aws:iam::100000000003:policy/castle-prod-boundary",
  keyArn,
  logRetentionDays: 90,
};

const synth = (change: Partial<BuildProjectProps> = {}): StackJson => synthStack((stack) => void new BuildProject(stack, "build", { ...props, ...change }));
const policyOf = (stack: StackJson): string => resourceOf(stack, "aws_iam_role_policy")["policy"] as string;
const sidsOf = (stack: StackJson): readonly string[] => (JSON.parse(policyOf(stack)) as { Statement: { Sid: string }[] }).Statement.map(({ Sid }) => Sid);

describe("a build project", () => {
  const stack = synth();
  const project = resourceOf(stack, "aws_codebuild_project");

  test("its image is of one day, it is private, keeps nothing between builds and runs once at a time", () => {
    expect(buildImage).toMatch(/:\d\.0-\d\d\.\d\d\.\d\d$/);
    expect(project).toMatchObject({
      name: props.name,
      badge_enabled: false,
      project_visibility: "PRIVATE",
      concurrent_build_limit: 1,
      cache: { type: "NO_CACHE" },
      environment: { image: buildImage, privileged_mode: false, environment_variable: [{ name: "PIPELINE", value: "castle-prod-orders", type: "PLAINTEXT" }] },
      artifacts: { type: "CODEPIPELINE", encryption_disabled: false },
      encryption_key: keyArn,
    });
    expect(project["vpc_config"]).toBeUndefined();
  });

  test("its commands stand in the project, and Terraform hands them on as they are", () => {
    const { buildspec } = project["source"] as { readonly buildspec: string };
    expect(buildspec).toContain("$${HOME} %%{x}");
    expect(buildspec.replaceAll("$${", "${").replaceAll("%%{", "%{")).toBe(buildspecText(props.buildspec));
  });

  test("its log is under the key, and kept as long as is said", () => {
    expect(resourceOf(stack, "aws_cloudwatch_log_group")).toMatchObject({ name: "/aws/codebuild/castle-prod-orders-gitleaks", kms_key_id: keyArn, retention_in_days: 90 });
    expect(project["logs_config"]).toMatchObject({ cloudwatch_logs: { status: "ENABLED" }, s3_logs: { status: "DISABLED" } });
  });

  test("its role is its own, bound to the project and the boundary, and does nothing but take its input and write its log", () => {
    const role = resourceOf(stack, "aws_iam_role");
    expect(role).toMatchObject({ name: props.name, permissions_boundary: props.permissionsBoundaryArn });
    expect(statementOf(role["assume_role_policy"], "ServiceAssumes")["Condition"]).toEqual({
      StringEquals: { "aws:SourceAccount": "100000000003" },
      ArnLike: { "aws:SourceArn": "arn:aws:codebuild:eu-west-1:100000000003:project/castle-prod-orders-gitleaks" },
    });
    expect(sidsOf(stack)).toEqual(["WriteLog", "TakeArtifacts", "ArtifactKey"]);
    expect(statementOf(policyOf(stack), "TakeArtifacts")["Resource"]).toEqual(["arn:aws:s3:::castle-prod-orders-artifacts-100000000003/castle-prod-orders*/Source*"]);
    expect(statementOf(policyOf(stack), "ArtifactKey")).toMatchObject({
      Action: "kms:Decrypt",
      Condition: { StringEquals: { "kms:ViaService": "s3.eu-west-1.amazonaws.com" }, StringLike: { "kms:EncryptionContext:aws:s3:arn": ["arn:aws:s3:::castle-prod-orders-artifacts-100000000003", "arn:aws:s3:::castle-prod-orders-artifacts-100000000003/*"] } },
    });
  });

  test("names are cut as CodePipeline cuts them", () => {
    const long = synth({ artifacts: { bucket: "b", pipeline: "portcullis-staging-orders", inputs: [], outputs: ["Application"] } });
    expect(statementOf(policyOf(long), "MakeArtifacts")["Resource"]).toEqual(["arn:aws:s3:::b/portcullis-staging-o*/Applicatio*"]);
  });

  test("its report groups are declared, and told by ARN so that it need not make any", () => {
    const gate = synth({ buildspec: { install: ["true"], build: ["true"], reports: { verdict: { files: ["verdict.junit.xml"], folder: "out", format: "JUNITXML" } } } });
    const arn = "arn:aws:codebuild:eu-west-1:100000000003:report-group/castle-prod-orders-gitleaks-verdict";
    expect(resourceOf(gate, "aws_codebuild_report_group")).toMatchObject({ name: "castle-prod-orders-gitleaks-verdict", type: "TEST" });
    expect(statementOf(policyOf(gate), "TellReports")).toMatchObject({ Resource: [arn] });
    const { buildspec } = resourceOf(gate, "aws_codebuild_project")["source"] as { readonly buildspec: string };
    expect(Object.keys((parse(buildspec) as { reports: object }).reports)).toEqual([arn]);
  });

  test("in a network it may attach itself to the named subnets, and only CodeBuild may", () => {
    const network = { vpcId: "vpc-1", subnetIds: ["subnet-1"], securityGroupId: "sg-1" };
    const inside = synth({ network });
    expect(resourceOf(inside, "aws_codebuild_project")["vpc_config"]).toEqual({ vpc_id: "vpc-1", subnets: ["subnet-1"], security_group_ids: ["sg-1"] });
    expect(statementOf(policyOf(inside), "LetCodeBuildAttach")["Condition"]).toEqual({
      StringEquals: { "ec2:AuthorizedService": "codebuild.amazonaws.com" },
      ArnEquals: { "ec2:Subnet": ["arn:aws:ec2:eu-west-1:100000000003:subnet/subnet-1"] },
    });
  });

  test("every phase stops where a command fails, and Node.js is the one that portcullis needs", () => {
    const text = parse(buildspecText({ ...props.buildspec, runtimes: { python: "3.12" }, finish: ["true"] })) as { phases: Record<string, { "on-failure": string; commands: string[]; "runtime-versions"?: object }> };
    expect(text.phases["install"]?.["runtime-versions"]).toEqual({ nodejs: "22", python: "3.12" });
    for (const phase of Object.values(text.phases)) {
      expect(phase["on-failure"]).toBe("ABORT");
      expect(phase.commands[0]).toMatch(/^set -euo pipefail\n/);
    }
  });
});

describe("what is refused", () => {
  test.each([
    ["a variable that looks like a secret", { variables: { SCANNER_TOKEN: "x", API_KEY: "y" } }, /SCANNER_TOKEN, API_KEY look like secrets.*Secrets Manager/],
    ["commands that CodeBuild does not take", { buildspec: { install: [], build: [`echo ${"x".repeat(25_600)}`] } }, /CodeBuild takes 25600/],
    ["a name that IAM does not take", { name: "n".repeat(65) }, /65 characters, and IAM takes 64/],
  ] as const)("%s", (_, change, message) => {
    expect(() => synth(change)).toThrow(message);
  });

  test("commands that hold a value of another resource", () => {
    expect(() =>
      synthStack((stack) => {
        const first = new BuildProject(stack, "first", props);
        new BuildProject(stack, "second", { ...props, name: "second", buildspec: { install: [], build: [`echo ${first.project.id}`] } });
      }),
    ).toThrow(/holds a value of another resource/);
    expect(resourcesOf(synth(), "aws_codebuild_project")).toHaveLength(1);
  });
});
