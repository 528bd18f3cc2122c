import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

/**
 * Path of a file of this package that is not compiled, such as the emulator's Python. This module runs from scripts/ and,
 * compiled, from dist/scripts/; the folder that is worked on may be another one.
 */
export function packageFile(...parts: readonly string[]): string {
  for (let folder = __dirname; folder !== dirname(folder); folder = dirname(folder)) {
    const candidate = join(folder, ...parts);
    if (existsSync(candidate)) return candidate;
  }
  throw new Error(`${parts.join("/")} is missing from this package`);
}
