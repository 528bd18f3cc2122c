import { createHash } from "node:crypto";
import { stringify } from "yaml";
import type { Tree } from "./plan-of";

/** A pipeline of one environment, prod, with nothing to find; written by hand, so that rules are not judged by what composes pipelines. */

export const pipelineName = "acme-prod-shop";
export const pipeline = "aws_codepipeline.shop";

const execution = "#{codepipeline.PipelineExecutionId}";

const phase = (...lines: readonly string[]) => ({ "on-failure": "ABORT", commands: [["set -euo pipefail", ...lines].join("\n")] });
export const buildspecOf = (...lines: readonly string[]): string => stringify({ version: 0.2, phases: { install: phase("cd \"$CODEBUILD_SRC_DIR\""), build: phase(...lines) } }, { lineWidth: 0 });

const record = (tool: string, file = `${tool}.json`): string => `portcullis gate record "$REPORTS/${file}" --tool ${tool} --exit-code "$exit_code" --commit "$COMMIT"`;
const manifest = (tools: readonly string[]): string =>
  `cat > manifest.json <<'END'\n${JSON.stringify({ version: 1, pipeline: pipelineName, requires: tools.map((tool) => ({ tool, file: `${tool}.json` })) })}\nEND`;

export const gateLine = `if portcullis gate "$REPORTS" --manifest manifest.json --environment prod --classification confidential --commit "$COMMIT" --digest "$DIGEST" --event promotion --policy "$POLICIES/gate/policy.yaml" --out verdict; then exit_code=0; else exit_code=$?; fi`;
export const gateSpec = (tools: readonly string[], line = gateLine): string => buildspecOf(manifest(tools), line, `exit "$exit_code"`);

/** Parameters, document and resources of a gate that judges in a function; each may be spoiled. */
export interface FunctionGate {
  readonly parameters?: Readonly<Record<string, unknown>>;
  readonly tools?: readonly string[];
  /** Of the document, as it is declared. */
  readonly content?: string;
  readonly action?: Readonly<Record<string, unknown>>;
  readonly object?: Readonly<Record<string, unknown>>;
  /** The action that tells who wrote the change. */
  readonly author?: string;
  readonly resources?: Tree["resource"];
}

/** Lets Gate-prod ask the gate's function instead of a build. */
export const judgedInFunction =
  ({ parameters = {}, tools = beforeGate, content, action: changed = {}, object = {}, author = "gitleaks", resources: more = {} }: FunctionGate = {}) =>
  (resources: Tree["resource"]): void => {
    const document = content ?? JSON.stringify({ version: 1, stage: "prod", manifest: { version: 1, pipeline: pipelineName, requires: tools.map((tool) => ({ tool, file: `${tool}.json` })) }, formats: {} });
    const said = {
      author: "#{History.AUTHOR}",
      release: "#{variables.RELEASE}",
      bucket: "acme-evidence",
      tools: "acme-tools",
      pipeline: pipelineName,
      gate: "gate-prod",
      environment: "prod",
      classification: "confidential",
      execution,
      commit: "#{Source.CommitId}",
      assignment: createHash("sha256").update(document).digest("hex"),
      ...parameters,
    };
    // The shape of a pipeline is what is edited.
    // eslint-disable-next-line @typescript-eslint/no-explicit-any
    const stages = resources.aws_codepipeline!.shop!.stage as any[];
    const ask = { ...action("gate", "Invoke", "Lambda", { FunctionName: "acme-prod-delivery-gate", UserParameters: JSON.stringify(said) }), input_artifacts: ["Application"], ...changed };
    stages.find(({ name }) => name === "Gate-prod").action = [ask];
    for (const { action: actions } of stages) for (const each of actions) if (each.name === author) each.namespace = "History";
    delete resources.aws_codebuild_project!["gate-prod"];
    Object.assign(resources, { aws_s3_object: { "gate-prod": { bucket: "acme-tools", key: `manifests/${pipelineName}/gate-prod.json`, content: document, ...object } }, ...more });
  };

export const beforeGate = ["gitleaks", "detect-secrets", "semgrep", "osv-scanner", "npm-audit", "checkov", "cobertura", "clamav", "yara"] as const;
export const inOperation = ["zap-baseline", "wapiti"] as const;

export const projectOf = (part: string, buildspec: string, isPrivileged = false): Record<string, unknown> => ({
  name: `${pipelineName}-${part}`,
  service_role: "${aws_iam_role.flow.arn}",
  encryption_key: "${aws_kms_key.main.arn}",
  project_visibility: "PRIVATE",
  source: { type: "CODEPIPELINE", buildspec },
  artifacts: { type: "CODEPIPELINE", encryption_disabled: false },
  environment: {
    type: "LINUX_CONTAINER",
    compute_type: "BUILD_GENERAL1_MEDIUM",
    image: "aws/codebuild/standard:7.0-26.07.29",
    privileged_mode: isPrivileged,
    environment_variable: [{ name: "PIPELINE", value: pipelineName, type: "PLAINTEXT" }],
  },
  logs_config: { cloudwatch_logs: { status: "ENABLED", group_name: `/aws/codebuild/${part}` } },
});

