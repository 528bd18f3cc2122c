import { both, casesOf, drop, rewrite, set } from "../support/case";
import { beforeGate, buildAction, buildspecOf, gateLine, gateSpec, inOperation, judgedInFunction, pipeline } from "../support/delivery";
import type { Tree } from "../support/plan-of";

// The shape of a pipeline is exactly what the edits break.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
type Shape = any;
type Edit = (resources: Tree["resource"]) => void;

const stages = (change: (stages: Shape[]) => void): Edit => (resources) => change(resources.aws_codepipeline!.shop!.stage as Shape[]);
const stage = (name: string, change: (stage: Shape) => void): Edit => stages((all) => change(all.find((each) => each.name === name)));
const without = (name: string): Edit => stages((all) => all.splice(all.findIndex((each) => each.name === name), 1));
const withoutAction = (stageName: string, action: string): Edit => stage(stageName, (each) => (each.action = each.action.filter(({ name }: { name: string }) => name !== action)));
const swapped = (first: string, second: string): Edit =>
  stages((all) => {
    const [one, two] = [first, second].map((name) => all.findIndex((each) => each.name === name)) as [number, number];
    [all[one], all[two]] = [all[two], all[one]];
  });
const spec = (part: string, buildspec: string): Edit => set(`aws_codebuild_project.${part}`, { source: { type: "CODEPIPELINE", buildspec } });
const gate = (line: string): Edit => spec("gate-prod", gateSpec(beforeGate, line));

const variables = (more: Readonly<Record<string, string>>): string => JSON.stringify(Object.entries({ EXECUTION: "#{codepipeline.PipelineExecutionId}", ...more }).map(([name, value]) => ({ name, value, type: "PLAINTEXT" })));
const checked = (Value: string, result = "FAIL"): Edit =>
  stage("Gate-prod", (each) => {
    each.action[0].configuration.EnvironmentVariables = variables({ RELEASE: "#{variables.RELEASE}" });
    each.before_entry = { condition: { result, rule: [{ name: "variable", rule_type_id: { provider: "VariableCheck" }, configuration: { Variable: "#{variables.RELEASE}", Operator: "MATCHES", Value } }] } };
  });

const packedGate = { function_name: "acme-prod-delivery-gate", s3_bucket: "acme-tools", s3_key: "portcullis-function-1.4.0.zip", source_code_hash: "n4bQgYhMfWWaL+qgxVrQFaO/TxsrC4Is0V1sFbDwCgg=", handler: "dist/scripts/delivery/gate-function.handler" };
const gated = { address: pipeline, expect: "fail" } as const;
const everyStage = ["Source", "Secrets", "StaticAnalysis", "Dependencies", "Infrastructure", "Build", "Malware", "Gate-prod", "Approval-prod", "DynamicAnalysis", "Gate-release"];
const everyAction = { Secrets: ["gitleaks", "detect-secrets"], StaticAnalysis: ["semgrep"], Dependencies: ["osv-scanner", "npm-audit"], Infrastructure: ["checkov"], Build: ["build"], Malware: ["clamav", "yara"], DynamicAnalysis: inOperation };
const ecs = { name: "ship", category: "Deploy", owner: "AWS", provider: "ECS", version: "1", configuration: { ServiceName: "shop" } };

const project = "aws_codebuild_project.semgrep";
const says = (...lines: readonly string[]): Edit => spec("semgrep", buildspecOf(...lines));
const environment = (change: Record<string, unknown>): Edit => (resources) => Object.assign(resources.aws_codebuild_project!.semgrep!.environment as object, change);

const boundary = "aws_iam_policy.boundary";
const denial = (index: number, change: (statement: Shape) => void): Edit => rewrite(boundary, "policy", (d) => change(d.Statement[index]));
const inRole = "aws_iam_role_policy.flow";
const grants = (action: string): Edit => rewrite(inRole, "policy", (d) => d.Statement.push({ Effect: "Allow", Action: action, Resource: "*" }));
const marked = (service: string): Edit =>
  both(set("aws_iam_role.flow", { tags: { delivery: "starts-builds" } }), rewrite("aws_iam_role.flow", "assume_role_policy", (d) => (d.Statement[0].Principal = { Service: service })));

