import type { RegisterCommand } from "./context";
import { doctor } from "./doctor";
import { emulator } from "./emulator";

/** The commands that read no environment before they run. */
export const commands: readonly RegisterCommand[] = [doctor, emulator];
