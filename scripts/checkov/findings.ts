import { redactText } from "../review";
import type { ResourceNote } from "../synthesis";
import { deletionCheck, harmfulDeletionsIn } from "./deletions";
import { crashIn, type ScannedFile } from "./evidence";
import type { ScanAnswer } from "./scanner";
import type { CheckSettings } from "./settings";
import type { CheckedPlan, CheckFinding, Phase } from "./types";

/** A stack as findings name it. */
export interface CheckedStack {
  readonly id: string;
  readonly environment: string;
  /** What the side file says of its resources. */
  readonly resources: Readonly<Record<string, ResourceNote>>;
}

interface Found {
  readonly stack: CheckedStack;
  readonly phase: Phase;
  readonly check: string;
  readonly title: string;
  readonly address: string;
  readonly result: "fail" | "unknown";
  readonly reason: string;
  readonly risk?: CheckFinding["risk"];
  readonly remedy?: string;
}

/** Addresses of instances (`aws_eip.nat[0]`) lead to the one declaration. */
const declared = (address: string): string => address.replace(/\[[^\]]*\]/g, "");

/** What stands against the resources, once for each check and resource, wherever it was seen. */
export const findingsOf = (
  answer: ScanAnswer,
  files: readonly (ScannedFile & { readonly stack: CheckedStack })[],
  plans: readonly (CheckedPlan & { readonly of: CheckedStack })[],
  settings: CheckSettings,
): readonly CheckFinding[] => {
  const found = [...files.flatMap((file) => failuresIn(answer, file)), ...files.flatMap((file) => crashesIn(answer, file)), ...plans.flatMap(({ plan, of }) => deletionsOf(plan, of))];
  const merged = new Map<string, CheckFinding>();
  for (const each of found) {
    const key = JSON.stringify([each.stack.id, each.check, each.address]);
    const earlier = merged.get(key);
    merged.set(key, earlier ? { ...earlier, phases: [...new Set([...earlier.phases, each.phase])] } : findingOf(each, answer, settings));
  }
  return [...merged.values()];
};

const failuresIn = (answer: ScanAnswer, { kind, path, stack }: ScannedFile & { readonly stack: CheckedStack }): readonly Found[] =>
  answer[kind].records
    .filter(({ file, result }) => file === path && result !== "PASSED")
    .map(({ check, name, address }) => ({ stack, phase: phaseOf(kind), check, title: name, address, result: "fail" as const, reason: `not so: ${name}` }));

/** A check that raised counts as "unknown" for checkov, which then says nothing. */
const crashesIn = (answer: ScanAnswer, { kind, path, stack }: ScannedFile & { readonly stack: CheckedStack }): readonly Found[] =>
  answer.complaints.flatMap((complaint): readonly Found[] => {
    const crash = crashIn(complaint, path);
    if (crash === undefined) return [];
    const { check, address, error } = crash;
    return [{ stack, phase: phaseOf(kind), check, title: check, address, result: "unknown", reason: `the check broke off on this resource${error ? ` (${redactText(error)})` : ""}, so nothing is known` }];
  });

const deletionsOf = (plan: CheckedPlan["plan"], stack: CheckedStack): readonly Found[] =>
  harmfulDeletionsIn(plan).map(({ address, risk, reason }) => ({
    stack,
    phase: "plan",
    check: deletionCheck.id,
    title: deletionCheck.title,
    address,
    result: "fail",
    reason,
    risk,
    remedy: "Keep it. Where it is to go, waive this check for its exact address, with another person's approval.",
  }));

const phaseOf = (kind: ScannedFile["kind"]): Phase => (kind === "plans" ? "plan" : "synth");

const findingOf = ({ stack, phase, check, title, address, result, reason, risk, remedy }: Found, answer: ScanAnswer, settings: CheckSettings): CheckFinding => {
  const policy = answer.policies.find(({ id }) => id === check);
  const note = stack.resources[address] ?? stack.resources[declared(address)];
  return {
    rule: check,
    title,
    // checkov gives no severity without a key: what nobody has looked at counts as high.
    risk: risk ?? policy?.risk ?? settings.risks.get(check) ?? "high",
    result,
    address,
    ...(note ? { constructPath: note.path } : {}),
    ...(note?.source[0] ? { source: note.source[0] } : {}),
    reason,
    remedy: remedy ?? policy?.remedy ?? "Mend it where it is declared; where the check is wrong for this resource, waive it in policies/waivers.yaml with the reason.",
    environment: stack.environment,
    stack: stack.id,
    phases: [phase],
  };
};
