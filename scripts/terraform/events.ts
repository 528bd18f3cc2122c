/** One line of Terraform's `-json` output (https://developer.hashicorp.com/terraform/internals/machine-readable-ui). */
export interface TerraformEvent {
  readonly type: string;
  readonly "@level"?: string;
  readonly "@message"?: string;
  readonly "@timestamp"?: string;
  readonly hook?: {
    readonly resource?: { readonly addr: string; readonly resource_type: string };
    readonly action?: string;
    readonly id_key?: string;
    readonly id_value?: string;
    readonly elapsed_seconds?: number;
  };
  readonly changes?: { readonly add: number; readonly change: number; readonly remove: number; readonly import?: number; readonly operation: string };
  readonly diagnostic?: Diagnostic;
}

export interface Diagnostic {
  readonly severity: "error" | "warning";
  readonly summary: string;
  readonly detail?: string;
  readonly address?: string;
  readonly range?: { readonly filename: string; readonly start: { readonly line: number } };
}

/** Undefined for what is no event: a blank line, the cut-off last line of a killed process, a crash report. */
export function parseEvent(line: string): TerraformEvent | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === "object" && value !== null && "type" in value && typeof value.type === "string" ? (value as TerraformEvent) : undefined;
  } catch {
    return undefined;
  }
}

export const errorsIn = (events: readonly TerraformEvent[]): readonly Diagnostic[] =>
  events.flatMap((event) => (event.type === "diagnostic" && event.diagnostic?.severity === "error" ? [event.diagnostic] : []));

/** Additions, changes and removals that a plan announces or an apply has done; the last summary counts. */
export function countsIn(events: readonly TerraformEvent[], operation: "plan" | "apply" | "destroy") {
  const summary = events.filter((event) => event.type === "change_summary" && event.changes?.operation === operation).at(-1)?.changes;
  return { create: summary?.add ?? 0, update: summary?.change ?? 0, destroy: summary?.remove ?? 0 };
}
