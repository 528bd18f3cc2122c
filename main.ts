import "./modules/core/source-trace";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { explainSynthesisFault } from "./stacks/explain";

/** Synthesises every stack of every environment into cdktf.out (or CDKTF_OUTDIR), and the side file beside them. */
const synthesise = (): void => {
  // Required here and not above: a fault in an environment file is thrown while it is read, and is for people too.
  const { environments, organisation } = require("./environments") as typeof import("./environments");
  const { createApp, sideFile, sideFileName, stackDefinitions } = require("./stacks") as typeof import("./stacks");

  const { app, stacks } = createApp({ organisation, environments, definitions: stackDefinitions });
  app.synth();
  writeFileSync(join(app.outdir, sideFileName), sideFile(stacks));
};

try {
  synthesise();
} catch (error) {
  const { text, exitCode } = explainSynthesisFault(error);
  process.stderr.write(`${text}\n`);
  process.exitCode = exitCode;
}
