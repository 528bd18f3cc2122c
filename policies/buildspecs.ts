import { parse } from "yaml";
import { asList, hasReference, isRecord, valueOf } from "./attributes";
import type { ResourceView } from "./rule";

/** Inline buildspecs as rules read them (CodeBuild User Guide, "Build specification reference for CodeBuild"). */

export interface BuildPhase {
  readonly name: string;
  /** What a failing command does to the build: `ABORT`, `CONTINUE`. @default CodeBuild's own rule */
  readonly onFailure?: string;
  /** Each entry of `commands` and of `finally`, in order. */
  readonly commands: readonly string[];
}

export interface ReadBuildspec {
  readonly phases: readonly BuildPhase[];
  /** Variables in the clear. */
  readonly variables: Readonly<Record<string, unknown>>;
}

/** Whether the text names a file of the source, or an object, instead of being a buildspec. */
export const isFileName = (text: string): boolean => !text.includes("\n") && (/^[^:{]*\.ya?ml$/.test(text.trim()) || text.trim().startsWith("arn:"));

/** Terraform's escape of `${`, as a template carries it; bash reads what Terraform makes of it. */
const unescaped = (text: string): string => text.replaceAll("$${", "${").replaceAll("%%{", "%{");

/** The text of a project's buildspec; undefined where it is not settled, empty where there is none. */
export const buildspecText = (project: ResourceView): string | undefined => {
  const attribute = project.at("source.buildspec");
  if (attribute.kind === "unknown") return undefined;
  const value = valueOf(attribute) ?? "";
  // What is settled holds no reference any more: on a plan `${…}` is bash's own.
  return typeof value !== "string" || (attribute.kind === "template" && hasReference(value)) ? undefined : unescaped(value);
};

const phaseOf = ([name, phase]: readonly [string, unknown]): BuildPhase => {
  const { "on-failure": onFailure, commands, finally: last } = isRecord(phase) ? phase : {};
  return { name, ...(typeof onFailure === "string" ? { onFailure } : {}), commands: [...asList(commands), ...asList(last)].map(String) };
};

/** Reading a buildspec takes the time of these rules, and the same text is met by several of them, in every environment. */
export const remembered = <Value>(read: (text: string) => Value): ((text: string) => Value) => {
  const seen = new Map<string, Value>();
  return (text) => {
    if (!seen.has(text)) seen.set(text, read(text));
    return seen.get(text) as Value;
  };
};

/** The buildspec of a text; undefined where it is none. */
export const readBuildspec = remembered((text): ReadBuildspec | undefined => {
  try {
    const document = parse(text) as unknown;
    if (!isRecord(document) || !isRecord(document.phases)) return undefined;
    const variables = isRecord(document.env) && isRecord(document.env.variables) ? document.env.variables : {};
    return { phases: Object.entries(document.phases).map(phaseOf), variables };
  } catch {
    return undefined;
  }
});

/** The lines of every command; a backslash at the end joins two, as it does for bash. */
export const linesOf = ({ commands }: BuildPhase): readonly string[] => commands.flatMap((command) => command.replace(/\\\n\s*/g, "").split("\n")).map((line) => line.trim());
