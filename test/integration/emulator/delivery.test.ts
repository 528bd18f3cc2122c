import { JournalWriter, type PlanJson } from "../../../scripts/terraform";
import { region, TerraformBench } from "../../support/terraform-bench";

// jest does not take testTimeout from a project.
jest.setTimeout(600_000);

const account = "111111111111";
const arn = (service: string, name: string, place = region) => `arn:aws:${service}:${place}:${account}:${name}`;
const trust = (service: string) =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { Service: `${service}.amazonaws.com` }, Action: "sts:AssumeRole", Condition: { StringEquals: { "aws:SourceAccount": account } } }],
  });
const build = (name: string, input: string, output: readonly string[] = []) => ({
  name,
  category: "Build",
  owner: "AWS",
  provider: "CodeBuild",
  version: "1",
  input_artifacts: [input],
  output_artifacts: output,
  configuration: { ProjectName: "castle-shop-build", EnvironmentVariables: JSON.stringify([{ name: "EXECUTION", value: "#{codepipeline.PipelineExecutionId}", type: "PLAINTEXT" }]) },
});

interface Change {
  /** Folder in which a push starts the pipeline, and everything else that an application team changes. */
  readonly watched: string;
  readonly environment: string;
  readonly exported: boolean;
}

/** What the stack `delivery` is made of, with every argument that it gives. */
const tree = ({ watched, environment, exported }: Change) => ({
  aws_iam_role: {
    pipeline: { name: "castle-shop", assume_role_policy: trust("codepipeline") },
    build: { name: "castle-shop-build", assume_role_policy: trust("codebuild") },
  },
  aws_codeconnections_connection: { github: { name: "castle-github", provider_type: "GitHub", tags: { stack: "delivery", environment } } },
  aws_codebuild_project: {
    build: {
      name: "castle-shop-build",
      description: `Builds and tests for ${environment}`,
      service_role: "${aws_iam_role.build.arn}",
      build_timeout: 30,
      queued_timeout: 60,
      concurrent_build_limit: 1,
      badge_enabled: false,
      encryption_key: arn("kms", "key/1"),
      source: { type: "CODEPIPELINE", buildspec: "version: 0.2\nphases:\n  build:\n    commands:\n      - make\n" },
      artifacts: { type: "CODEPIPELINE" },
      environment: {
        type: "LINUX_CONTAINER",
        compute_type: "BUILD_GENERAL1_SMALL",
        image: "aws/codebuild/amazonlinux2-x86_64-standard:5.0",
        privileged_mode: false,
        environment_variable: [{ name: "ENVIRONMENT", value: environment }],
      },
      logs_config: { cloudwatch_logs: { group_name: "/castle/shop/build", status: "ENABLED" }, s3_logs: { status: "DISABLED" } },
      vpc_config: { vpc_id: "vpc-1", subnets: ["subnet-1", "subnet-2"], security_group_ids: ["sg-1"] },
      tags: { stack: "delivery", environment },
    },
  },
  aws_codebuild_report_group: {
    tests: { name: "castle-shop-tests", type: "TEST", delete_reports: true, export_config: { type: "NO_EXPORT" }, tags: { environment } },
    coverage: {
      name: "castle-shop-coverage",
      type: "CODE_COVERAGE",
      delete_reports: true,
      export_config: exported ? { type: "S3", s3_destination: { bucket: "castle-evidence", packaging: "ZIP", path: "coverage", encryption_key: arn("kms", "key/1") } } : { type: "NO_EXPORT" },
    },
  },
  aws_codepipeline: {
    shop: {
      name: "castle-shop",
      role_arn: "${aws_iam_role.pipeline.arn}",
      pipeline_type: "V2",
      execution_mode: "QUEUED",
      artifact_store: { type: "S3", location: "castle-artifacts", encryption_key: { id: arn("kms", "key/1"), type: "KMS" } },
      variable: [{ name: "reason", default_value: "none", description: "Why it was started by hand" }],
      trigger: {
        provider_type: "CodeStarSourceConnection",
        git_configuration: { source_action_name: "github", push: { branches: { includes: ["main"] }, file_paths: { includes: [watched], excludes: ["docs/**"] } } },
      },
      stage: [
        {
          name: "Source",
          action: {
            name: "github",
            category: "Source",
            owner: "AWS",
            provider: "CodeStarSourceConnection",
            version: "1",
            namespace: "Source",
            output_artifacts: ["Source"],
            configuration: { ConnectionArn: "${aws_codeconnections_connection.github.arn}", FullRepositoryId: "castle/shop", BranchName: "main", OutputArtifactFormat: "CODEBUILD_CLONE_REF", DetectChanges: "true" },
          },
        },
        { name: "Build", action: [{ ...build("build", "Source", ["Application"]), timeout_in_minutes: 30 }, { ...build("check", "Application"), run_order: 2 }] },
        {
          name: `Deploy-${environment}`,
          before_entry: {
            condition: {
              result: "FAIL",
              rule: {
                name: "verdict",
                rule_type_id: { category: "Rule", owner: "AWS", provider: "LambdaInvoke", version: "1" },
                configuration: { FunctionName: "castle-lock", UserParameters: JSON.stringify({ gate: `Gate-${environment}`, execution: "#{codepipeline.PipelineExecutionId}" }) },
                // No timeout_in_minutes: the AWS provider (5.100.0, expandConditionRule) never sends it and plans it again for ever.
              },
            },
          },
          action: { ...build("deploy", "Application"), role_arn: arn("iam", "role/castle-deploy-shop", "") },
        },
        { name: "Approval-prod", action: { name: "approve", category: "Approval", owner: "AWS", provider: "Manual", version: "1", configuration: { CustomData: "Read the verdict first" } } },
      ],
      tags: { stack: "delivery", environment },
    },
  },
  aws_cloudwatch_event_rule: {
    failed: {
      name: "castle-shop-failed",
      event_pattern: JSON.stringify({
        source: ["aws.codepipeline"],
        "detail-type": ["CodePipeline Stage Execution State Change", "CodePipeline Action Execution State Change"],
        detail: { pipeline: [{ prefix: "castle-" }], state: ["FAILED"], stage: [environment] },
      }),
    },
  },
  aws_cloudwatch_dashboard: {
    delivery: {
      dashboard_name: "castle-delivery",
      dashboard_body: JSON.stringify({ widgets: [{ type: "metric", x: 0, y: 0, width: 12, height: 6, properties: { title: environment, region, view: "timeSeries", metrics: [["AWS/CodeBuild", "FailedBuilds", "ProjectName", "castle-shop-build"]] } }] }),
    },
  },
});

