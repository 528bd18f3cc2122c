import type { RuleFinding } from "../../policies/rule";
import type { ToolVersions } from "../terraform/types";

/** A release is what gets promoted: one commit and the digest of every stack that it synthesised. */
export interface Release {
  /** `r` and the first 16 hex digits of the hash over commit and digests. */
  readonly id: string;
  readonly commit: string;
  /** Stack id → digest of its synthesised folder. */
  readonly digests: Readonly<Record<string, string>>;
}

/** What cdktf wrote, read from cdktf.out/manifest.json and the side file. */
export interface SynthesisedStack {
  readonly id: string;
  readonly environment: string;
  /** `network`, without environment and region. */
  readonly stack: string;
  readonly region: string;
  readonly accountId: string;
  /** Folder of cdk.tf.json and assets. */
  readonly folder: string;
  readonly dependencies: readonly string[];
  readonly digest: string;
}

/** meta.json of a plan bundle; apply refuses where any field is missing or differs. */
export interface BundleMeta {
  readonly version: 1;
  readonly release: string;
  readonly commit: string;
  readonly environment: string;
  readonly stack: string;
  readonly accountId: string;
  readonly region: string;
  /** `aws`, or the kind of endpoint (`emulator`): a real account refuses a bundle made on the emulator. */
  readonly endpoint: string;
  readonly tools: ToolVersions;
  /** SHA-256 of .terraform.lock.hcl. */
  readonly lockFileHash: string;
  /** Path inside the bundle → SHA-256: plan.tfplan, plan.json, and each file of tree/. */
  readonly hashes: Readonly<Record<string, string>>;
  readonly digest: string;
  readonly fingerprint: string;
  readonly created: string;
  readonly expires: string;
  readonly verdict: Verdict;
}

/** What every gate returns. A block always names the next step. */
export interface Verdict {
  readonly result: "pass" | "block" | "not-yet";
  readonly reasons: readonly { readonly id: string; readonly text: string; readonly remedy: string; readonly address?: string }[];
  readonly evidence: readonly { readonly name: string; readonly value: string }[];
  readonly findings: readonly RuleFinding[];
}

export const ledgerEvents = [
  "bootstrapped",
  "released",
  "blocked",
  "passed",
  "apply-started",
  "applied",
  "apply-failed",
  "recovered",
  "no-change",
  "verified",
  "retired",
  "unlocked",
] as const;
export type LedgerEvent = (typeof ledgerEvents)[number];

export interface LedgerEntry {
  readonly seq: number;
  /** Hash of the entry before; 64 zeros for the first. */
  readonly prev: string;
  readonly time: string;
  /** ARN of the caller. */
  readonly actor: string;
  readonly environment: string;
  readonly release?: string;
  readonly stack?: string;
  readonly event: LedgerEvent;
  readonly evidence: Readonly<Record<string, string | number | boolean>>;
  /** SHA-256 of the entry's canonical JSON without this field. */
  readonly hash: string;
}
