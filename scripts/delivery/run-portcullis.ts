import { spawn } from "node:child_process";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Ended } from "./ask";

/** Characters of what the command says that are kept: an answer to CodePipeline holds fewer. */
const longestSaid = 10_000;

/** In megabytes: what Node.js needs besides its heap, here and in the command. */
const besidesHeap = 768;

export interface Program {
  /** Folder of the package. */
  readonly root: string;
  /** Memory that there is, in megabytes. */
  readonly memory: number;
}

/**
 * Runs the command as a process of its own: where it needs more memory than there is, it ends and is told of, and this process goes on; and it
 * has none of this function's credentials.
 *
 * @throws Error where it does not come to its end
 */
export const runPortcullis =
  ({ root, memory }: Program) =>
  (programArguments: readonly string[], signal: AbortSignal): Promise<Ended> =>
    new Promise((resolve, reject) => {
      const heap = `--max-old-space-size=${Math.max(256, memory - besidesHeap)}`;
      const child = spawn(process.execPath, [heap, join(root, "portcullis"), ...programArguments], { cwd: root, env: { HOME: tmpdir(), NO_COLOR: "1" }, stdio: ["ignore", "ignore", "pipe"], signal, killSignal: "SIGKILL" });
      let said = "";
      child.stderr.setEncoding("utf8").on("data", (text: string) => (said = (said + text).slice(0, longestSaid)));
      child.on("error", reject);
      child.on("close", (exitCode, ended) => {
        if (exitCode === null) reject(new Error(`the command was ended by ${ended}: it may have needed more than ${memory} MB of memory. Judge in a build: gateIn "build"`));
        else resolve({ exitCode, said: said.trim() });
      });
    });
