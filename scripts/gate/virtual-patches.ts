import type { Rule, RuleAction, RuleGroup, WebACL } from "@aws-sdk/client-wafv2";
import { z } from "zod";
import type { WebAclReader } from "../aws";
import { millisecondsPerHour, type Clock } from "../clock";
import { readDocument, type TextFile } from "../documents";
import { clockSkew, momentOf } from "./moment";

/** Longest age of what was observed, in hours: a rule can be set to count in a second. */
const oldestHours = 24;

/** What AWS WAF does with a request that a rule matches. `mixed`: a group whose rules differ; `managed`: a vendor's group, whose rules its owner may change. */
const modes = ["block", "count", "allow", "captcha", "challenge", "mixed", "managed"] as const;
export type PatchMode = (typeof modes)[number];

export interface LivePatch {
  /** Name of the rule. */
  readonly id: string;
  readonly mode: PatchMode;
  /** ARN of the Web ACL it stands in, itself or by a rule group. */
  readonly webAcl: string;
}

const evidenceSchema = z.strictObject({
  version: z.literal(1),
  environment: z.string().min(1),
  account: z.string().regex(/^\d{12}$/, "must be the 12 digits of an account, in quotes"),
  /** Where it was observed: what the embedded AWS shows says nothing of AWS. */
  place: z.enum(["aws", "emulator"]),
  regions: z.array(z.string()).min(1),
  observed: z.iso.datetime({ offset: true, error: "must be a time of ISO 8601" }),
  patches: z.array(z.strictObject({ id: z.string().min(1), mode: z.enum(modes), webAcl: z.string().startsWith("arn:") })),
});

/** Which rules stood in the Web ACLs of an environment, and what they did, at one moment. */
export type PatchEvidence = Readonly<z.infer<typeof evidenceSchema>>;

/** @throws DocumentError */
export const readPatchEvidence = ({ text }: TextFile): PatchEvidence => readDocument(text, evidenceSchema);

const modeOf = (action: RuleAction | undefined): PatchMode => {
  if (action?.Block) return "block";
  if (action?.Captcha) return "captcha";
  if (action?.Challenge) return "challenge";
  return action?.Allow ? "allow" : "count";
};

type GroupRule = Pick<Rule, "Name" | "Action">;

/** Rules of a group as the Web ACL uses them. Source: AWS WAF Developer Guide, "Overriding rule group actions". */
const inGroup = ({ OverrideAction, Statement }: Rule, rules: readonly GroupRule[]): readonly Pick<LivePatch, "id" | "mode">[] => {
  const { RuleActionOverrides = [], ExcludedRules = [] } = Statement?.RuleGroupReferenceStatement ?? {};
  return rules.map(({ Name, Action }) => {
    const override = RuleActionOverrides.find((each) => each.Name === Name);
    const isCounted = OverrideAction?.None === undefined || ExcludedRules.some((each) => each.Name === Name);
    return { id: Name!, mode: isCounted ? "count" : modeOf(override ? override.ActionToUse : Action) };
  });
};

const together = (rules: readonly Pick<LivePatch, "mode">[]): PatchMode => (rules.length > 0 && rules.every(({ mode }) => mode === rules[0]!.mode) ? rules[0]!.mode : "mixed");

/** The rules of a Web ACL and of the groups that it refers to. @param groups by ARN */
export const patchesOf = (webAcl: Pick<WebACL, "ARN" | "Rules">, groups: ReadonlyMap<string, Pick<RuleGroup, "Rules">>): readonly LivePatch[] =>
  (webAcl.Rules ?? []).flatMap((rule) => {
    const group = rule.Statement?.RuleGroupReferenceStatement?.ARN;
    const members = group === undefined ? [] : inGroup(rule, groups.get(group)?.Rules ?? []);
    const isManaged = rule.Statement?.ManagedRuleGroupStatement !== undefined;
    const own = { id: rule.Name!, mode: group !== undefined ? together(members) : isManaged ? (rule.OverrideAction?.None ? "managed" : "count") : modeOf(rule.Action) } as const;
    return [own, ...members].map((each) => ({ ...each, webAcl: webAcl.ARN! }));
  });

interface Observed {
  readonly environment: string;
  readonly account: string;
  readonly place: PatchEvidence["place"];
  readonly clock: Clock;
}

/** Asks AWS WAF which rules stand and what they do. @param readers one a region of the environment */
export const observePatches = async (readers: readonly WebAclReader[], { environment, account, place, clock }: Observed): Promise<PatchEvidence> => {
  const observed = clock.now().toISOString();
  const patches: LivePatch[] = [];
  for (const reader of readers) {
    const webAcls = await reader.webAcls();
    const arns = new Set(webAcls.flatMap(({ Rules = [] }) => Rules.flatMap(({ Statement }) => Statement?.RuleGroupReferenceStatement?.ARN ?? [])));
    const groups = new Map(await Promise.all([...arns].map(async (arn) => [arn, await reader.ruleGroup(arn)] as const)));
    patches.push(...webAcls.flatMap((webAcl) => patchesOf(webAcl, groups)));
  }
  return { version: 1, environment, account, place, regions: readers.map(({ region }) => region), observed, patches };
};

interface PatchQuestion {
  readonly environment: string;
  readonly place: PatchEvidence["place"];
  readonly clock: Clock;
}

/** Why what was observed says nothing of now, to be read after "is"; undefined where it does. */
export const stalenessOf = ({ observed }: Pick<PatchEvidence, "observed">, clock: Clock): string | undefined => {
  const age = clock.now().getTime() - momentOf(observed)!;
  if (age < -clockSkew) return "from the future";
  return age > oldestHours * millisecondsPerHour ? `older than ${oldestHours} hours` : undefined;
};

/** Why a virtual patch is not known to block; undefined where it does, in every Web ACL in which it stands. */
export const patchProblem = (id: string, evidence: PatchEvidence | undefined, { environment, place, clock }: PatchQuestion): { readonly text: string; readonly remedy: string } | undefined => {
  const again = `Write it anew: \`./portcullis gate patches ${environment}${place === "emulator" ? " --emulator" : ""} --format json\`, and give the file to the gate.`;
  const problem = (text: string, remedy = again) => ({ text, remedy });
  if (evidence === undefined) return problem(`rests on the virtual patch ${id}, and nothing shows whether that is live.`);
  if (evidence.environment !== environment) return problem(`rests on the virtual patch ${id}, and what was observed is of ${evidence.environment}.`);
  if (evidence.place !== place) return problem(`rests on the virtual patch ${id}, and what was observed is of ${evidence.place === "emulator" ? "the embedded AWS" : "AWS"}.`);
  const stale = stalenessOf(evidence, clock);
  if (stale !== undefined) return problem(`rests on the virtual patch ${id}, and what was observed is ${stale}.`);
  const standing = evidence.patches.filter((patch) => patch.id === id);
  const idle = standing.find(({ mode }) => mode !== "block");
  if (standing.length === 0) return problem(`rests on the virtual patch ${id}, which stands in no Web ACL of ${environment}.`, "Deploy the rule, or fix what the waiver lifts.");
  if (idle) return problem(`rests on the virtual patch ${id}, which does not block in ${idle.webAcl} (${idle.mode}).`, "Let the rule block, or fix what the waiver lifts.");
  return undefined;
};