type Action = Record<string, unknown>;
const action = (name: string, category: string, provider: string, configuration: Record<string, string>): Action => ({ name, category, owner: "AWS", provider, version: "1", configuration });
export const buildAction = (name: string, part = name, category = "Test"): Action => ({
  ...action(name, category, "CodeBuild", { ProjectName: `${pipelineName}-${part}`, PrimarySource: "Source", EnvironmentVariables: JSON.stringify([{ name: "EXECUTION", value: execution, type: "PLAINTEXT" }]) }),
  input_artifacts: ["Source"],
});
const stage = (name: string, ...actions: readonly Action[]) => ({ name, action: actions });
const lock = {
  condition: {
    result: "FAIL",
    rule: [
      {
        name: "verdict",
        rule_type_id: { category: "Rule", owner: "AWS", provider: "LambdaInvoke", version: "1" },
        configuration: { FunctionName: "acme-prod-delivery-lock", UserParameters: JSON.stringify({ bucket: "acme-evidence", pipeline: pipelineName, gate: "gate-prod", environment: "prod", execution }) },
      },
    ],
  },
};

const scans = (...tools: readonly string[]) => tools.map((tool) => buildAction(tool));

/** Resources of the pipeline and its builds; `aws_codebuild_project.<part>`. */
export const deliveryResources = (): Tree["resource"] => ({
  aws_codepipeline: {
    shop: {
      name: pipelineName,
      pipeline_type: "V2",
      role_arn: "${aws_iam_role.flow.arn}",
      stage: [
        stage("Source", action("github", "Source", "CodeStarSourceConnection", { BranchName: "main" })),
        stage("Secrets", ...scans("gitleaks", "detect-secrets")),
        stage("StaticAnalysis", ...scans("semgrep")),
        stage("Dependencies", ...scans("osv-scanner", "npm-audit")),
        stage("Infrastructure", ...scans("checkov")),
        stage("Build", buildAction("build", "build", "Build")),
        stage("Malware", ...scans("clamav", "yara")),
        stage("Gate-prod", buildAction("gate", "gate-prod")),
        stage("Approval-prod", action("approve", "Approval", "Manual", {})),
        { ...stage("Deploy-prod", buildAction("deploy", "deploy-prod", "Build")), before_entry: lock },
        stage("DynamicAnalysis", ...scans(...inOperation)),
        stage("Gate-release", buildAction("gate", "gate-release")),
      ],
    },
  },
  aws_codebuild_project: {
    ...Object.fromEntries([...beforeGate, ...inOperation].filter((tool) => tool !== "cobertura").map((tool) => [tool, projectOf(tool, buildspecOf(record(tool)))])),
    build: projectOf("build", buildspecOf("npm ci", record("cobertura"))),
    "gate-prod": projectOf("gate-prod", gateSpec(beforeGate)),
    "gate-release": projectOf("gate-release", gateSpec([...beforeGate, ...inOperation])),
    "deploy-prod": projectOf("deploy-prod", buildspecOf("aws lambda update-function-code --function-name shop")),
  },
});

/** What a boundary must deny, in as many statements as there are sorts of people. */
export const boundaryDenials = (account: string) => {
  const except = (...names: readonly string[]) => ({ ArnNotEquals: { "aws:PrincipalArn": names.map((name) => `arn:aws:iam::${account}:role/acme-${name}`) } });
  return [
    { Effect: "Deny", Action: ["codepipeline:*Stage*", "codepipeline:PutApprovalResult"], Resource: "*", Condition: except("break-glass") },
    { Effect: "Deny", Action: ["codebuild:*teProject*", "codepipeline:*tePipeline"], Resource: "*", Condition: except("apply", "break-glass") },
    { Effect: "Deny", Action: ["codebuild:Retry*", "codebuild:Start*", "lambda:Invoke*"], Resource: ["arn:aws:codebuild:*", "arn:aws:lambda:*:*:function:acme-delivery-*"], Condition: { ...except("break-glass"), StringNotEquals: { "aws:PrincipalTag/delivery": "starts-builds" } } },
    {
      Effect: "Deny",
      Action: ["lambda:AddPermission", "lambda:DeleteFunction", "lambda:UpdateFunction*", "s3:Delete*", "s3:PutBucket*", "s3:PutLifecycle*", "s3:PutObject?*"],
      Resource: ["arn:aws:lambda:*:*:function:acme-delivery-*", "arn:aws:s3:::acme-evidence-*", "arn:aws:s3:::acme-tools-*"],
      Condition: except("apply"),
    },
  ];
};
