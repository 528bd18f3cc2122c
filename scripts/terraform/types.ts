/** Keys of a session, and when they end; keys that do not end by themselves have no expiration. */
export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  readonly expiration?: Date;
}

/** Credentials and endpoint of one account, passed to Terraform by environment and never written to disk. */
export interface Session {
  readonly accountId: string;
  readonly region: string;
  /** Caller ARN, for the ledger. */
  readonly callerArn: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  /** Endpoint of an emulator on loopback; absent on AWS. */
  readonly endpoint?: string;
  /** Credentials of the same role that have not ended, for a client that lives as long as the command. @default those above, to their end */
  readonly renewed?: () => Promise<Credentials>;
}

export type Tags = Readonly<Record<string, string>>;

/** Ids with a prefix of what bears all these tags, in one account and region. */
export type FindTagged = (idPrefix: string, tags: Tags) => Promise<readonly string[]>;

/** Versions that a bundle is bound to. */
export interface ToolVersions {
  readonly terraform: string;
  /** Provider source → version, as the lock file of the initialised folder says. */
  readonly providers: Readonly<Record<string, string>>;
}

/** What happens while Terraform works, one event at a time: to a live line on a terminal, a plain line elsewhere. */
export interface ProgressEvent {
  readonly stack: string;
  readonly phase: "init" | "plan" | "show" | "review" | "gate" | "apply" | "recover" | "destroy";
  readonly kind: "start" | "resource-start" | "resource-done" | "resource-error" | "done" | "failed" | "note";
  readonly address?: string;
  readonly action?: string;
  /** Seconds since the phase began. */
  readonly seconds: number;
  readonly message?: string;
}
export type ProgressListener = (event: ProgressEvent) => void;

export interface PlanResult {
  /** True where the plan changes nothing (resources, outputs, moves, imports). */
  readonly empty: boolean;
  readonly planFile: string;
  readonly counts: { readonly create: number; readonly update: number; readonly destroy: number };
}

export interface ApplyResult {
  readonly counts: { readonly create: number; readonly update: number; readonly destroy: number };
  readonly seconds: number;
}
