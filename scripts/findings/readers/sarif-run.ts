import { z } from "zod";
import type { FindingKind } from "../finding";
import { oneLine } from "../text";

const listOf = <Item extends z.ZodType>(item: Item) => z.array(item).nullish();
const text = z.looseObject({ text: z.string().nullish() }).nullish();
const properties = z.record(z.string(), z.unknown()).nullish();
const configuration = z.looseObject({ level: z.string().nullish() }).nullish();

const relationship = z.looseObject({ target: z.looseObject({ id: z.string().nullish(), toolComponent: z.looseObject({ name: z.string().nullish() }).nullish() }).nullish() });
const rule = z.looseObject({ id: z.string(), name: z.string().nullish(), shortDescription: text, fullDescription: text, defaultConfiguration: configuration, properties, relationships: listOf(relationship) });
const component = z.looseObject({ name: z.string(), version: z.string().nullish(), semanticVersion: z.string().nullish(), rules: listOf(rule) });
const notification = z.looseObject({ level: z.string().nullish(), message: text, descriptor: z.looseObject({ id: z.string().nullish() }).nullish() });
const override = z.looseObject({ descriptor: z.looseObject({ id: z.string().nullish() }), configuration });
const invocation = z.looseObject({
  executionSuccessful: z.boolean().nullish(),
  endTimeUtc: z.string().nullish(),
  toolExecutionNotifications: listOf(notification),
  toolConfigurationNotifications: listOf(notification),
  ruleConfigurationOverrides: listOf(override),
});
const artifact = z.looseObject({ location: z.looseObject({ uri: z.string().nullish() }).nullish() });
/** Its results are handed over one by one; what stays of them is an empty list. */
const run = z.looseObject({
  tool: z.looseObject({ driver: component, extensions: listOf(component) }),
  invocations: listOf(invocation),
  artifacts: listOf(artifact),
  results: z.array(z.unknown()).nullish(),
  versionControlProvenance: listOf(z.looseObject({ revisionId: z.string().nullish() })),
  externalPropertyFileReferences: z.looseObject({ results: listOf(z.unknown()) }).nullish(),
});
/** SARIF 2.1.0 (OASIS), section 3.13. */
export const log = z.looseObject({
  version: z.literal("2.1.0"),
  runs: z.array(run),
  inlineExternalProperties: listOf(z.looseObject({ results: listOf(z.unknown()) })),
});
export type Log = z.infer<typeof log>;
export type Run = Log["runs"][number];
export type Rule = z.infer<typeof rule>;

export const toolOf = ({ tool }: Run): string => tool.driver.name.toLowerCase();
export const versionOf = ({ tool }: Run): string | undefined => tool.driver.semanticVersion ?? tool.driver.version ?? undefined;
const componentsOf = ({ tool }: Run) => [tool.driver, ...(tool.extensions ?? [])];

/**
 * Many tools list only the rules, or the files, of which they found something: none listed then says nothing, and the record
 * beside the report must. (Sections 3.19.23 and 3.14.15 leave it to the tool.)
 */
const countOrUnsaid = (counts: readonly number[]): number | undefined => counts.reduce((sum, count) => sum + count, 0) || undefined;
export const rulesLoaded = (runs: readonly Run[]): number | undefined => countOrUnsaid(runs.flatMap(componentsOf).map(({ rules }) => rules?.length ?? 0));
export const artifactsListed = (runs: readonly Run[]): number | undefined => countOrUnsaid(runs.map(({ artifacts }) => artifacts?.length ?? 0));

/** What a run says went wrong. A missing list of results means that nothing was looked for (section 3.14.23). */
export const failuresOf = (run: Run): readonly string[] => {
  const invocations = run.invocations ?? [];
  const notifications = invocations.flatMap((each) => [...(each.toolExecutionNotifications ?? []), ...(each.toolConfigurationNotifications ?? [])]);
  return [
    ...(run.results ? [] : [`${toolOf(run)} lists no results, not even an empty list: it did not look`]),
    ...(run.externalPropertyFileReferences?.results?.length ? [`results of ${toolOf(run)} are in other files`] : []),
    ...invocations.filter(({ executionSuccessful }) => executionSuccessful === false).map(() => `${toolOf(run)} says that it did not end well`),
    ...notifications.filter(({ level }) => level?.toLowerCase() === "error").map(({ message, descriptor }) => oneLine(`${toolOf(run)}: ${message?.text ?? descriptor?.id ?? "an error without a message"}`)),
  ];
};

/** What a tool of this name looks for; the longest known list is GitHub's table of SARIF tools. Anything else reads code. */
const kinds: readonly (readonly [RegExp, FindingKind])[] = [
  [/gitleaks|trufflehog|detect-secrets|ggshield|secret/, "secret"],
  [/checkov|tfsec|kics|terrascan|cfn[-_ ]?(?:lint|nag|guard)|hadolint|kubesec|kube-score|snyk iac/, "infrastructure"],
  [/trivy|grype|osv|dependency-?check|snyk open source|snyk container|npm[-_ ]audit|pip-audit|docker scout|anchore/, "dependency"],
  [/owasp zap|^zap|nuclei|wapiti|burp|acunetix|invicti/, "web"],
];

/** Trivy and Snyk say in a rule's tags which of their scanners it is. */
const kindsOfTags: ReadonlyMap<string, FindingKind> = new Map([["vulnerability", "dependency"], ["misconfiguration", "infrastructure"], ["secret", "secret"], ["license", "licence"]]);

export const kindOf = (tool: string, rule: Rule | undefined): FindingKind => {
  const own = kinds.find(([name]) => name.test(tool))?.[1];
  const tagged = own === undefined ? undefined : tagsOf(rule).map((tag) => kindsOfTags.get(tag.toLowerCase())).find((kind) => kind !== undefined);
  return tagged ?? own ?? "code";
};

export const tagsOf = (rule: Rule | undefined): readonly string[] => {
  const tags = rule?.properties?.tags;
  return Array.isArray(tags) ? tags.filter((tag) => typeof tag === "string") : [];
};

interface Reference {
  readonly id?: string | null;
  readonly index?: number | null;
  /** Of the extension; the driver where there is none. */
  readonly component?: number | null;
}

/** Finds the rule that a result names: by id, and by place where the id is missing or stands for one below (`CA1000/2`, section 3.5.4). */
export const ruleFinder = (run: Run): ((reference: Reference) => Rule | undefined) => {
  const byId = new Map<string, Rule>();
  for (const rule of componentsOf(run).flatMap(({ rules }) => rules ?? [])) if (!byId.has(rule.id)) byId.set(rule.id, rule);
  return ({ id, index, component }) => {
    const home = typeof component === "number" && component >= 0 ? run.tool.extensions?.[component] : run.tool.driver;
    const placed = typeof index === "number" && index >= 0 ? home?.rules?.[index] : undefined;
    if (!id) return placed;
    if (placed && (placed.id === id || id.startsWith(`${placed.id}/`))) return placed;
    return byId.get(id) ?? byId.get(id.slice(0, Math.max(0, id.lastIndexOf("/"))));
  };
};

/** Levels that the command line of this run gave to rules (section 3.20.5), by the rule's id. */
export const overridesOf = (run: Run): ReadonlyMap<string, string> =>
  new Map((run.invocations ?? []).flatMap(({ ruleConfigurationOverrides }) => (ruleConfigurationOverrides ?? []).flatMap(({ descriptor, configuration }) => (descriptor.id && configuration?.level ? [[descriptor.id, configuration.level] as const] : []))));
