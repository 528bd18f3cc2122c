import type { Store } from "../stores";

/**
 * What `plan` notes of a bundle beside the ledger, under `plans/`. It says that the bundle was made here and is unchanged since; it
 * lifts no gate, for the plan role, with which the code of a pull request runs, may write it.
 */
export interface PlanNote {
  /** SHA-256 of the bundle. */
  readonly bundle: string;
  readonly actor: string;
  readonly time: string;
  readonly environment: string;
  readonly stack: string;
  readonly release: string;
  readonly fingerprint: string;
  readonly verdict: string;
}

const keyOf = (bundle: string) => `plans/${bundle}.json`;

export const notePlan = (store: Store, note: PlanNote): Promise<void> => store.create(keyOf(note.bundle), Buffer.from(`${JSON.stringify(note)}\n`));

export const isNoted = async (store: Store, bundle: string): Promise<boolean> => (await store.get(keyOf(bundle))) !== undefined;
