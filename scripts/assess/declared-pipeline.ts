import { parse } from "yaml";
import { usageError } from "../errors";
import { nearest } from "../synthesis";
import type { DeclaredStack } from "./sources";

/** A pipeline of CodePipeline as the stack `delivery` declares it, as far as an assessor asks (docs/delivery.md). */
export interface DeclaredPipeline {
  /** Where the manifest stands: stack, and resource. */
  readonly source: string;
  /** What its last gate demands, as text: the gate before the environment in which the pipeline ends. */
  readonly manifest: string;
  /** Deploy stages that nobody enters without a verdict. */
  readonly lockedStages: readonly string[];
}

interface Stage {
  readonly name: string;
  readonly action: readonly { readonly configuration?: Readonly<Record<string, string>> }[];
  readonly before_entry?: { readonly condition?: { readonly result?: string } };
}

type Found = Pick<DeclaredPipeline, "source" | "manifest">;

const all = ({ resources }: DeclaredStack, type: string) => Object.values(resources[type] ?? {});

/** A gate that judges in a build writes its manifest by a here-document of its buildspec; `$${` is Terraform's escape. */
const ofBuild = (stack: DeclaredStack, project: string): Found | undefined => {
  const declared = all(stack, "aws_codebuild_project").find(({ name }) => name === project);
  const text = (declared?.["source"] as { readonly buildspec?: string } | undefined)?.buildspec?.replaceAll("$${", () => "${");
  if (text === undefined) return undefined;
  const { phases = {} } = parse(text) as { readonly phases?: Readonly<Record<string, { readonly commands?: readonly string[] }>> };
  const scripts = Object.values(phases).flatMap(({ commands = [] }) => commands);
  const [, manifest] = scripts.map((script) => /<<'END_OF_MANIFEST'\n([\s\S]*?)\nEND_OF_MANIFEST/.exec(script)).find((match) => match !== null) ?? [];
  return manifest === undefined ? undefined : { source: `${stack.id} aws_codebuild_project ${project}`, manifest };
};

/** A gate that judges in a function is told by an object of the bucket of tools. */
const ofFunction = (stack: DeclaredStack, key: string): Found | undefined => {
  const content = all(stack, "aws_s3_object").find((object) => object["key"] === key)?.["content"];
  return typeof content === "string" ? { source: `${stack.id} aws_s3_object ${key}`, manifest: JSON.stringify((JSON.parse(content) as { readonly manifest: unknown }).manifest) } : undefined;
};

/** @throws PortcullisError (usage) `assess-pipeline-unknown` where no stack declares it with a gate */
export const declaredPipeline = (stacks: readonly DeclaredStack[], name: string): DeclaredPipeline => {
  const known = stacks.flatMap((stack) => all(stack, "aws_codepipeline").map((pipeline) => ({ stack, pipeline })));
  const found = known.find(({ pipeline }) => pipeline["name"] === name);
  const stages = (found?.pipeline["stage"] ?? []) as readonly Stage[];
  const gate = stages.findLast((stage) => stage.name.startsWith("Gate-"));
  const project = gate?.action.find(({ configuration }) => configuration?.["ProjectName"] !== undefined)?.configuration?.["ProjectName"];
  const manifest = found && gate && (project === undefined ? ofFunction(found.stack, `manifests/${name}/${gate.name.toLowerCase()}.json`) : ofBuild(found.stack, project));
  if (manifest === undefined) {
    const names = known.map(({ pipeline }) => String(pipeline["name"]));
    const near = nearest(name, names);
    throw usageError({
      id: "assess-pipeline-unknown",
      problem: found ? `the pipeline ${JSON.stringify(name)} has no gate whose manifest can be read` : `no stack declares a pipeline ${JSON.stringify(name)}`,
      where: "--pipeline",
      remedy: found ? "Declare it by DeliveryPipeline, or name a manifest by --manifest." : near ? `Did you mean ${near}?` : names.length > 0 ? `There are: ${names.join(", ")}.` : "Declare one under delivery.applications of an environment (docs/delivery.md), or name a manifest by --manifest.",
    });
  }
  const lockedStages = stages.filter((stage) => stage.name.startsWith("Deploy-") && stage.before_entry?.condition?.result === "FAIL").map((stage) => stage.name);
  return { ...manifest, lockedStages };
};
