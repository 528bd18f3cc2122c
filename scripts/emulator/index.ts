/** The embedded AWS: moto behind our own launcher, with gap fillers, on 127.0.0.1 only. See docs/emulator.md. */
export { startEmulator, type StartOptions, type StartedEmulator } from "./start";
export { resetEmulator, stopEmulator, type StoppedEmulator } from "./stop";
export { emulatorStatus, requireEmulator, type EmulatorStatus } from "./status";
export { requireLoopback } from "./loopback";
export { awsCliExports } from "./aws-cli";
export { pythonInterpreter } from "./python-interpreter";
export { type EmulatorState } from "./state-file";
