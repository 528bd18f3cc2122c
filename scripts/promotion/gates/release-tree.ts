import { blockFor, type Gate, type GateInput, managedChanges } from "./gate";

const onlyRemoves = ({ plan, planEmpty }: GateInput): boolean =>
  planEmpty || managedChanges(plan).every(({ change }) => change.actions.every((action) => action === "delete" || action === "forget"));

/** What was planned is what the release holds. A stack that the release no longer has may only be removed. */
export const releaseTree: Gate = {
  id: "release-tree",
  judge: (input) => {
    const expected = input.release.digests[input.identity.stack];
    const evidence = [
      { name: "release", value: input.release.id },
      { name: "digest", value: input.digest },
    ];
    const reason = (text: string) => [{ id: "release-tree", text, remedy: "Synthesise the release's commit again and plan its stacks." }];
    if (expected === undefined) return blockFor(onlyRemoves(input) ? [] : reason(`Release ${input.release.id} has no stack ${input.identity.stack}, yet the plan creates or changes resources.`), evidence);
    return blockFor(input.digest !== "" && expected === input.digest ? [] : reason(`The planned tree of ${input.identity.stack} is not the one of release ${input.release.id}.`), evidence);
  },
};
