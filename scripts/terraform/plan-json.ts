/** The part of `terraform show -json <plan>` that Portcullis reads (Terraform's JSON output format, version 1.x). */

export interface Change {
  readonly actions: readonly ("no-op" | "create" | "read" | "update" | "delete" | "forget")[];
  readonly before: unknown;
  readonly after: unknown;
  readonly after_unknown?: unknown;
  readonly before_sensitive?: unknown;
  readonly after_sensitive?: unknown;
  readonly replace_paths?: readonly (readonly (string | number)[])[];
  readonly importing?: { readonly id?: string };
}

export interface ResourceChange {
  readonly address: string;
  readonly previous_address?: string;
  readonly module_address?: string;
  readonly mode: "managed" | "data";
  readonly type: string;
  readonly name: string;
  readonly index?: string | number;
  readonly provider_name?: string;
  readonly deposed?: string;
  readonly change: Change;
  readonly action_reason?: string;
}

/** An expression in the configuration: a literal, or the references it makes; blocks nest as objects or lists of them. */
export interface Expression {
  readonly constant_value?: unknown;
  readonly references?: readonly string[];
}

export interface ConfiguredResource {
  readonly address: string;
  readonly mode: "managed" | "data";
  readonly type: string;
  readonly name: string;
  readonly expressions?: Readonly<Record<string, unknown>>;
  readonly provisioners?: readonly unknown[];
}

export interface PlanJson {
  readonly format_version: string;
  readonly terraform_version?: string;
  readonly resource_changes?: readonly ResourceChange[];
  readonly output_changes?: Readonly<Record<string, Change>>;
  readonly resource_drift?: readonly ResourceChange[];
  /** Values of the root module's variables. */
  readonly variables?: Readonly<Record<string, { readonly value?: unknown }>>;
  /** Imperative actions that the apply will run (Terraform 1.14 and newer). */
  readonly action_invocations?: readonly { readonly address: string; readonly type: string }[];
  readonly prior_state?: unknown;
  readonly planned_values?: unknown;
  readonly configuration?: {
    readonly provider_config?: Readonly<Record<string, unknown>>;
    readonly root_module?: {
      readonly resources?: readonly ConfiguredResource[];
      readonly module_calls?: unknown;
      readonly variables?: Readonly<Record<string, { readonly sensitive?: boolean }>>;
    };
  };
  readonly errored?: boolean;
  readonly applyable?: boolean;
  readonly complete?: boolean;
  readonly timestamp?: string;
}

/** The plan of a stack that nothing will change. */
export const emptyPlan: PlanJson = { format_version: "1.2", resource_changes: [] };