export const deliveryCases = [
  ...casesOf(
    "pipeline-gated",
    { name: "every stage in order", address: pipeline, expect: "pass" },
    ...everyStage.map((name) => ({ ...gated, name: `without ${name}`, edit: without(name), because: `stage ${name} is missing` })),
    ...Object.entries(everyAction).flatMap(([of, actions]) => actions.map((action) => ({ ...gated, name: `without ${action}`, edit: withoutAction(of, action), because: of === "Build" ? "stage Build has no action build" : `stage ${of} has no action ${action}` }))),
    { ...gated, name: "a renamed deployment", edit: stage("Deploy-prod", (each) => (each.name = "Ship-prod")), because: "stage Ship-prod is none" },
    { ...gated, name: "the gate after the deployment", edit: swapped("Gate-prod", "Deploy-prod"), because: "stands where Gate-prod must" },
    { ...gated, name: "malware looked for before the build", edit: swapped("Build", "Malware"), because: "stage Malware stands where Build must" },
    { ...gated, name: "a stage twice", edit: stages((all) => all.splice(2, 0, all[1])), because: "stage Secrets is none that a pipeline has, or is there twice" },
    { ...gated, name: "a deployment before the gate", edit: stage("Malware", (each) => each.action.push(ecs)), because: "action ship of stage Malware deploys" },
    { ...gated, name: "a second deployment in the build", edit: stage("Build", (each) => each.action.push(buildAction("release", "deploy-prod", "Build"))), because: "action release of stage Build deploys" },
    { ...gated, name: "a deployment under another name", edit: stage("Malware", (each) => each.action.push(buildAction("tidy", "deploy-prod"))), because: "action tidy of stage Malware deploys" },
    { ...gated, name: "commands instead of a project", edit: stage("Secrets", (each) => each.action.push({ ...ecs, category: "Compute", provider: "Commands" })), because: "only projects of CodeBuild" },
    { ...gated, name: "an action of a third party", edit: stage("StaticAnalysis", (each) => (each.action[0].owner = "ThirdParty")), because: "is of owner ThirdParty" },
    { ...gated, name: "an approval that asks nobody", edit: stage("Approval-prod", (each) => (each.action = [buildAction("checkov")])), because: "stage Approval-prod asks nobody" },
    { ...gated, name: "a gate that is asked again", edit: stage("Gate-prod", (each) => (each.on_failure = { result: "RETRY" })), because: "stage Gate-prod answers its failure with RETRY" },
    { ...gated, name: "a deployment that is rolled back", edit: stage("Deploy-prod", (each) => (each.on_failure = { result: "ROLLBACK" })), expect: "pass" },
    { ...gated, name: "a stage that is skipped", edit: stage("Malware", (each) => (each.before_entry = { condition: { result: "SKIP", rule: [] } })), because: "a condition of stage Malware ends with SKIP" },
    { ...gated, name: "a tool that runs another project", edit: stage("StaticAnalysis", (each) => (each.action[0] = buildAction("semgrep", "checkov"))), because: "runs acme-prod-shop-checkov instead of acme-prod-shop-semgrep" },
    { ...gated, name: "a project of nobody knows whom", edit: drop(project), because: "runs acme-prod-shop-semgrep, which this stack does not declare" },
    { ...gated, name: "reports of another execution", edit: stage("Secrets", (each) => (each.action[0].configuration.EnvironmentVariables = JSON.stringify([{ name: "EXECUTION", value: "1234" }]))), because: "does not say EXECUTION=" },
    {
      ...gated,
      name: "tools from another bucket",
      edit: stage("Secrets", (each) => (each.action[0].configuration.EnvironmentVariables = JSON.stringify([{ name: "EXECUTION", value: "#{codepipeline.PipelineExecutionId}" }, { name: "TOOLS_BUCKET", value: "mine" }]))),
      because: "sets TOOLS_BUCKET anew",
    },
    { ...gated, name: "a variable that bash reads before its first command", edit: stage("Gate-prod", (each) => (each.action[0].configuration.EnvironmentVariables = variables({ BASH_ENV: "own.sh" }))), because: "sets BASH_ENV anew" },
    ...["Secrets", "Gate-prod", "Deploy-prod"].map((of) => ({ ...gated, name: `other commands than those that are judged, in ${of}`, edit: stage(of, (each) => (each.action[0].configuration.BuildspecOverride = "own.yaml")), because: "sets BuildspecOverride" })),
    ...["Secrets", "Gate-prod", "Deploy-prod"].map((of) => ({ ...gated, name: `a batch where none is planned, in ${of}`, edit: stage(of, (each) => (each.action[0].configuration.BatchEnabled = "true")), because: "sets BatchEnabled" })),
    { ...gated, name: "a variable of whoever starts it, unchecked", edit: stage("Gate-prod", (each) => (each.action[0].configuration.EnvironmentVariables = variables({ RELEASE: "#{variables.RELEASE}" }))), because: "takes #{variables.RELEASE} from whoever starts the pipeline" },
    { ...gated, name: "one that is checked for anything at all", edit: checked(".*"), because: "takes #{variables.RELEASE} from whoever starts the pipeline" },
    { ...gated, name: "one whose check lets the stage be skipped", edit: checked("^[0-9A-Za-z.+-]+$", "SKIP"), because: "takes #{variables.RELEASE} from whoever starts the pipeline" },
    { ...gated, name: "one that is checked", edit: checked("^[0-9A-Za-z.+-]+$"), expect: "pass" },
    { ...gated, name: "a gate that demands less", edit: spec("gate-prod", gateSpec(beforeGate.filter((tool) => tool !== "semgrep"))), because: "stage Gate-prod does not demand semgrep.json of semgrep" },
    { ...gated, name: "a last gate without dynamic analysis", edit: spec("gate-release", gateSpec(beforeGate)), because: "stage Gate-release does not demand zap-baseline.json" },
    { ...gated, name: "a gate of dev", edit: gate(gateLine.replace("--environment prod", "--environment dev")), because: "does not ask the gate with --environment prod" },
    { ...gated, name: "a gate of another class of data", edit: gate(gateLine.replace("confidential", "public")), because: "--classification confidential" },
    { ...gated, name: "a gate that judges a pull request", edit: gate(gateLine.replace("promotion", "pull-request")), because: "--event promotion" },
    { ...gated, name: "a gate of no artifact", edit: gate(gateLine.replace('--digest "$DIGEST" ', "")), because: "without --digest" },
    { ...gated, name: "a policy from the checkout", edit: gate(gateLine.replace("$POLICIES/gate", "$CODEBUILD_SRC_DIR")), because: "takes --policy from $CODEBUILD_SRC_DIR" },
    { ...gated, name: "a gate that asks nobody", edit: gate("echo pass > verdict"), because: "asks the gate 0 times" },
    { ...gated, name: "a scan without a record", edit: spec("semgrep", buildspecOf("semgrep scan")), because: "semgrep looked at" },
    { ...gated, name: "an image without its stage", edit: spec("build", buildspecOf("npm ci", "docker build --tag shop .", 'portcullis gate record "$REPORTS/cobertura.json" --tool cobertura')), because: "stage Containers is missing" },
    { ...gated, name: "a pipeline without conditions", edit: set(pipeline, { pipeline_type: "V1" }), because: "must be V2" },
    { ...gated, name: "one that ends in another environment", edit: stage("Deploy-prod", (each) => (each.name = "Deploy-dev")), because: "it ends at dev, but stands in prod" },
    { name: "a name from a variable", address: pipeline, edit: stage("Secrets", (each) => (each.name = "${var.stage}")), expect: "unknown" },
    { name: "a gate whose commands come from a variable", address: pipeline, edit: spec("gate-prod", "${var.gate}"), expect: "unknown" },
    { ...gated, name: "a gate in a function", edit: judgedInFunction(), expect: "pass" },
    { ...gated, name: "a gate in the function of the packed command", edit: judgedInFunction({ resources: { aws_lambda_function: { gate: packedGate } } }), expect: "pass" },
    { ...gated, name: "a gate in a function of another code", edit: judgedInFunction({ resources: { aws_lambda_function: { gate: { ...packedGate, s3_key: "mine.zip" } } } }), because: "whose code is not the packed command" },
    { ...gated, name: "a gate in a function of any code", edit: judgedInFunction({ resources: { aws_lambda_function: { gate: { ...packedGate, source_code_hash: "" } } } }), because: "whose code is not the packed command" },
    ...["acme-prod-yes", "acme-dev-delivery-gate", "other-prod-delivery-gate", "acme-prod-shop-delivery-gate-x"].map((name) => ({
      ...gated,
      name: `a gate that asks ${name}`,
      edit: judgedInFunction({ action: { configuration: { FunctionName: name, UserParameters: "{}" } } }),
      because: `asks ${name} instead of the gate of this environment`,
    })),
    ...Object.entries({ pipeline: "acme-prod-other", gate: "gate-dev", environment: "dev", classification: "public", execution: "1234", commit: "#{variables.COMMIT}", release: "1.0.0" }).map(([name, value]) => ({
      ...gated,
      name: `a function that judges another ${name}`,
      edit: judgedInFunction({ parameters: { [name]: value } }),
      because: `stage Gate-prod asks the gate for ${name} ${value} instead of`,
    })),
    ...["bucket", "tools"].map((name) => ({ ...gated, name: `a function without ${name}`, edit: judgedInFunction({ parameters: { [name]: undefined } }), because: `asks the gate without ${name}` })),
    ...beforeGate.map((tool) => ({ ...gated, name: `a function that does not demand ${tool}`, edit: judgedInFunction({ tools: beforeGate.filter((each) => each !== tool) }), because: `does not demand ${tool}.json of ${tool}` })),
    { ...gated, name: "a function with another manifest", edit: judgedInFunction({ parameters: { assignment: "0".repeat(64) } }), because: "does not name the SHA-256 of manifests/acme-prod-shop/gate-prod.json" },
    { ...gated, name: "a function whose manifest nobody lays down", edit: judgedInFunction({ object: { key: "manifests/acme-prod-shop/gate-dev.json" } }), because: "has 0 objects manifests/acme-prod-shop/gate-prod.json in this stack" },
    { ...gated, name: "a function with a manifest in another bucket", edit: judgedInFunction({ object: { bucket: "mine" } }), because: "reads manifests/acme-prod-shop/gate-prod.json in acme-tools, and this stack lays it into mine" },
    { ...gated, name: "a function with no manifest", edit: judgedInFunction({ content: '{"version":1}' }), because: "has no manifest in manifests/acme-prod-shop/gate-prod.json" },
    { ...gated, name: "a function without the artifact", edit: judgedInFunction({ action: { input_artifacts: ["Source"] } }), because: "does not hand the artifact Application" },
    { ...gated, name: "a function that is asked nothing", edit: judgedInFunction({ action: { configuration: { FunctionName: "acme-prod-delivery-gate" } } }), because: "no JSON object" },
    { ...gated, name: "an author that whoever starts it names", edit: judgedInFunction({ parameters: { author: "#{variables.AUTHOR}" } }), because: "does not learn from one build that looks who wrote the change" },
    { ...gated, name: "an author by the application's own build", edit: judgedInFunction({ author: "build" }), because: "does not learn from one build that looks" },
    { ...gated, name: "an author that nobody tells", edit: judgedInFunction({ author: "nobody" }), because: "does not learn from one build that looks" },
    { ...gated, name: "a function in another stage", edit: both(judgedInFunction(), stage("Malware", (each) => each.action.push({ name: "gate", category: "Invoke", owner: "AWS", provider: "Lambda", version: "1", configuration: {} }))), because: "is Invoke by Lambda" },
    { name: "a function whose manifest comes from a variable", address: pipeline, edit: judgedInFunction({ object: { content: "${var.manifest}" } }), expect: "unknown" },
  ),
  ...casesOf(
    "pipeline-lock-kept",
    { name: "locked", address: pipeline, expect: "pass" },
    { ...gated, name: "without a lock", edit: stage("Deploy-prod", (each) => delete each.before_entry), because: "stage Deploy-prod has 0 locks" },
    { ...gated, name: "a lock that lets skip", edit: stage("Deploy-prod", (each) => (each.before_entry.condition.result = "SKIP")), because: "the result must be FAIL" },
    { ...gated, name: "a condition that asks an alarm instead", edit: stage("Deploy-prod", (each) => (each.before_entry.condition.rule[0].rule_type_id.provider = "CloudWatchAlarm")), because: "has 0 locks" },
    ...[
      ["pipeline", "acme-prod-other"],
      ["gate", "gate-dev"],
      ["environment", "dev"],
      ["execution", "1234"],
    ].map(([name, value]) => ({
      ...gated,
      name: `a lock for another ${name}`,
      edit: stage("Deploy-prod", (each) => {
        const { configuration } = each.before_entry.condition.rule[0];
        configuration.UserParameters = JSON.stringify({ ...JSON.parse(configuration.UserParameters), [name as string]: value });
      }),
      because: `for ${name} ${value}`,
    })),
    { ...gated, name: "a lock that is asked nothing", edit: stage("Deploy-prod", (each) => (each.before_entry.condition.rule[0].configuration.UserParameters = "prod")), because: "no JSON object" },
    { ...gated, name: "no gate before it", edit: both(without("Gate-prod"), without("Approval-prod")), because: "has Malware before it" },
    { name: "stages from a variable", address: pipeline, edit: set(pipeline, { stage: "${var.stages}" }), expect: "unknown" },
  ),
  ...casesOf(
    "buildspec-fails-closed",
    { name: "strict", address: project, expect: "pass" },
    ...(
      [
        ["npm test || true", "swallows a failure"],
        ["npm test || :", "swallows a failure"],
        ["npm test || echo failed", "swallows a failure"],
        ["npm test || { echo failed; }", "swallows a failure"],
        ["npm test; true", "ends with success"],
        ["exit 0", "ends with success"],
        ["set +e", "switches off"],
        ["set +o pipefail", "switches off"],
        ["npm test 2>/dev/null || exit 1", "hides why"],
        ["checkov --directory . --soft-fail", "succeed whatever it finds"],
        ["trivy image --exit-code 0 shop", "succeed whatever it finds"],
        ["curl --fail --silent https://example.org/install.sh | bash", "without looking at it"],
        ["bash <(curl --fail https://example.org/install.sh)", "without looking at it"],
        ["curl --silent https://example.org/list.json", "a server's error"],
        ["curl --fail --insecure https://example.org/list.json", "certificate"],
        ["curl --fail http://example.org/list.json", "plain HTTP"],
        ["pip install semgrep==1.100.0", "without its hash"],
        ["npm install -g semver", "npm without its version"],
        ["npm install", "npm without its version"],
        ["npx semver 1.0.0", "runs a package of npm"],
        ["dnf install --assumeyes clamav", "a program without its version"],
        ["go install example.org/tool@latest", "a program without its version"],
        ["docker pull owasp/zap:stable", "not named by its digest"],
        ['curl --fail --output "$TOOLS/tool" https://example.org/tool', "never compared with a checksum"],
      ] as const
    ).map(([line, because]) => ({ name: line, address: project, edit: says(line), expect: "fail" as const, because })),
    ...[
      'if npm test; then exit_code=0; else exit_code=$?; fi',
      'test -s report.json || { echo "no report" >&2; exit 1; }',
      `curl --fail --output "$TOOLS/tool" https://example.org/tool\necho "abc  $TOOLS/tool" | sha256sum --check --strict -`,
      'curl --fail --output "$INPUTS/list.json" https://example.org/list.json',
      "pip install --require-hashes --no-deps --requirement lock.txt",
      "npm install --global semver@7.6.0",
      "dnf install --assumeyes clamav-1.4.3",
      "npm ci",
      'exit "$exit_code"',
    ].map((line) => ({ name: line, address: project, edit: says(line), expect: "pass" as const })),
    { name: "a phase that is not strict", address: project, edit: spec("semgrep", "version: 0.2\nphases:\n  build:\n    on-failure: ABORT\n    commands: [semgrep scan]\n"), expect: "fail", because: "set -euo pipefail" },
    { name: "a phase after a failure", address: project, edit: spec("semgrep", "version: 0.2\nphases:\n  build:\n    on-failure: CONTINUE\n    commands: [set -euo pipefail]\n"), expect: "fail", because: "on-failure is CONTINUE" },
    { name: "a last command that is not strict", address: project, edit: spec("semgrep", "version: 0.2\nphases:\n  build:\n    on-failure: ABORT\n    commands: [set -euo pipefail]\n    finally: [npm test || true]\n"), expect: "fail", because: "swallows" },
    { name: "no buildspec", address: project, edit: spec("semgrep", "phases"), expect: "fail", because: "no YAML with phases" },
    { name: "a reference", address: project, edit: spec("semgrep", "${var.buildspec}"), expect: "unknown" },
  ),
  ...casesOf(
    "build-project-confined",
    { name: "confined", address: project, expect: "pass" },
    { name: "the source's own buildspec", address: project, edit: spec("semgrep", "buildspec.yml"), expect: "fail", because: "comes from buildspec.yml" },
    { name: "none given", address: project, edit: set(project, { source: { type: "CODEPIPELINE" } }), expect: "fail", because: "comes from the source" },
    { name: "privileged without need", address: project, edit: environment({ privileged_mode: true }), expect: "fail", because: "privileged_mode" },
    { name: "privileged for an image", address: project, edit: both(environment({ privileged_mode: true }), says("docker build --tag shop .")), expect: "pass" },
    { name: "a secret by its name", address: project, edit: environment({ environment_variable: [{ name: "API_TOKEN", value: "x", type: "PLAINTEXT" }] }), expect: "fail", because: "API_TOKEN" },
    { name: "a secret by its value", address: project, edit: environment({ environment_variable: [{ name: "NOTE", value: "-----BEGIN RSA PRIVATE KEY-----" }] }), expect: "fail", because: "NOTE" },
    { name: "a secret from Secrets Manager", address: project, edit: environment({ environment_variable: [{ name: "API_TOKEN", value: "acme/token", type: "SECRETS_MANAGER" }] }), expect: "pass" },
    { name: "a secret in the buildspec", address: project, edit: spec("semgrep", "version: 0.2\nenv: { variables: { API_KEY: x } }\nphases: { build: { commands: [] } }\n"), expect: "fail", because: "API_KEY" },
    { name: "an image by its tag", address: project, edit: environment({ image: "owasp/zap:stable" }), expect: "fail", because: "owasp/zap:stable" },
    { name: "an image by its digest", address: project, edit: environment({ image: `owasp/zap@sha256:${"a".repeat(64)}` }), expect: "pass" },
    { name: "no key", address: project, edit: drop(project, "encryption_key"), expect: "fail", because: "encryption_key" },
    { name: "artifacts in the clear", address: project, edit: set(project, { artifacts: { type: "CODEPIPELINE", encryption_disabled: true } }), expect: "fail", because: "encryption_disabled" },
    { name: "artifacts past the pipeline", address: project, edit: set(project, { artifacts: { type: "S3" } }), expect: "fail", because: "artifacts.type is S3" },
    { name: "open to everybody", address: project, edit: set(project, { project_visibility: "PUBLIC_READ" }), expect: "fail", because: "project_visibility" },
    { name: "without a log", address: project, edit: set(project, { logs_config: { cloudwatch_logs: { status: "DISABLED", group_name: "a" } } }), expect: "fail", because: "what the build said" },
    { name: "an image from a variable", address: project, edit: environment({ image: "${var.image}" }), expect: "unknown" },
  ),
  ...casesOf(
    "pipeline-controls-kept",
    { name: "a boundary that denies them", address: boundary, expect: "pass" },
    ...(
      [
        [2, "codepipeline:OverrideStageCondition"],
        [3, "codepipeline:UpdatePipeline"],
        [4, "codebuild:StartSandbox"],
        [5, "s3:DeleteObject"],
      ] as const
    ).map(([index, because]) => ({ name: `a boundary without denial ${index}`, address: boundary, edit: rewrite(boundary, "policy", (d) => d.Statement.splice(index, 1)), expect: "fail" as const, because })),
    { name: "a denial that leaves out everybody's roles", address: boundary, edit: denial(2, (each) => (each.Condition.ArnNotEquals["aws:PrincipalArn"] = ["arn:aws:iam::111111111111:role/*"])), expect: "fail", because: "codepipeline:RollbackStage" },
    { name: "a denial that leaves out the plan role", address: boundary, edit: denial(3, (each) => each.Condition.ArnNotEquals["aws:PrincipalArn"].push("arn:aws:iam::111111111111:role/acme-plan")), expect: "fail", because: "codebuild:UpdateProject" },
    { name: "a denial by pattern", address: boundary, edit: denial(3, (each) => (each.Condition = { ArnNotLike: each.Condition.ArnNotEquals })), expect: "fail" },
    { name: "a denial by day", address: boundary, edit: denial(2, (each) => (each.Condition.DateLessThan = { "aws:CurrentTime": "2030-01-01T00:00:00Z" })), expect: "fail" },
    { name: "another mark", address: boundary, edit: denial(4, (each) => (each.Condition.StringNotEquals["aws:PrincipalTag/delivery"] = "x")), expect: "fail", because: "codebuild:StartBuild" },
    { name: "evidence of one bucket alone", address: boundary, edit: denial(5, (each) => each.Resource.pop()), expect: "fail", because: "s3:PutBucketPolicy" },
    { name: "one action left out", address: boundary, edit: denial(5, (each) => each.Action.pop()), expect: "fail", because: "s3:PutObjectRetention" },
    { name: "a boundary that knows no pipelines", address: boundary, edit: rewrite(boundary, "policy", (d) => (d.Statement = [{ Effect: "Allow", Action: "kms:*", Resource: "*" }, { Effect: "Deny", Action: "iam:*", Resource: "*" }])), expect: "pass" },
    { name: "rights that have nothing to do with it", address: inRole, expect: "pass" },
    { name: "a right to override", address: inRole, edit: grants("codepipeline:Override*"), expect: "fail", because: "OverrideStageCondition" },
    { name: "a right to edit", address: inRole, edit: grants("codepipeline:UpdatePipeline"), expect: "fail", because: "UpdatePipeline" },
    { name: "a right to build", address: inRole, edit: grants("codebuild:StartBuild"), expect: "fail", because: "StartBuild" },
    { name: "a right to build of a pipeline", address: inRole, edit: both(grants("codebuild:StartBuild"), marked("codepipeline.amazonaws.com")), expect: "pass" },
    { name: "the apply role's right to edit", address: "aws_iam_policy.deploy", edit: both(set("aws_iam_policy.deploy", { name: "acme-apply-declare" }), rewrite("aws_iam_policy.deploy", "policy", (d) => d.Statement.push({ Effect: "Allow", Action: "codepipeline:UpdatePipeline", Resource: "*" }))), expect: "pass" },
    { name: "a pipeline's role with the mark", address: "aws_iam_role.flow", edit: marked("codepipeline.amazonaws.com"), expect: "pass" },
    { name: "the mark on another role", address: "aws_iam_role.flow", edit: marked("ec2.amazonaws.com"), expect: "fail", because: "ec2.amazonaws.com may assume it" },
    { name: "a role without the mark", address: "aws_iam_role.flow", expect: "not-applicable" },
    { name: "rights that cannot be read", address: inRole, edit: set(inRole, { policy: "${var.policy}" }), expect: "unknown" },
  ),
];
