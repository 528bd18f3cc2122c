import type { TerraformEvent } from "./events";
import type { ProgressEvent } from "./types";

const kinds: Readonly<Record<string, ProgressEvent["kind"]>> = {
  apply_start: "resource-start",
  refresh_start: "resource-start",
  apply_complete: "resource-done",
  refresh_complete: "resource-done",
  apply_errored: "resource-error",
};

/** What a reader is told of an event; undefined for what is of no interest. */
export function progressOf(event: TerraformEvent): Pick<ProgressEvent, "kind" | "address" | "action"> | undefined {
  const kind = kinds[event.type];
  const address = event.hook?.resource?.addr;
  if (kind === undefined || address === undefined) return undefined;
  return { kind, address, action: event.hook?.action ?? "refresh" };
}
