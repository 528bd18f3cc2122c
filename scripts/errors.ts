/** Exit codes of the command, documented in README and docs/architecture.md. */
export const ExitCode = {
  done: 0,
  /** A gate says that the change is not acceptable. */
  blocked: 1,
  /** Wrong usage or configuration. */
  usage: 2,
  /** A tool or AWS failed; trying again may help. */
  failed: 3,
  /** Not yet: an approval, a soak time or a window is pending. */
  notYet: 4,
  interrupted: 130,
} as const;
export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];

export interface Fault {
  /** Stable identifier in kebab case, also the anchor of its runbook: `state-locked`. */
  readonly id: string;
  /** What is wrong, one sentence. Never holds a secret. */
  readonly problem: string;
  /** Where: file and key, construct path, stack. */
  readonly where?: string;
  /** What to do now. */
  readonly remedy: string;
  /** More lines for the reader, such as the tool's own message. */
  readonly details?: readonly string[];
}

/** The one error a person sees: what is wrong, where, what to do. Anything else that reaches the top is a defect of ours. */
export class PortcullisError extends Error {
  public readonly exitCode: ExitCode;
  public readonly fault: Fault;

  constructor(exitCode: ExitCode, fault: Fault, options?: { readonly cause?: unknown }) {
    super(fault.problem, options);
    this.name = "PortcullisError";
    this.exitCode = exitCode;
    this.fault = fault;
  }
}

export const usageError = (fault: Fault) => new PortcullisError(ExitCode.usage, fault);
export const blockedError = (fault: Fault) => new PortcullisError(ExitCode.blocked, fault);
/** @param details what was done until then */
export const interruptedError = (problem: string, details: readonly string[] = []) =>
  new PortcullisError(ExitCode.interrupted, { id: "interrupted", problem, remedy: "Run the same command again: it goes on from here.", details });
export const toolError = (fault: Fault, cause?: unknown) => new PortcullisError(ExitCode.failed, fault, { cause });
