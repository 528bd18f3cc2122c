import { execFileSync } from "node:child_process";
import { join } from "node:path";

/** Interpreter of the private Python environment, made if need be; `npm test` has made it and says where it is. */
export const python = (): string =>
  process.env.PORTCULLIS_PYTHON ??
  execFileSync(process.execPath, [join(__dirname, "..", "..", "scripts", "python-environment.mjs")], { encoding: "utf8" }).trim();
