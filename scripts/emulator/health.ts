import { get, request } from "node:http";
import type { EmulatorState } from "./state-file";

const healthTimeoutMilliseconds = 5_000;
const resetTimeoutMilliseconds = 30_000;

export interface Health {
  readonly instance: string;
  readonly idleSeconds: number;
  readonly requests: number;
}

/** What the emulator of this state says of itself; undefined if nobody, or somebody else, answers. */
export async function askHealth(state: Pick<EmulatorState, "endpoint" | "instance">): Promise<Health | undefined> {
  try {
    const health = JSON.parse(await fetchText(`${state.endpoint}/_portcullis/health`)) as Health;
    return health.instance === state.instance ? health : undefined;
  } catch {
    return undefined;
  }
}

/** Empties every account of the emulator. */
export function postReset(endpoint: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const call = request(
      `${endpoint}/_portcullis/reset`,
      { method: "POST", agent: false, timeout: resetTimeoutMilliseconds, headers: { "content-length": 0 } },
      (response) => {
        response.resume();
        response.on("end", () =>
          response.statusCode === 200 ? resolve() : reject(new Error(`reset answered ${response.statusCode}`)),
        );
      },
    );
    call.on("timeout", () => call.destroy(new Error("reset timed out")));
    call.on("error", reject);
    call.end();
  });
}

function fetchText(url: string): Promise<string> {
  return new Promise((resolve, reject) => {
    // Without an agent no proxy setting and no kept connection comes in between.
    const call = get(url, { agent: false, timeout: healthTimeoutMilliseconds }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("end", () => resolve(Buffer.concat(chunks).toString("utf8")));
      response.on("error", reject);
    });
    call.on("timeout", () => call.destroy(new Error("timed out")));
    call.on("error", reject);
  });
}
