import type { Reason } from "./verdict";

/** Why the gate stops or warns. Every id stands in docs/gate.md with what it means; a test holds that. */
export const reason = (id: string, where: string, problem: string, remedy: string): Reason => ({ id, problem, where, remedy });

/** Reasons in an order that does not depend on the order of reports. */
export const inOrder = (reasons: readonly Reason[]): readonly Reason[] => {
  const keyed = reasons.map((each) => ({ each, key: `${each.id}\n${each.where}\n${each.problem}` }));
  return keyed.sort((one, other) => (one.key < other.key ? -1 : one.key > other.key ? 1 : 0)).map(({ each }) => each);
};
