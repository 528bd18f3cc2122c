import { asList, blocksAt, fail, hasReference, isSet, mustBe, mustBeSet, pass, unknown, valueOf, worstOf } from "../attributes";
import { buildspecText, isFileName, readBuildspec } from "../buildspecs";
import type { Outcome, ResourceView, Rule } from "../rule";

const secretName = /(^|_)(SECRET|PASSWORD|PASSWD|TOKEN|CREDENTIALS?|PRIVATE_?KEY|API_?KEY|ACCESS_?KEY|LICEN[CS]E_?KEY|AUTH)(_|$)/i;
/** Forms that issuers give their secrets: AWS, GitHub, GitLab, Slack, PEM. */
const secretValue = /\b(AKIA|ASIA)[A-Z0-9]{16}\b|\bgh[pousr]_[A-Za-z0-9]{36}|\bgithub_pat_|\bglpat-[\w-]{20}|\bxox[abposr]-|-----BEGIN [A-Z ]*PRIVATE KEY/;

const judgeVariable = (name: string, value: unknown): Outcome =>
  secretName.test(name) || secretValue.test(String(value)) ? fail(`the variable ${name} is a secret in the clear: whoever may read the project reads it`) : pass;

const judgeVariables = (project: ResourceView): Outcome => {
  const blocks = blocksAt(project, "environment.environment_variable");
  if (blocks === undefined) return unknown("the variables are not known yet");
  return worstOf(blocks.filter(({ type }) => type === undefined || type === null || type === "" || type === "PLAINTEXT").map(({ name, value }) => judgeVariable(String(name), value)));
};

const judgeBuildspec = (project: ResourceView): readonly Outcome[] => {
  const text = buildspecText(project);
  if (text === undefined) return [unknown("the buildspec is not settled")];
  if (text === "" || isFileName(text)) return [fail(`the buildspec comes from ${text === "" ? "the source" : text}: whoever changes that decides what the build does, with the project's rights`)];
  const buildspec = readBuildspec(text);
  if (buildspec === undefined) return [];
  const usesDocker = buildspec.phases.some(({ commands }) => commands.some((command) => /\bdocker\s+(buildx|build|run|push|load|save|pull|create)\b/.test(command)));
  const privileged = project.at("environment.privileged_mode");
  const isPrivileged = privileged.kind === "known" && (privileged.value === true || privileged.value === "true");
  return [
    ...Object.entries(buildspec.variables).map(([name, value]) => judgeVariable(name, value)),
    privileged.kind === "unknown" || privileged.kind === "template" ? unknown("privileged_mode is not known yet") : pass,
    isPrivileged && !usesDocker ? fail("privileged_mode gives the build the whole machine, and its buildspec uses no Docker") : pass,
  ];
};

/** Images of AWS are kept by AWS; any other is what its name points to on the day, unless a digest says which. */
const judgeImage = (project: ResourceView): Outcome => {
  const image = project.at("environment.image");
  if (image.kind === "unknown" || (image.kind === "template" && hasReference(image.template))) return unknown("the image is not known yet");
  const name = String(valueOf(image) ?? "");
  return /^aws\/codebuild\/[\w-]+:\d/.test(name) || /@sha256:[0-9a-f]{64}$/.test(name) ? pass : fail(`the image "${name}" is neither an image of CodeBuild at a version nor named by its digest`);
};

const oneOf = (project: ResourceView, path: string, allowed: readonly string[], reason: string): Outcome => {
  const attribute = project.at(path);
  if (attribute.kind === "unknown" || attribute.kind === "template") return unknown(`${path} is not known yet`);
  const value = attribute.kind === "absent" ? "" : String(attribute.value);
  return allowed.includes(value) ? pass : fail(`${path} is ${value === "" ? "not set" : value}: ${reason}`);
};

/** Logs of CloudWatch are encrypted by their group, which has a rule of its own; those in S3 by a setting here. */
const judgeLogs = (project: ResourceView): Outcome =>
  worstOf([
    oneOf(project, "logs_config.cloudwatch_logs.status", ["", "ENABLED"], "what the build said would be lost"),
    mustBeSet(project.at("logs_config.cloudwatch_logs.group_name"), "logs_config.cloudwatch_logs.group_name"),
    mustBe(project.at("logs_config.s3_logs.encryption_disabled"), false, "logs_config.s3_logs.encryption_disabled"),
  ]);

export const buildProjectConfined: Rule = {
  id: "build-project-confined",
  title: "A build does what was declared, without secrets in the clear and under our key",
  risk: "high",
  types: ["aws_codebuild_project"],
  source: "CodeBuild User Guide, 'Security best practices', 'Environment variables in build environments', 'Build specification reference'",
  remedy: "Write the buildspec into the project, take secrets from Secrets Manager by env/secrets-manager, set encryption_key, name a log group, and leave privileged_mode to builds that make or move images.",
  evaluate: (project) =>
    worstOf([
      ...judgeBuildspec(project),
      judgeVariables(project),
      judgeImage(project),
      mustBeSet(project.at("encryption_key"), "encryption_key"),
      oneOf(project, "artifacts.type", ["CODEPIPELINE", "NO_ARTIFACTS"], "artifacts go through the pipeline, which encrypts them"),
      mustBe(project.at("artifacts.encryption_disabled"), false, "artifacts.encryption_disabled"),
      mustBe(project.at("source.insecure_ssl"), false, "source.insecure_ssl"),
      oneOf(project, "project_visibility", ["", "PRIVATE"], "its logs and artifacts are open to everybody"),
      judgeLogs(project),
      asList(valueOf(project.at("resource_access_role"))).length > 0 && isSet(project.at("resource_access_role")) ? fail("resource_access_role opens logs and artifacts to the public") : pass,
    ]),
};