/** Of a planned change the members that it changes: enough to mend the emulator by. */
const differing = ({ address, change }: NonNullable<PlanJson["resource_changes"]>[number]) => {
  const [before, after] = [change.before, change.after].map((members) => new Map(Object.entries(members ?? {}).map(([name, value]) => [name, JSON.stringify(value)])));
  return { address, members: [...after!].filter(([name, value]) => before!.get(name) !== value).map(([name, value]) => ({ name, before: before!.get(name), after: value })) };
};

describe("delivery on the embedded AWS", () => {
  let bench: TerraformBench;
  beforeAll(async () => {
    bench = await TerraformBench.open(account);
  });
  afterAll(() => bench.close());

  test("a pipeline and all that it is made of are made, planned clean, changed in place, planned clean and destroyed", async () => {
    const runner = bench.runner();
    const carryOut = async (folder: string, plan: string, destroy = false) => {
      await runner.plan(folder, { out: plan, destroy });
      const journal = await JournalWriter.create(bench.journalFile(plan), { stack: "delivery", release: "r1", planHash: "0".repeat(64) });
      return (await runner.apply(folder, plan, { journal })).counts;
    };
    const leftOver = async (folder: string) => {
      await runner.plan(folder, { out: "again.tfplan" });
      const { resource_changes: changes = [] } = JSON.parse((await runner.show(folder, "again.tfplan")).toString()) as PlanJson;
      return changes.filter(({ change }) => change.actions[0] !== "no-op").map(differing);
    };

    const made = await bench.stack("delivery", { resource: tree({ watched: "src/**", environment: "dev", exported: false }) });
    await runner.init(made);
    expect(await carryOut(made, "make.tfplan")).toEqual({ create: 9, update: 0, destroy: 0 });
    expect(await leftOver(made)).toEqual([]);

    const changed = await bench.stack("delivery", { resource: tree({ watched: "app/**", environment: "staging", exported: true }) });
    await runner.init(changed);
    // All but the two roles.
    expect(await carryOut(changed, "change.tfplan")).toEqual({ create: 0, update: 7, destroy: 0 });
    expect(await leftOver(changed)).toEqual([]);

    expect(await carryOut(changed, "destroy.tfplan", true)).toEqual({ create: 0, update: 0, destroy: 9 });
    expect(await runner.stateList(changed)).toEqual([]);
  });
});
