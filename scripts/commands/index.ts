import type { RegisterCommand } from "./context";

/**
 * Every command by its name, in the order in which a newcomer meets them. Each is loaded by itself when it is wanted: who lists the stacks does not
 * wait for the readers of scanners' reports, and `doctor` and `emulator` work while an environment file is at fault.
 */
export const commands: Readonly<Record<string, () => Promise<RegisterCommand>>> = {
  doctor: async () => (await import("./doctor")).doctor,
  list: async () => (await import("./list")).list,
  synth: async () => (await import("./synth")).synth,
  check: async () => (await import("./check")).check,
  scan: async () => (await import("./scan")).scan,
  gate: async () => (await import("./gate")).gate,
  bootstrap: async () => (await import("./bootstrap")).bootstrap,
  plan: async () => (await import("./plan")).plan,
  review: async () => (await import("./review")).review,
  apply: async () => (await import("./apply")).apply,
  promote: async () => (await import("./promote")).promote,
  status: async () => (await import("./status")).status,
  controls: async () => (await import("./controls")).controls,
  assess: async () => (await import("./assess")).assess,
  ledger: async () => (await import("./ledger")).ledger,
  unlock: async () => (await import("./unlock")).unlock,
  retire: async () => (await import("./retire")).retire,
  emulator: async () => (await import("./emulator")).emulator,
};
