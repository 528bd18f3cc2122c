import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { root } from "./support/checkout.mjs";
import { compared } from "./support/measure.mjs";
import { cleanEnvironment, run } from "./support/process.mjs";

/** `./portcullis check`, synthesis and evidence included, against checkov's own command over the same files. */
export const checkov = {
  name: "checkov",
  about: "checks of every stack, against one bare run of checkov over the same files",
  runs: 3,
  measure: async ({ runs, workspace, say }) => {
    const checkout = await workspace.once("built", workspace.builtCheckout);
    await checkout.portcullis("synth");
    const folder = mkdtempSync(join(tmpdir(), "portcullis-bench-checkov-"));
    const [ours, peers] = [[], []];
    try {
      const resources = copyReadable(join(checkout.folder, "cdktf.out", "stacks"), folder);
      const command = await checkovCommand();
      for (let index = 0; index < runs; index += 1) {
        peers.push((await bare(command, folder)).seconds);
        ours.push((await judged(checkout, resources)).seconds);
      }
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
    say(`checkov: ${ours.map((each) => each.toFixed(2)).join(", ")} s; bare: ${peers.map((each) => each.toFixed(2)).join(", ")} s`);
    return [compared({ measure: "check of all stacks", ours, peer: "checkov", peers, limit: 1.3 })];
  },
};

/** Without the block `terraform`, at which checkov gives a file up: a bare run over the files as they are looks at nothing. */
function copyReadable(stacks, folder) {
  let resources = 0;
  for (const stack of readdirSync(stacks)) {
    const { provider, resource = {}, data = {} } = JSON.parse(readFileSync(join(stacks, stack, "cdk.tf.json"), "utf8"));
    writeFileSync(join(folder, `${stack}.tf.json`), JSON.stringify({ provider, resource, data }, undefined, 1));
    resources += [...Object.values(resource), ...Object.values(data)].flatMap(Object.keys).length;
  }
  return resources;
}

async function checkovCommand() {
  const { stdout } = await run(process.execPath, [join(root, "scripts", "python-environment.mjs")], { cwd: root, environment: cleanEnvironment() });
  return join(dirname(stdout.trim()), "checkov");
}

/** It exits with 1 where a check fails, as some do: --soft-fail. */
async function bare(command, folder) {
  const ended = await run(command, ["--directory", folder, "--framework", "terraform_json", "--skip-download", "--output", "json", "--soft-fail"], { cwd: folder, environment: cleanEnvironment() });
  const { passed, parsing_errors: errors } = JSON.parse(ended.stdout).summary;
  if (!(passed > 0) || errors > 0) throw new Error(`checkov's own run passed ${passed} checks with ${errors} files unread: nothing to compare with`);
  return ended;
}

async function judged(checkout, resources) {
  const ended = await checkout.portcullis("check", "--format", "json");
  const seen = JSON.parse(ended.stdout).stacks.reduce((sum, stack) => sum + stack.resources, 0);
  if (seen !== resources) throw new Error(`${seen} of ${resources} resources were checked`);
  return ended;
}
