import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { timed } from "./support/measure.mjs";
import { cleanEnvironment, run } from "./support/process.mjs";

const manyEnvironments = 30;

/** Synthesis as a whole process, once built. */
export const synth = {
  name: "synth",
  about: `synthesis of the environments, and of ${manyEnvironments} like them, as a whole process`,
  runs: 5,
  measure: async ({ runs, workspace, say }) => {
    const checkout = await workspace.once("built", workspace.builtCheckout);
    const { environments } = checkout.require("./environments");
    const three = [];
    const many = [];
    for (let index = 0; index < runs; index += 1) {
      three.push(await synthesise(checkout, environments.length, [join("dist", "main.js")]));
      many.push(await synthesise(checkout, manyEnvironments, [join("bench", "support", "many-environments.mjs"), String(manyEnvironments)]));
    }
    say(`synth: ${three.map((each) => each.toFixed(2)).join(", ")} s; of ${manyEnvironments}: ${many.map((each) => each.toFixed(2)).join(", ")} s`);
    return [
      timed({ measure: `synth, ${environments.length} environments`, seconds: three, limitSeconds: 1 }),
      timed({ measure: `synth, ${manyEnvironments} environments`, seconds: many, limitSeconds: 6 }),
    ];
  },
};

async function synthesise(checkout, environmentCount, words) {
  const folder = mkdtempSync(join(tmpdir(), "portcullis-bench-synth-"));
  try {
    const { seconds } = await run(process.execPath, words, { cwd: checkout.folder, environment: { ...cleanEnvironment(), CDKTF_OUTDIR: folder } });
    const stacks = existsSync(join(folder, "stacks")) ? readdirSync(join(folder, "stacks")).length : 0;
    if (stacks < environmentCount || stacks % environmentCount !== 0) throw new Error(`${stacks} stacks were synthesised of ${environmentCount} environments`);
    return seconds;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
