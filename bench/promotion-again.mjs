import { comparedRounds, firstPromotion } from "./support/promotions.mjs";

/** With nothing to change: what was promoted before is promoted again. */
export const promotionAgain = {
  name: "promotion-again",
  about: "a second promotion with nothing to change, against the same peers with nothing to change",
  runs: 1,
  measure: async ({ runs, workspace, say }) => {
    const { promotions } = await firstPromotion(workspace, say, 0);
    const rounds = [];
    for (let round = 0; round < runs; round += 1) rounds.push({ ours: await promotions.promote(), peer: await promotions.deploy() });
    return comparedRounds(rounds, "promotion again", { reviewed: 0.4, unreviewed: 0.4 });
  },
};
