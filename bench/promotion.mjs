import { comparedRounds, firstPromotion } from "./support/promotions.mjs";

/** Every stack but bootstrap through every environment, into accounts in which only bootstrap stands. */
export const promotion = {
  name: "promotion",
  about: "promotion of every stack through every environment, against cdktf diff then cdktf deploy, and cdktf deploy alone",
  runs: 1,
  measure: async ({ runs, workspace, say }) => {
    const rounds = [];
    for (let round = 0; round < runs; round += 1) rounds.push(await firstPromotion(workspace, say, round));
    return comparedRounds(rounds, "promotion", { reviewed: 0.6, unreviewed: 1 });
  },
};
