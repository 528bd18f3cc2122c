import { toolError } from "../errors";
import { askHealth } from "./health";
import { hasArgument, isAlive } from "./processes";
import { logFile, readState, type EmulatorState } from "./state-file";

export type EmulatorStatus =
  | {
      readonly running: true;
      readonly state: "running";
      readonly endpoint: string;
      readonly emulator: EmulatorState;
      readonly idleSeconds: number;
      readonly requests: number;
    }
  | { readonly running: false; readonly state: "stopped" }
  /** dead: it ended without being asked to, such as by SIGKILL. unresponsive: its process lives but does not answer. */
  | { readonly running: false; readonly state: "dead" | "unresponsive"; readonly emulator: EmulatorState };

/** What is known of this checkout's emulator. */
export async function emulatorStatus({ root }: { readonly root: string }): Promise<EmulatorStatus> {
  const emulator = readState(root);
  if (emulator === undefined) return { running: false, state: "stopped" };
  const health = await askHealth(emulator);
  if (health !== undefined) {
    const { idleSeconds, requests } = health;
    return { running: true, state: "running", endpoint: emulator.endpoint, emulator, idleSeconds, requests };
  }
  const isOurs = isAlive(emulator.pid) && hasArgument(emulator.pid, emulator.instance);
  return { running: false, state: isOurs ? "unresponsive" : "dead", emulator };
}

/** The running emulator of this checkout; throws (exit 3) with what to do where none answers. */
export async function requireEmulator({ root }: { readonly root: string }): Promise<EmulatorState> {
  const status = await emulatorStatus({ root });
  switch (status.state) {
    case "running":
      return status.emulator;
    case "stopped":
      throw toolError({
        id: "emulator-stopped",
        problem: "the embedded AWS is not running",
        remedy: "Start it with `./portcullis emulator start`, or all of it with `npm start`. Its accounts are empty then.",
      });
    case "dead":
      throw toolError({
        id: "emulator-dead",
        problem: `the embedded AWS (process ${status.emulator.pid}, ${status.emulator.endpoint}) ended without being asked to, and what stood in its accounts is gone`,
        remedy: "Run `npm start`: it begins again with empty accounts.",
        details: [`Its log: ${logFile(root)}`],
      });
    case "unresponsive":
      throw toolError({
        id: "emulator-unresponsive",
        problem: `the embedded AWS (process ${status.emulator.pid}, ${status.emulator.endpoint}) does not answer`,
        remedy: "End it with `./portcullis emulator stop`, then run `npm start`: it begins again with empty accounts.",
        details: [`Its log: ${logFile(root)}`],
      });
  }
}
