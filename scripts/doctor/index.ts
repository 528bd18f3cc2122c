/** What is there and what is missing on this machine, each with its remedy. */
import type { Check } from "./check";
import { checkInstalled } from "./installed";
import { checkCredentials, checkDisk, checkEmulator, checkGit, checkProvider } from "./surroundings";

export type { Check } from "./check";

/** What examines an account. It reads the environments, so it is loaded when asked for: the machine is examined while one is at fault. */
export const accountDoctor = () => import("./account");

/** Looks at everything; changes nothing and reaches no network. */
export async function examine(root: string, environment: NodeJS.ProcessEnv): Promise<readonly Check[]> {
  const [installed, git, disk, emulator] = await Promise.all([
    checkInstalled(environment),
    checkGit(root, environment),
    checkDisk(root),
    checkEmulator(root),
  ]);
  return [...installed, checkProvider(environment), git, checkCredentials(environment), disk, emulator];
}
