import type { Source } from "../application";
import { covers } from "./globs";
import { refuseIf, refuseUnlike, type Question, type Refusal } from "./refusal";

/** CodePipeline API Reference, "GitPushFilter": patterns of a list, and characters of a pattern. */
const mostPatterns = 8;
const longestPattern = 255;

const patternRefusals = (key: string, patterns: readonly string[] | undefined): readonly Refusal[] =>
  patterns === undefined
    ? []
    : [
        ...refuseIf(patterns.length === 0, key, "The list is empty, so that it matches nothing.", "Name a pattern, or leave the list out."),
        ...refuseIf(patterns.length > mostPatterns, key, `It has ${patterns.length} patterns; CodePipeline takes ${mostPatterns}.`, "Join patterns by * and **."),
        ...patterns.flatMap((pattern) => [
          ...refuseIf(pattern.trim() === "" || pattern !== pattern.trim(), key, `The pattern ${JSON.stringify(pattern)} matches nothing.`, "Write a glob pattern, such as src/**, without blanks around it."),
          ...refuseIf(pattern.startsWith("/"), key, `The pattern ${JSON.stringify(pattern)} begins with a slash, with which no path and no tag begins.`, "Write it from the root of the repository, without the slash."),
          ...refuseIf(pattern.length > longestPattern, key, `A pattern has ${pattern.length} characters; CodePipeline takes ${longestPattern}.`, "Shorten it by * and **."),
        ]),
      ];

type GitHub = Extract<Source, { readonly kind: "github" }>;

const triggerRefusals = ({ trigger }: GitHub): readonly Refusal[] => {
  if (trigger === undefined) return [];
  const { filePaths, tags } = trigger;
  const key = "application.source.trigger";
  const { includes = ["**"], excludes = [] } = filePaths ?? {};
  return [
    ...refuseIf(filePaths !== undefined && tags !== undefined, key, "It filters by tags and by paths, which CodePipeline does not combine.", "Leave one of them out: a tag touches no path."),
    ...patternRefusals(`${key}.filePaths.includes`, filePaths?.includes),
    ...patternRefusals(`${key}.filePaths.excludes`, filePaths?.excludes),
    ...patternRefusals(`${key}.tags`, tags),
    ...refuseIf(
      filePaths !== undefined && includes.length > 0 && includes.every((include) => excludes.some((exclude) => covers(exclude, include))),
      `${key}.filePaths.excludes`,
      "All that is included is excluded again, so that no push starts the pipeline.",
      "Exclude less than you include.",
    ),
  ];
};

const githubRefusals = (source: GitHub): readonly Refusal[] => [
  ...refuseUnlike(/^arn:aws:(?:codeconnections|codestar-connections):[a-z0-9-]+:\d{12}:connection\/[0-9a-f-]{36}$/, "application.source.connectionArn", source.connectionArn, "the ARN of a connection"),
  ...refuseUnlike(/^[A-Za-z0-9][A-Za-z0-9-]*\/[A-Za-z0-9._-]+$/, "application.source.repository", source.repository, "a repository as owner/name"),
  ...refuseIf(
    source.branch.trim() === "" || /[*?[\]\s~^:\\]/.test(source.branch),
    "application.source.branch",
    `${JSON.stringify(source.branch)} is no name of a branch (git-check-ref-format), so that no push starts the pipeline.`,
    "Name one branch, without wildcards.",
  ),
  ...triggerRefusals(source),
];

const objectRefusals = (source: Extract<Source, { readonly kind: "s3" }>): readonly Refusal[] => [
  ...refuseUnlike(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, "application.source.bucket", source.bucket, "the name of a bucket"),
  // CodePipeline User Guide, "Amazon S3 source action reference": the object is an archive.
  ...refuseUnlike(/^[^*\s].*\.zip$/, "application.source.key", source.key, "the key of a zip"),
];

/** Where the code comes from, and what starts the pipeline. */
export const sourceRefusals = ({ application: { source, gateIn } }: Question): readonly Refusal[] =>
  source.kind === "github"
    ? githubRefusals(source)
    : [
        ...objectRefusals(source),
        ...refuseIf(gateIn === "function", "application.gateIn", "A source in S3 knows no commit, which a gate in a build reads from the checkout and one in a function cannot.", 'Say gateIn "build", or take the source from a repository.'),
      ];
