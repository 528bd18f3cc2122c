import { ExitCode, PortcullisError } from "../errors";
import type { Diagnostic } from "./events";

/** What Terraform wrote beside a state when it locked it. */
export interface StateLock {
  readonly id: string;
  /** `user@host` */
  readonly who: string;
  /** ISO 8601, by the holder's clock. */
  readonly created: string;
  /** `OperationTypeApply` and the like. */
  readonly operation: string;
  readonly path: string;
}

export class StateLockedError extends PortcullisError {
  constructor(public readonly lock: StateLock) {
    super(ExitCode.failed, {
      id: "state-locked",
      problem: `the state is locked by ${lock.who} since ${lock.created} (${lock.operation.replace("OperationType", "").toLowerCase() || "unknown operation"})`,
      where: lock.path,
      remedy: `Wait until that run is done and try again. Only if it is certain that it runs no more: \`terraform force-unlock ${lock.id}\` in the stack's folder.`,
      details: [`lock ${lock.id}`],
    });
    this.name = "StateLockedError";
  }
}

/** Reads the lock from Terraform's diagnostic; undefined where the diagnostic is about something else. */
export function parseStateLock(diagnostic: Diagnostic): StateLock | undefined {
  if (!diagnostic.summary.includes("acquiring the state lock")) return undefined;
  const field = (name: string) => new RegExp(`^\\s*${name}:[ \\t]*(.*)$`, "m").exec(diagnostic.detail ?? "")?.[1]?.trim() ?? "";
  const id = field("ID");
  if (id === "") return undefined;
  return { id, who: field("Who") || "somebody unknown", created: isoTime(field("Created")), operation: field("Operation"), path: field("Path") };
}

/** Go prints `2026-11-22 01:45:19.48521975 +0000 UTC`. */
function isoTime(text: string): string {
  const match = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)(\.\d+)? ([+-]\d\d)(\d\d)/.exec(text);
  if (!match) return text;
  const milliseconds = (match[3] ?? ".0").slice(0, 4);
  return new Date(`${match[1]}T${match[2]}${milliseconds}${match[4]}:${match[5]}`).toISOString();
}
