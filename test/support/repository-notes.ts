import "../../modules/core/source-trace";
import { environments, organisation } from "../../environments";
import { createApp, stackDefinitions, stackNote, type StackNote } from "../../stacks";
import { inTemporaryFolder } from "./synth";

/** The side file's notes on every stack of the repository's own environments, as main.ts writes them. */
export const repositoryNotes = (): Readonly<Record<string, StackNote>> =>
  inTemporaryFolder((outdir) => {
    const { stacks } = createApp({ organisation, environments, definitions: stackDefinitions, outdir });
    return Object.fromEntries(stacks.map((stack) => [stack.node.id, stackNote(stack)]));
  });
