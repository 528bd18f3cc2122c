import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";

/** A pid alone may belong to another process tomorrow: with its start time it names one for good. */
export interface ProcessIdentity {
  readonly pid: number;
  /** As the system tells it; only ever compared with itself. Empty where the process was gone already. */
  readonly startTime: string;
}

export const identifyProcess = (pid: number): ProcessIdentity => ({ pid, startTime: startTimeOf(pid) ?? "" });

/** True where no process has this pid, or another one has it by now. */
export function isGone(identity: ProcessIdentity): boolean {
  const now = startTimeOf(identity.pid);
  return now === undefined || (identity.startTime !== "" && now !== identity.startTime);
}

/** Changes with every start of the machine. */
export function thisBoot(): string {
  try {
    return readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
  } catch {
    // No /proc, as on macOS.
    return spawnSync("sysctl", ["-n", "kern.boottime"], { encoding: "utf8" }).stdout?.trim() || "unknown";
  }
}

/** Undefined where the process does not run; a zombie does not. */
function startTimeOf(pid: number): string | undefined {
  try {
    // The name, in brackets, may itself hold brackets and blanks. State is field 3, the start in clock ticks since boot field 22.
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8").replace(/^.*\) /s, "").split(" ");
    return fields[0] === "Z" || fields[0] === "X" ? undefined : fields[19];
  } catch {
    if (process.platform === "linux") return undefined;
    const listing = spawnSync("ps", ["-o", "lstart=", "-p", String(pid)], { encoding: "utf8" });
    return listing.status === 0 ? listing.stdout.trim() : undefined;
  }
}
