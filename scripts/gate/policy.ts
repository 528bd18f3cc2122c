import { closest } from "fastest-levenshtein";
import { z } from "zod";
import { classifications } from "../../environments/schema";
import { usageError } from "../errors";
import { findingKinds, type FindingKind, type Severity } from "../findings";
import { readConfiguration } from "./configuration";

/** Least severity that blocks. Critical, high and unknown always do: nothing here can say otherwise. */
const threshold = z.enum(["high", "medium", "low", "info"]);
export type Threshold = z.output<typeof threshold>;

const days = z.number().int("must be whole days").min(0);
const kindThresholds = Object.fromEntries(findingKinds.map((kind) => [kind, threshold.optional()])) as Record<FindingKind, z.ZodOptional<typeof threshold>>;

const tier = {
  /** Least severity that blocks, by kind of finding. @default high */
  block: z.strictObject({ default: threshold.optional(), ...kindThresholds }).optional(),
  /** Days after which a finding blocks that is below the threshold. @default no limit */
  oldestDays: z.strictObject({ medium: days.optional(), low: days.optional(), info: days.optional() }).optional(),
  /** Days for which a flaw of a dependency is tolerated that nobody has a fix for yet; never a critical or exploited one. @default 0 */
  withoutFixDays: z.strictObject({ high: days.optional(), medium: days.optional(), low: days.optional(), info: days.optional() }).optional(),
  /** EPSS probability from which a finding counts one severity higher. @default none */
  exploitProbability: z.number().min(0).max(1).optional(),
  /** Whether the list of known exploited vulnerabilities must be given. @default false */
  exploitedRequired: z.boolean().optional(),
  /** Whether the list of exploit probabilities must be given. @default false */
  exploitProbabilityRequired: z.boolean().optional(),
  /** Whether each report needs a record of its run beside it, exit code included, even where it proves itself. @default false */
  recordsRequired: z.boolean().optional(),
  /** Hours since the scan. @default 24 */
  reportHours: z.number().positive().optional(),
  /** Days since rules or vulnerability data were made. @default 7 */
  rulesDays: days.optional(),
  /** Days since the lists of exploited vulnerabilities and of probabilities were made. @default 7 */
  listDays: days.optional(),
  /** Days since the baseline was judged. @default 30 */
  baselineDays: days.optional(),
  /** Least percentage of lines that tests reach; a report of it is then demanded. @default not asked */
  minimumCoverage: z.number().min(0).max(100).optional(),
  /** Least number of tests that ran; a report of them is then demanded. @default not asked */
  minimumTests: z.number().int().positive().optional(),
  /** What a penetration test must be. @default none is demanded */
  penetrationTest: z.strictObject({
    /** Days for which it holds after it ended. */
    validDays: days,
    /** True where each major release needs one of its own. @default false */
    eachMajorRelease: z.boolean().optional(),
  }).optional(),
};
const tierSchema = z.strictObject(tier);
const environmentTierSchema = z.strictObject({
  ...tier,
  /** True where a pull request is stopped by what it adds only; a promotion is always stopped by all that stands. @default false */
  newFindingsOnly: z.boolean().optional(),
});

const policySchema = z.strictObject({
  version: z.literal(1),
  base: tierSchema,
  environments: z.record(z.string(), environmentTierSchema),
  classifications: z.strictObject(Object.fromEntries(classifications.map((name) => [name, tierSchema.optional()])) as Record<(typeof classifications)[number], z.ZodOptional<typeof tierSchema>>),
});
type Tier = z.output<typeof tierSchema>;
export type Policy = z.output<typeof policySchema>;

/** What holds for one environment and class of data. */
export interface Rules {
  readonly block: Readonly<Record<FindingKind, Threshold>>;
  readonly oldestDays: Readonly<Partial<Record<Severity, number>>>;
  readonly withoutFixDays: Readonly<Partial<Record<Severity, number>>>;
  readonly exploitProbability?: number;
  readonly isExploitedRequired: boolean;
  readonly isExploitProbabilityRequired: boolean;
  readonly isRecordRequired: boolean;
  readonly reportHours: number;
  readonly rulesDays: number;
  readonly listDays: number;
  readonly baselineDays: number;
  readonly minimumCoverage?: number;
  readonly minimumTests?: number;
  readonly newFindingsOnly: boolean;
  readonly penetrationTest?: { readonly validDays: number; readonly eachMajorRelease: boolean };
}

