import type { Language } from "../../scan-tools";
import { answersRequests } from "../application";
import { gateReaches } from "../gate-project";
import { pipelineName, projectName } from "../names";
import { partsOf } from "../parts";
import { chosenTools } from "../scans";
import { terraformReaches } from "../targets/terraform-steps";
import { refuseIf, refuseUnlike, type Question, type Refusal } from "./refusal";

/** CodePipeline User Guide, "Quotas in AWS CodePipeline": actions of a stage. */
const mostActions = 50;
/** CodePipeline API Reference, "PipelineDeclaration". */
const longestPipeline = 100;
/** IAM User Guide, "IAM and AWS STS quotas": the role of a project has its name. */
const longestRole = 64;

const nameRefusals = (question: Question): readonly Refusal[] => {
  const { application, platform, tools } = question;
  const pipeline = pipelineName(application, platform);
  const long = partsOf(application, platform, tools)
    .map((part) => projectName(pipeline, part))
    .filter((name) => name.length > longestRole);
  return [
    ...refuseIf(pipeline.length > longestPipeline, "application.name", `The pipeline ${pipeline} has ${pipeline.length} characters; CodePipeline takes ${longestPipeline}.`, "Shorten the application's name."),
    ...refuseIf(long.length > 0, "application.name", `The role ${long[0]} has ${long[0]?.length} characters; IAM takes ${longestRole}.`, "Shorten the application's name."),
  ];
};

const actionRefusals = ({ application, platform, tools }: Question): readonly Refusal[] => {
  const chosen = chosenTools(application, platform, tools);
  return [...new Set(chosen.map(({ stage }) => stage))]
    .map((stage) => ({ stage, count: chosen.filter((tool) => tool.stage === stage).length }))
    .filter(({ count }) => count > mostActions)
    .map(({ stage, count }) => ({ key: "tools", problem: `${count} tools look in the stage ${stage}; CodePipeline takes ${mostActions} actions a stage.`, remedy: "Ask for fewer optional tools." }));
};

const registries: Readonly<Record<Language, string>> = { node: "registry.npmjs.org", python: "pypi.org", java: "repo.maven.apache.org", go: "proxy.golang.org" };

/** What a build without a way out cannot do: each who needs one, and the hosts. */
const wayOutRefusals = ({ application, platform, tools }: Question): readonly Refusal[] => {
  if (platform.network === undefined || platform.network.hasWayOut) return [];
  const reaching: readonly (readonly [who: string, hosts: readonly string[]])[] = [
    ...chosenTools(application, platform, tools).map(({ name, downloads, reaches = [] }) => [name, [...downloads.map(({ url }) => new URL(url).host), ...reaches]] as const),
    ...application.languages.map((language) => [`the build of ${language}`, [registries[language]]] as const),
    // The function of gates stands outside of the network.
    ...(application.gateIn === "function" ? [] : platform.path.map(({ name, stage }) => [`the gate of ${name}`, gateReaches(stage)] as const)),
    ...(!answersRequests(application.target) || application.virtualPatches !== undefined ? [["terraform", terraformReaches] as const] : []),
    ...(application.source.kind === "github" ? [["the clone of the source", ["github.com"]] as const] : []),
  ];
  const cut = reaching.filter(([, hosts]) => hosts.length > 0).map(([who, hosts]) => `${who} (${[...new Set(hosts)].join(", ")})`);
  return refuseIf(
    cut.length > 0,
    "platform.network",
    `Builds in the private network have no way out, which is needed by ${cut.join("; ")}.`,
    "Give the network a NAT gateway, or leave builds in CodeBuild's own network.",
  );
};

export const platformRefusals = (question: Question): readonly Refusal[] => {
  const { portcullis } = question.platform;
  return [
    ...refuseUnlike(/^\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?$/, "platform.portcullis.version", portcullis.version, "a version"),
    ...refuseUnlike(/^[0-9a-f]{64}$/, "platform.portcullis.sha256", portcullis.sha256, "a SHA-256"),
    ...refuseIf(
      question.application.gateIn === "function" && !/^[0-9a-f]{64}$/.test(portcullis.functionSha256 ?? ""),
      "platform.portcullis.functionSha256",
      "Nobody says which code the gate's function runs.",
      "Lay portcullis-function-<version>.zip of `npm run package` into the bucket of tools and give its SHA-256, or let gates judge in builds.",
    ),
    ...nameRefusals(question),
    ...actionRefusals(question),
    ...wayOutRefusals(question),
  ];
};
