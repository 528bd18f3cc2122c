import { toolError } from "../errors";
import { postReset } from "./health";
import { signalGroup, waitForEnd } from "./processes";
import { removeState, type EmulatorState } from "./state-file";
import { emulatorStatus, requireEmulator } from "./status";

const termMilliseconds = 5_000;
const killMilliseconds = 5_000;

export interface StoppedEmulator {
  /** False where none was running. */
  readonly wasRunning: boolean;
  readonly pid?: number;
}

/** Ends this checkout's emulator and everything in its accounts; nothing to do where there is none. */
export async function stopEmulator(options: { readonly root: string }): Promise<StoppedEmulator> {
  const status = await emulatorStatus(options);
  if (status.state === "stopped") return { wasRunning: false };
  if (status.state === "dead") {
    removeState(options.root);
    return { wasRunning: false, pid: status.emulator.pid };
  }
  await end(status.emulator);
  removeState(options.root);
  return { wasRunning: true, pid: status.emulator.pid };
}

async function end({ pid }: EmulatorState): Promise<void> {
  signalGroup(pid, "SIGTERM");
  if (await waitForEnd(pid, termMilliseconds)) return;
  signalGroup(pid, "SIGKILL");
  if (await waitForEnd(pid, killMilliseconds)) return;
  throw toolError({
    id: "emulator-does-not-stop",
    problem: `the embedded AWS (process ${pid}) does not end`,
    remedy: `End it by hand: kill -9 ${pid}`,
  });
}

/** Empties every account of the running emulator; throws (exit 3) where none answers. */
export async function resetEmulator(options: { readonly root: string }): Promise<void> {
  const { endpoint } = await requireEmulator(options);
  try {
    await postReset(endpoint);
  } catch (error) {
    throw toolError(
      {
        id: "emulator-reset-failed",
        problem: `the embedded AWS could not be emptied: ${(error as Error).message}`,
        remedy: "End it with `./portcullis emulator stop` and start it again.",
      },
      error,
    );
  }
}
