import { repositoryRoot } from "./modules/core/source-trace";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { BaseStack } from "./stacks";
import { explainSynthesisFault } from "./stacks/explain";

/** The guardrails on one stack as it is declared; what a waiver lifts is left out, its dates are judged by the gates. */
const guardrails = (stack: BaseStack): readonly string[] => {
  const { evaluateTree, blockingFindings } = require("./scripts/policies") as typeof import("./scripts/policies");
  const { resourceNotes } = require("./stacks") as typeof import("./stacks");
  const { name, stage, classification } = stack.environment;
  const identity = { environment: name, stage, classification, stack: stack.node.id };
  const evaluation = evaluateTree({ tree: stack.toTerraform(), identity, resources: resourceNotes(stack) });
  if (blockingFindings(evaluation).length === 0) return [];

  const { applyWaiversIgnoringDates, parseWaivers } = require("./scripts/waivers") as typeof import("./scripts/waivers");
  const file = "policies/waivers.yaml";
  const waivers = parseWaivers(readFileSync(join(repositoryRoot, file), "utf8"), file);
  const findings = applyWaiversIgnoringDates(evaluation.findings, waivers, identity);
  return blockingFindings({ ...evaluation, findings }).map(({ rule, risk, address, reason, remedy, source }) => {
    const line = source ? ` (${source.file}:${source.line})` : "";
    return `${rule} [${risk}] ${address}${line}: ${reason}\n    → ${remedy}`;
  });
};

/** Synthesises every stack of every environment into cdktf.out (or CDKTF_OUTDIR), and the side file beside them. */
const synthesise = (): void => {
  // Required here and not above: a fault in an environment file is thrown while it is read, and is for people too.
  const { environments, organisation } = require("./environments") as typeof import("./environments");
  const { createApp, sideFile, sideFileName, stackDefinitions } = require("./stacks") as typeof import("./stacks");

  const { app, stacks } = createApp({ organisation, environments, definitions: stackDefinitions, check: guardrails });
  app.synth();
  writeFileSync(join(app.outdir, sideFileName), sideFile(stacks));
};

try {
  synthesise();
} catch (error) {
  const { text, exitCode } = explainSynthesisFault(error);
  process.stderr.write(`${text}\n`);
  process.exitCode = exitCode;
}
