import { protectionTypes, statefulTypes } from "../../policies/resource-classes";
import type { PlanJson, ResourceChange } from "../terraform";

/** The check by which a destroyed resource is found, and waived. checkov reads what a plan leaves standing and knows nothing of what it destroys. */
export const deletionCheck = { id: "CKV_PORTCULLIS_RESOURCE_DELETED", title: "Nothing that holds data or protects is destroyed" } as const;

export interface Deletion {
  readonly address: string;
  readonly risk: "critical" | "high";
  readonly reason: string;
}

const isDeleted = ({ mode, change }: ResourceChange): boolean => mode === "managed" && change.actions.length === 1 && (change.actions[0] === "delete" || change.actions[0] === "forget");

/** Everything that a plan destroys, or forgets, without making it anew. */
export const deletesIn = (plan: PlanJson): readonly ResourceChange[] => (plan.resource_changes ?? []).filter(isDeleted);

/** Of what a plan destroys, that whose loss hurts: critical where data goes with it, high where a protection does. */
export const harmfulDeletionsIn = (plan: PlanJson): readonly Deletion[] =>
  deletesIn(plan).flatMap(({ address, type }): readonly Deletion[] => {
    const [data, protection] = [statefulTypes[type], protectionTypes[type]];
    if (data !== undefined) return [{ address, risk: "critical", reason: `the plan destroys it, and with it ${data}` }];
    return protection === undefined ? [] : [{ address, risk: "high", reason: `the plan destroys it: ${protection}` }];
  });
