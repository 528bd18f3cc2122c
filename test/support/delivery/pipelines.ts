import { composePipeline, type Application, type PipelineModel, type Platform } from "../../../modules/pipeline";
import { languages, scanTools, type ScanTool } from "../../../modules/scan-tools";
import { exampleApplications, examplePath, examplePlatform } from "./castle";

/** Pipelines that between them have every tool, every language, every target, both sources and every kind of gate. */

/** Values that settings of licensed tools accept: their defaults, else the first of these that matches. */
const samples = ["https://scanner.example.org", "a".repeat(64), "1.2.3", "24.4.0", "1234", "orders", "00000000-0000-4000-8000-000000000000", "eu"];
const settingsOf = ({ name, settings = {} }: ScanTool): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(settings).map(([key, { default: value, pattern }]) => {
      const accepted = value ?? samples.find((sample) => pattern.test(sample));
      if (accepted === undefined) throw new Error(`no sample is a value of ${name}'s ${key}: add one`);
      return [key, accepted];
    }),
  );

export const secretArnOf = (tool: string): string => `arn:aws:secretsmanager:eu-west-1:100000000003:secret:${tool}-AbCdEf`;

/** Every licensed tool, switched on. */
export const licensedTools: NonNullable<Platform["licensedTools"]> = Object.fromEntries(
  scanTools.filter(({ isLicensed }) => isLicensed).map((tool) => [tool.name, { secretArn: secretArnOf(tool.name), settings: settingsOf(tool) }]),
);

export const optionalTools = scanTools.filter(({ isOptional }) => isOptional === true).map(({ name }) => name);

const { ecs, codedeploy, lambda, terraform } = exampleApplications;
/** The application of each target; the one of ECS has everything that there is. */
const examples: readonly (readonly [Application, Partial<Platform>])[] = [
  [{ ...ecs, languages, tools: optionalTools }, { licensedTools }],
  [codedeploy, {}],
  [lambda, {}],
  [terraform, {}],
  [{ ...lambda, name: "rates" }, { path: examplePath("rates", ["dev"]) }],
];

/** For people → the composed pipeline. */
export const pipelines = (): readonly (readonly [name: string, model: PipelineModel])[] =>
  examples.map(([application, changed]) => [`${application.name}, ${application.target.kind}, ${application.languages.join(" and ")}`, composePipeline(application, examplePlatform(application.name, changed))]);
