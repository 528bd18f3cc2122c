import type { Environment } from "../../environments";
import { ExitCode, PortcullisError } from "../errors";
import type { SynthesisedStack, Verdict } from "./types";

/** A stack that the gate has stopped. */
export interface Refused {
  readonly stack: SynthesisedStack;
  readonly verdict: Verdict;
}

/** @param applied stacks that this run has applied beside them */
export const refusal = (environment: Environment, refused: readonly Refused[], applied: readonly string[]): PortcullisError => {
  const reasons = refused.flatMap(({ stack, verdict }) => verdict.reasons.map((reason) => ({ stack: stack.id, ...reason })));
  const notYet = refused.every(({ verdict }) => verdict.result === "not-yet");
  const meanwhile = applied.length === 0 ? "nothing was applied" : `applied before that, and standing: ${applied.join(", ")}`;
  return new PortcullisError(notYet ? ExitCode.notYet : ExitCode.blocked, {
    id: notYet ? "gate-not-yet" : "gate-blocked",
    problem: `the gate stopped ${refused.map(({ stack }) => stack.id).join(", ")} before ${environment.name}; ${meanwhile}`,
    where: reasons[0] && `${reasons[0].stack}${reasons[0].address ? ` ${reasons[0].address}` : ""}`,
    details: reasons.map((reason) => `- ${reason.stack}: ${reason.text}${reason.remedy ? `\n    to do: ${reason.remedy}` : ""}`),
    remedy: reasons[0]?.remedy ?? "Read the review.",
  });
};

export const bootstrapDiffers = (environment: Environment): PortcullisError =>
  new PortcullisError(ExitCode.notYet, {
    id: "bootstrap-differs",
    problem: `this release changes the bootstrap of ${environment.name}, which promotion never applies; nothing was applied`,
    where: `${environment.name}-bootstrap`,
    remedy: `A person with rights in account ${environment.accountId} runs \`./portcullis bootstrap ${environment.name}\` on this commit, then promote again.`,
  });
