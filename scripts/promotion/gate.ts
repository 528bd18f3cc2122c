import { gates as everyGate } from "./gates";
import type { Gate, GateInput, GateResult } from "./gates/gate";
import type { Verdict } from "./types";

export type { Gate, GateInput, GateResult, Upstream } from "./gates/gate";

const asked = (gate: Gate, input: GateInput): GateResult => {
  try {
    return gate.judge(input);
  } catch (error) {
    const text = `The gate ${gate.id} failed: ${error instanceof Error ? error.message : String(error)}`;
    return { result: "block", reasons: [{ id: gate.id, text, remedy: "What it judges by is missing or unreadable: plan again. If it stays, this is a defect of Portcullis: please report it." }], evidence: [] };
  }
};

const worst = (results: readonly GateResult[]): Verdict["result"] =>
  results.length === 0 || results.some(({ result }) => result === "block") ? "block" : results.some(({ result }) => result === "not-yet") ? "not-yet" : "pass";

/**
 * Asks every gate and merges what they say: one block blocks, whatever the others say; without gates nothing passes. A
 * gate that throws blocks. Pure.
 * @param gates @default every gate of scripts/promotion/gates
 */
export const decide = (input: GateInput, gates: readonly Gate[] = everyGate): Verdict => {
  const results = gates.map((gate) => asked(gate, input));
  const none = { id: "gates", text: "No gate judged the plan.", remedy: "Restore scripts/promotion/gates/index.ts." };
  return {
    result: worst(results),
    reasons: gates.length === 0 ? [none] : results.flatMap(({ reasons }) => reasons),
    evidence: results.flatMap(({ evidence }) => evidence),
    findings: input.waived?.findings ?? [],
  };
};
