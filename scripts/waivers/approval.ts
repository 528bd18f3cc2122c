import { daysBetween } from "./dates";
import { samePerson } from "./person";
import type { Approval } from "./waiver";

/** Longest life where the risk is critical, in days. */
const longestCriticalLife = 14;
/** Days before its end from which a waiver warns. */
const warningDays = 14;
/** Days after creation from which a waiver that lifts nothing blocks. */
const unusedDays = 14;

/** What is wrong with a waiver, whatever it is of. */
export interface ApprovalProblem<Kind extends string = "expired" | "expiring" | "not-begun" | "too-long" | "self-approved" | "unused"> {
  readonly waiver: string;
  readonly kind: Kind;
  /** True where it stops by itself; a waiver that no longer lifts anything lets its finding block instead. */
  readonly blocks: boolean;
  readonly text: string;
  readonly remedy: string;
}

interface Circumstances {
  /** Day in UTC. */
  readonly today: string;
  readonly isCritical: boolean;
  /** Who wrote the change; may not have approved a waiver that it needs. @default not known, not compared */
  readonly changeAuthor?: string;
}

/** A problem for which a waiver lifts nothing. */
export const refusalOf = <Kind extends string>(waiver: Approval, kind: Kind, text: string, remedy: string): ApprovalProblem<Kind> => ({ waiver: waiver.id, kind, blocks: true, text: `Waiver ${waiver.id} ${text}`, remedy });

/** Why an approval does not hold today; undefined where it does. */
export const approvalProblem = (waiver: Approval, { today, isCritical, changeAuthor }: Circumstances): ApprovalProblem | undefined => {
  const another = "Fix what the rule found, or have somebody else approve a new waiver.";
  if (daysBetween(today, waiver.expires) < 0) return refusalOf(waiver, "expired", `expired at the end of ${waiver.expires}.`, "Fix what the rule found, or have a new waiver approved.");
  if (daysBetween(waiver.created, today) < 0) return refusalOf(waiver, "not-begun", `begins on ${waiver.created}, which is still to come.`, "Correct its day of creation.");
  if (samePerson(waiver.owner, waiver.approver)) return refusalOf(waiver, "self-approved", "is approved by its owner.", another);
  if (changeAuthor !== undefined && samePerson(changeAuthor, waiver.approver)) return refusalOf(waiver, "self-approved", `is approved by ${waiver.approver}, who also wrote this change.`, another);
  if (isCritical && daysBetween(waiver.created, waiver.expires) > longestCriticalLife)
    return refusalOf(waiver, "too-long", `lasts longer than ${longestCriticalLife} days, and the risk is critical.`, `Let it expire at most ${longestCriticalLife} days after it was created.`);
  return undefined;
};

/** The warning of a waiver that lifts something and is near its end. */
export const expiryOf = (waiver: Approval, today: string): readonly ApprovalProblem[] => {
  const left = daysBetween(today, waiver.expires);
  const remedy = "Fix what the rule found before then, or have a new waiver approved.";
  return left > warningDays ? [] : [{ waiver: waiver.id, kind: "expiring", blocks: false, text: `Waiver ${waiver.id} expires at the end of ${waiver.expires}, ${left === 0 ? "today" : `in ${left} ${left === 1 ? "day" : "days"}`}.`, remedy }];
};

/** A waiver that lifts nothing: first a warning, later a block. @param what `checks find nothing on …` */
export const unusedProblem = (waiver: Approval, today: string, what: string): ApprovalProblem => {
  const blocks = daysBetween(waiver.created, today) > unusedDays;
  return {
    waiver: waiver.id,
    kind: "unused",
    blocks,
    text: `Waiver ${waiver.id} lifts nothing: ${what}.`,
    remedy: blocks ? "Remove it from the file." : `Remove it from the file; ${unusedDays} days after its creation it blocks.`,
  };
};

