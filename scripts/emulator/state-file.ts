import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";

/** Where an emulator listens; written by the emulator itself once it does, removed when it ends in order. */
export interface EmulatorState {
  readonly version: 1;
  readonly endpoint: string;
  readonly port: number;
  readonly pid: number;
  /** Name of this run: tells an emulator from another process that got its pid or port later. */
  readonly instance: string;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly idleMinutes: number;
}

export const stateFile = (root: string): string => join(root, ".portcullis", "emulator.json");
export const logFile = (root: string): string => join(root, ".portcullis", "emulator.log");

/** The folder of everything that belongs to this checkout alone; only its owner may look into it. */
export function prepareFolder(root: string): void {
  mkdirSync(dirname(stateFile(root)), { recursive: true, mode: 0o700 });
}

/** undefined where there is no file, or one that is no state of ours. */
export function readState(root: string): EmulatorState | undefined {
  try {
    const value = JSON.parse(readFileSync(stateFile(root), "utf8")) as Partial<EmulatorState>;
    const isWhole =
      value.version === 1 &&
      typeof value.endpoint === "string" &&
      Number.isInteger(value.pid) &&
      Number.isInteger(value.port) &&
      typeof value.instance === "string";
    return isWhole ? (value as EmulatorState) : undefined;
  } catch {
    return undefined;
  }
}

export function removeState(root: string): void {
  rmSync(stateFile(root), { force: true });
}
