import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bootstrapAccounts } from "./support/accounts.mjs";
import { compared, median, total } from "./support/measure.mjs";
import { run } from "./support/process.mjs";

const environmentName = "dev";
const stackName = "network";

/** One stack of an account in which only bootstrap stands: everything is to be created. */
export const planOneStack = {
  name: "plan-one-stack",
  about: `./portcullis plan ${environmentName} ${stackName}, review and gate included, against bare Terraform at stock settings`,
  runs: 3,
  measure: async ({ runs, workspace, say }) => {
    const checkout = await workspace.builtCheckout();
    say("bootstrapping the accounts of one embedded AWS (not counted)");
    const accounts = await bootstrapAccounts(checkout, [environmentName]);
    const environment = await accounts.environmentFor(environmentName);
    const terraform = (await checkout.require("./scripts/terraform").findTerraform(process.env)).path;
    const stackFolder = await synthesised(checkout);

    const ours = [];
    const peers = [];
    for (let index = 0; index < runs; index += 1) {
      ours.push((await checkout.portcullis("plan", "--emulator", environmentName, stackName)).seconds);
      peers.push(await bareTerraform(terraform, stackFolder, environment));
      say(`./portcullis plan: ${ours.at(-1).toFixed(2)} s; terraform: ${Object.entries(peers.at(-1)).map(([command, seconds]) => `${command} ${seconds.toFixed(2)}`).join(", ")} s`);
    }
    const parts = Object.fromEntries(["init", "plan", "show"].map((command) => [command, median(peers.map((peer) => peer[command]))]));
    return [compared({ measure: "plan of one stack", ours, peer: "terraform init, plan, show", peers: peers.map(total), limit: 0.9, parts: { peer: parts } })];
  },
};

async function synthesised(checkout) {
  await checkout.portcullis("synth");
  const { readTree } = checkout.require("./scripts/synthesis");
  const { stacks } = await readTree(join(checkout.folder, "cdktf.out"));
  return stacks.find((stack) => stack.environment === environmentName && stack.stack === stackName).folder;
}

/** In a fresh copy of the stack's folder each time. */
async function bareTerraform(terraform, stackFolder, environment) {
  const folder = mkdtempSync(join(tmpdir(), "portcullis-bench-stack-"));
  try {
    cpSync(stackFolder, folder, { recursive: true });
    const inFolder = (...words) => run(terraform, words, { cwd: folder, environment });
    const init = await inFolder("init", "-input=false");
    const plan = await inFolder("plan", "-input=false", "-out=plan.tfplan");
    const show = await inFolder("show", "-json", "plan.tfplan");
    writeFileSync(join(folder, "plan.json"), show.stdout);
    if (JSON.parse(readFileSync(join(folder, "plan.json"), "utf8")).resource_changes.every(({ change }) => change.actions[0] !== "create")) throw new Error("there was nothing to plan");
    return { init: init.seconds, plan: plan.seconds, show: show.seconds };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
