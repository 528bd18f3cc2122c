import { blockingFindings } from "../../policies";
import { blockFor, type Gate } from "./gate";

/** Stands in the gate `stateful`, which knows what this release's own attempt created. */
export const judgedByStateful = "stateful-resource-kept";

export const guardrailsPass: Gate = {
  id: "guardrails-pass",
  judge: ({ evaluation, waived }) => {
    if (evaluation === undefined || waived === undefined) return blockFor([]);
    const blocking = blockingFindings({ phase: evaluation.phase, findings: waived.findings }).filter(({ rule }) => rule !== judgedByStateful);
    const lifted = waived.findings.flatMap(({ rule, address, waiver }) => (waiver ? [{ name: "waiver", value: `${waiver} lifts ${rule} on ${address}` }] : []));
    return blockFor(
      blocking.map(({ rule, address, result, reason, remedy }) => ({ id: rule, text: `${address}: ${result === "unknown" ? "cannot be judged: " : ""}${reason}`, remedy, address })),
      lifted,
    );
  },
};
