import { timed } from "./support/measure.mjs";

/** `npm start` in a checkout with everything installed: compilation, embedded AWS, bootstraps, promotion. */
export const start = {
  name: "start",
  about: "npm start after installation on a fresh embedded AWS, again, and its first line of progress",
  runs: 1,
  measure: async ({ runs, workspace, say }) => {
    const first = [];
    const again = [];
    for (let index = 0; index < runs; index += 1) {
      const checkout = await workspace.newCheckout();
      first.push(await checkout.npm("start"));
      say(`npm start: ${first.at(-1).seconds.toFixed(1)} s`);
      again.push(await checkout.npm("start"));
      say(`npm start again: ${again.at(-1).seconds.toFixed(1)} s`);
      if (!again.at(-1).stdout.includes("Nothing to change anywhere.")) throw new Error("the second `npm start` found something to change");
      await checkout.remove();
    }
    return [
      timed({ measure: "npm start, fresh", seconds: first.map(({ seconds }) => seconds), limitSeconds: 480 }),
      timed({ measure: "npm start, repeated", seconds: again.map(({ seconds }) => seconds), limitSeconds: 180 }),
      timed({ measure: "npm start, first line", seconds: [...first, ...again].map(({ firstLineSeconds }) => firstLineSeconds), limitSeconds: 5 }),
    ];
  },
};