/**
 * @param production environments of stage prod: they are judged on all findings, whatever the event
 * @throws PortcullisError (usage) `gate-policy-invalid`, naming every fault with its line
 */
export const parsePolicy = (text: string, file: string, production: readonly string[]): Policy => {
  const schema = policySchema.superRefine(({ environments }, context) => {
    for (const name of production)
      if (environments[name]?.newFindingsOnly === true)
        context.addIssue({ code: "custom", path: ["environments", name, "newFindingsOnly"], message: `must not be true: ${name} is production, where every finding counts, old or new` });
  });
  return readConfiguration(schema, text, file, { id: "gate-policy-invalid", problem: "The gate's policy cannot be read.", remedy: "Correct the lines named; policies/gate/policy.yaml says what each key means." });
};

const strictness: Readonly<Record<Threshold, number>> = { high: 0, medium: 1, low: 2, info: 3 };
const least = (values: readonly (number | undefined)[]): number | undefined => values.reduce((one, other) => (one === undefined ? other : other === undefined ? one : Math.min(one, other)), undefined);
const most = (values: readonly (number | undefined)[]): number | undefined => values.reduce((one, other) => (one === undefined ? other : other === undefined ? one : Math.max(one, other)), undefined);

/**
 * The strictest of base, environment and class of data: a tier can tighten and never loosen. What base does not tolerate
 * (`withoutFixDays`), no other tier can.
 * @throws PortcullisError (usage) `gate-policy-invalid` for an environment that the policy does not name
 */
export const rulesFor = (policy: Policy, environment: string, classification: (typeof classifications)[number]): Rules => {
  const own = Object.hasOwn(policy.environments, environment) ? policy.environments[environment] : undefined;
  if (own === undefined) {
    const names = Object.keys(policy.environments);
    throw usageError({
      id: "gate-policy-invalid",
      problem: `The gate's policy says nothing of the environment ${JSON.stringify(environment)}${names.length > 0 ? `; did you mean ${closest(environment, names)}?` : "."}`,
      where: "environments",
      remedy: "Name an environment of the policy, or add this one to it: what no policy speaks of does not pass.",
    });
  }
  const tiers: readonly Tier[] = [policy.base, own, policy.classifications[classification]].filter((each) => each !== undefined);
  const strictest = (kind: FindingKind): Threshold =>
    tiers.flatMap(({ block }) => block?.[kind] ?? block?.default ?? []).reduce<Threshold>((one, other) => (strictness[other] > strictness[one] ? other : one), "high");
  const tests = tiers.flatMap(({ penetrationTest }) => penetrationTest ?? []);
  return {
    block: Object.fromEntries(findingKinds.map((kind) => [kind, strictest(kind)])) as Record<FindingKind, Threshold>,
    oldestDays: Object.fromEntries((["medium", "low", "info"] as const).map((severity) => [severity, least(tiers.map(({ oldestDays }) => oldestDays?.[severity]))])),
    withoutFixDays: Object.fromEntries(
      (["high", "medium", "low", "info"] as const).map((severity) => [severity, policy.base.withoutFixDays?.[severity] === undefined ? 0 : least(tiers.map(({ withoutFixDays }) => withoutFixDays?.[severity]))]),
    ),
    exploitProbability: least(tiers.map((each) => each.exploitProbability)),
    isExploitedRequired: tiers.some((each) => each.exploitedRequired === true),
    isExploitProbabilityRequired: tiers.some((each) => each.exploitProbabilityRequired === true),
    isRecordRequired: tiers.some((each) => each.recordsRequired === true),
    reportHours: least(tiers.map((each) => each.reportHours)) ?? 24,
    rulesDays: least(tiers.map((each) => each.rulesDays)) ?? 7,
    listDays: least(tiers.map((each) => each.listDays)) ?? 7,
    baselineDays: least(tiers.map((each) => each.baselineDays)) ?? 30,
    minimumCoverage: most(tiers.map((each) => each.minimumCoverage)),
    minimumTests: most(tiers.map((each) => each.minimumTests)),
    newFindingsOnly: own.newFindingsOnly === true,
    penetrationTest: tests.length === 0 ? undefined : { validDays: least(tests.map(({ validDays }) => validDays))!, eachMajorRelease: tests.some(({ eachMajorRelease }) => eachMajorRelease === true) },
  };
};
