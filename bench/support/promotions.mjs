import { join } from "node:path";
import { bootstrapAccounts } from "./accounts.mjs";
import { root } from "./checkout.mjs";
import { compared, total } from "./measure.mjs";
import { allEnded, run } from "./process.mjs";

/** Terraform processes side by side: ours while planning, stacks of cdktf while deploying. */
const parallelism = "2";
const stacks = ["baseline", "network", "audit", "compliance", "detection", "edge"];
const cdktf = join(root, "node_modules", ".bin", "cdktf");

/**
 * Two embedded AWS, bootstrapped alike: one that Portcullis promotes through, one for cdktf.
 * @typedef {Record<string, number>} Parts  seconds by environment
 * @returns {Promise<{ promote: () => Promise<Parts>, deploy: () => Promise<{ synth: number, diff: Parts, deploy: Parts }> }>}
 */
async function openPromotions(workspace, say) {
  say("bootstrapping the accounts of two embedded AWS (not counted)");
  const ours = await workspace.builtCheckout();
  const theirs = await workspace.builtCheckout();
  const [, accounts] = await allEnded([bootstrapAccounts(ours), bootstrapAccounts(theirs)]);
  const names = ours.require("./environments").environments.map(({ name }) => name);

  const promote = async () => {
    const parts = {};
    for (const name of names) {
      parts[name] = (await ours.portcullis("promote", "--emulator", "--parallelism", parallelism, "--to", name)).seconds;
      say(`./portcullis promote --to ${name}: ${parts[name].toFixed(1)} s`);
    }
    return parts;
  };

  const deploy = async () => {
    const inCheckout = async (environment, ...words) => (await run(cdktf, words, { cwd: theirs.folder, environment })).seconds;
    // One synthesis for all that follows, which is less than cdktf does by itself.
    const synth = await inCheckout(await accounts.environmentFor(names[0]), "synth");
    const { readTree } = theirs.require("./scripts/synthesis");
    const tree = await readTree(join(theirs.folder, "cdktf.out"));
    const diff = {};
    const deployed = {};
    for (const name of names) {
      const environment = await accounts.environmentFor(name);
      const ids = tree.stacks.filter((stack) => stack.environment === name && stacks.includes(stack.stack)).map((stack) => stack.id);
      diff[name] = 0;
      for (const id of ids) diff[name] += await inCheckout(environment, "diff", id, "--skip-synth", "--skip-provider-lock");
      deployed[name] = await inCheckout(
        environment,
        ...["deploy", ...ids, "--auto-approve", "--parallelism", parallelism],
        ...["--skip-synth", "--skip-provider-lock", "--ignore-missing-stack-dependencies"],
      );
      say(`${name}: cdktf diff ${diff[name].toFixed(1)} s, cdktf deploy ${deployed[name].toFixed(1)} s`);
    }
    return { synth, diff, deploy: deployed };
  };
  return { promote, deploy };
}

/** The first promotion, into accounts in which only bootstrap stands. The benchmark of the second one goes on from round 0. */
export const firstPromotion = (workspace, say, round) =>
  workspace.once(`first promotion, round ${round}`, async () => {
    const promotions = await openPromotions(workspace, say);
    return { promotions, ours: await promotions.promote(), peer: await promotions.deploy() };
  });

/** @param {{ reviewed: number, unreviewed: number }} limits  of the ratio to diff and deploy, and to deploy alone */
export const comparedRounds = (rounds, measure, limits) => {
  const ours = rounds.map((round) => total(round.ours));
  const deploys = rounds.map(({ peer }) => peer.synth + total(peer.deploy));
  const reviewed = rounds.map(({ peer }) => peer.synth + total(peer.diff) + total(peer.deploy));
  const parts = rounds.map(({ ours: promoted, peer }) => ({ ours: promoted, peer }));
  return [
    compared({ measure, ours, peer: "cdktf diff, then cdktf deploy", peers: reviewed, limit: limits.reviewed, parts }),
    compared({ measure, ours, peer: "cdktf deploy, no review", peers: deploys, limit: limits.unreviewed }),
  ];
};
