import { buildspecText } from "../../../modules/build-project";
import { scanTools } from "../../../modules/scan-tools";
import { pipelines } from "./pipelines";

export interface NamedBuildspec {
  /** For people: which part of which pipeline. */
  readonly name: string;
  readonly text: string;
  /** Variables that hold secrets, but for those whose tool says that its vendor leaves no other way than an argument. */
  readonly secrets: readonly string[];
}

const secretsOf = (part: string): readonly string[] => {
  const { secrets = {}, secretArguments = [] } = scanTools.find(({ name }) => name === part) ?? {};
  return Object.keys(secrets).filter((variable) => !secretArguments.includes(variable));
};

/** What each project of the composed pipelines runs; one that several pipelines have alike, once. */
export const everyBuildspec = (): readonly NamedBuildspec[] => {
  const all = pipelines().flatMap(([pipeline, { projects }]) =>
    projects.map(({ part, buildspec }) => ({ name: `${part} (${pipeline})`, text: buildspecText(buildspec), secrets: secretsOf(part) })),
  );
  return [...new Map(all.map((each) => [each.text, each])).values()];
};
