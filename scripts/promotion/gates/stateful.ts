import { statefulTypes } from "../../../policies/resource-classes";
import { actionOf, displayedAddress } from "../../policies";
import { blockFor, type Gate, managedChanges } from "./gate";
import { judgedByStateful } from "./guardrails-pass";

/**
 * Reads the plan itself, so that it holds even where no rule ran. Lifted by a waiver for exactly this address, or where
 * an interrupted apply of this very release created the resource: it holds nothing yet. That exception never reaches a
 * deposed object, which stood before.
 */
export const stateful: Gate = {
  id: "stateful",
  judge: ({ plan, waived, ownAttemptCreated, identity }) => {
    const approved = new Set((waived?.findings ?? []).filter(({ rule, waiver }) => rule === judgedByStateful && waiver !== undefined).map(({ address }) => address));
    const own = new Set(ownAttemptCreated);
    const losses = managedChanges(plan)
      .filter(({ type, change }) => type in statefulTypes && ["delete", "replace"].includes(actionOf(change.actions)))
      .map((change) => ({ address: displayedAddress(change), type: change.type, actions: change.change.actions }));
    const word = (actions: readonly string[]) => (actions.includes("create") ? "replaces" : actions.includes("forget") ? "forgets" : "destroys");
    return blockFor(
      losses
        .filter(({ address }) => !approved.has(address) && !own.has(address))
        .map(({ address, type, actions }) => ({
          id: "stateful",
          address,
          text: `The plan ${word(actions)} ${address}: lost is ${statefulTypes[type]}.`,
          remedy: `Undo what forces it (a renamed construct needs a moved block), or have somebody else approve a waiver: rule ${judgedByStateful}, stack ${identity.stack}, address ${address}.`,
        })),
      losses.filter(({ address }) => own.has(address)).map(({ address }) => ({ name: "own-attempt", value: `${address} was created by this release's interrupted apply` })),
    );
  },
};
