import { blockFor, type Gate, type GateInput, managedChanges } from "./gate";

/** Each question must be answered by evidence; a missing answer is a fault (fail closed). */
const faults = ({ evaluation, waived, digest, plan, planEmpty }: GateInput): readonly string[] => {
  if (evaluation === undefined || waived === undefined) return ["The guardrails did not run on this plan."];
  const { evidence, findings, phase } = evaluation;
  const planned = managedChanges(plan).length;
  const kept = new Set(waived.findings.map(({ rule, address, result }) => `${rule} ${address} ${result}`));
  return [
    ...(evidence.rulesLoaded > 0 && evidence.rules.length === evidence.rulesLoaded ? [] : ["The guardrails ran without rules."]),
    ...(digest !== "" && evaluation.digest === digest ? [] : [`The guardrails ran on ${evaluation.digest ? "another tree" : "a tree that they do not name"}, not on this one.`]),
    ...(phase === "plan" || planEmpty ? [] : ["The guardrails judged the tree but not the plan."]),
    ...(phase === "synth" || evidence.resourcesJudged === planned ? [] : [`The guardrails judged ${evidence.resourcesJudged} of the plan's ${planned} resources.`]),
    ...(findings.every(({ rule, address, result }) => kept.has(`${rule} ${address} ${result}`)) ? [] : ["A finding of the guardrails was lost before it was judged."]),
    ...(plan.errored === true ? ["The plan failed half-way."] : []),
    ...(plan.complete === false ? ["The plan leaves resources out (-target or deferred changes)."] : []),
    ...(planEmpty && managedChanges(plan).some(({ change }) => !change.actions.every((action) => action === "no-op")) ? ["The plan is said to be empty but changes resources."] : []),
  ];
};

export const guardrailsRan: Gate = {
  id: "guardrails-ran",
  judge: (input) => {
    const evidence = input.evaluation?.evidence;
    return blockFor(
      faults(input).map((text) => ({ id: "guardrails-ran", text, remedy: `Plan ${input.identity.stack} again with ./portcullis plan, which runs the guardrails on what it planned.` })),
      evidence
        ? [
            { name: "guardrails", value: `${evidence.rulesLoaded} rules, ${evidence.resourcesJudged} resources, ${evidence.evaluations} evaluations` },
            { name: "guardrails-phase", value: input.evaluation?.phase ?? "" },
          ]
        : [],
    );
  },
};
