import { readDeclared } from "../synthesis";
import { applyEstimate, type DeclaredTree } from "../terraform";
import type { SynthesisedStack } from "./types";

/**
 * Bootstrap first, for nothing is applied before it was looked at; then the stack whose apply takes longest, so that its
 * waits pass while the others are planned. Dependencies come before that: this orders only what could start together.
 */
export const inOrderOfWork = async (stacks: readonly SynthesisedStack[]): Promise<readonly SynthesisedStack[]> => {
  const estimated = await Promise.all(
    stacks.map(async (stack) => ({ stack, seconds: stack.stack === "bootstrap" ? Number.POSITIVE_INFINITY : applyEstimate(await readDeclared<DeclaredTree>(stack)) })),
  );
  return estimated.sort((a, b) => (a.seconds === b.seconds ? 0 : b.seconds - a.seconds)).map(({ stack }) => stack);
};
