import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pythonInterpreter } from "../../../scripts/emulator";
import { assertionsFolder } from "../../../scripts/controls";
import type { StackNote } from "../../../scripts/synthesis";
import type { Checkout } from "../../support/checkout";

const repository = join(__dirname, "..", "..", "..");

/** What plain AWS API calls say of a control in an account. */
export interface ControlAnswer {
  readonly control: string;
  readonly account: string;
  readonly ok: boolean;
  readonly evidence: unknown;
}

/** What plain AWS API calls say of a resource that finds violations. */
export interface WatcherAnswer {
  readonly account: string;
  readonly region: string;
  readonly type: string;
  readonly name: string;
  readonly ok: boolean;
  readonly evidence: unknown;
}

/** What the tree claims, and what the accounts answer. */
export interface ControlReadings {
  /** `<account> <control>` of each control that the tree claims as deployed there; sorted. */
  readonly claimed: readonly string[];
  readonly controls: readonly ControlAnswer[];
  readonly watchers: readonly WatcherAnswer[];
}

type Attributes = Readonly<Record<string, unknown>>;
type StackTree = { readonly resource?: Readonly<Record<string, Readonly<Record<string, Attributes>>>> };

/** The arguments by which AWS knows what watches. */
const nameArguments = ["name", "analyzer_name"] as const;

const watchersOf = ({ accountId, region, resources }: StackNote, tree: StackTree) =>
  Object.entries(resources)
    .filter(([address, { watches }]) => watches.length > 0 && !address.startsWith("data."))
    .map(([address]) => {
      const [type, name] = address.split(".") as [string, string];
      const attributes = tree.resource?.[type]?.[name] ?? {};
      return { account: accountId, region, type, name: String(nameArguments.map((key) => attributes[key]).find((value) => value !== undefined) ?? "") };
    });

/** Reads the accounts of a checkout, and one that nothing was built in. */
export const readControls = async (checkout: Checkout, emptyAccount: string): Promise<ControlReadings> => {
  const synthesised = await checkout.portcullis("synth");
  if (synthesised.code !== 0) throw new Error(synthesised.stderr);
  const read = (...path: readonly string[]) => JSON.parse(readFileSync(join(checkout.folder, "cdktf.out", ...path), "utf8"));
  const notes: readonly (readonly [string, StackNote])[] = Object.entries((read("portcullis.json") as { stacks: Record<string, StackNote> }).stacks);

  const regions = new Map<string, Set<string>>();
  for (const [, { accountId, region }] of notes) regions.set(accountId, (regions.get(accountId) ?? new Set()).add(region));
  const claimed = notes.flatMap(([, { accountId, resources }]) => Object.entries(resources).flatMap(([address, { controls }]) => (address.startsWith("data.") ? [] : controls.map((control) => `${accountId} ${control}`))));

  const asked = {
    endpoint: await checkout.endpoint(),
    accounts: [...[...regions].map(([id, names]) => ({ id, regions: [...names] })), { id: emptyAccount, regions: [...regions.values()].map(([home]) => home).slice(0, 1) }],
    watchers: notes.flatMap(([id, note]) => watchersOf(note, read("stacks", id, "cdk.tf.json") as StackTree)),
  };
  const python = await pythonInterpreter(repository, process.env, process.stderr);
  const answered = execFileSync(python, [join(repository, assertionsFolder, "run.py")], { input: JSON.stringify(asked), maxBuffer: 64 * 1024 * 1024 }).toString("utf8");
  return { claimed: [...new Set(claimed)].sort(), ...(JSON.parse(answered) as Pick<ControlReadings, "controls" | "watchers">) };
};
