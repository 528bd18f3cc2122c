/**
 * A synthesis as main.ts does it, of more environments than there are: copies of the real ones with names, accounts and
 * networks of their own. `node many-environments.mjs <count>`; it writes to CDKTF_OUTDIR.
 */
import { writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { root } from "./checkout.mjs";

const count = Number(process.argv[2]);
const require = createRequire(join(root, "dist", "main.js"));
require("./modules/core/source-trace");
const { loadEnvironments, organisation } = require("./environments");
const { evaluateTree } = require("./scripts/policies");
const { createApp, resourceNotes, sideFile, sideFileName, stackDefinitions } = require("./stacks");

const originals = organisation.order.flat();
const copies = originals
  .flatMap((original) => Array.from({ length: Math.ceil(count / originals.length) }, (_, copy) => ({ original, name: copy === 0 ? original : `${original}${copy}` })))
  .map((copy, index) => ({ ...copy, accountId: String(100_000_000_000 + index), cidr: `10.${index}.0.0/16` }));
const copiesOf = (original) => copies.filter((copy) => copy.original === original);

const many = {
  ...organisation,
  accountIds: Object.fromEntries(copies.map(({ name, accountId }) => [name, accountId])),
  order: organisation.order.map((wave) => wave.flatMap((original) => copiesOf(original).map(({ name }) => name))),
};
const files = Object.fromEntries(
  copies.map(({ original, name, accountId, cidr }) => {
    const input = require(`./environments/${original}`).default;
    return [name, { ...input, name, accountId, network: { ...input.network, cidr } }];
  }),
);
/** The guardrails are run, as main.ts runs them; what they find is the concern of main.ts. */
const check = (stack) => {
  const { name, stage, classification } = stack.environment;
  evaluateTree({ tree: stack.toTerraform(), identity: { environment: name, stage, classification, stack: stack.node.id }, resources: resourceNotes(stack) });
  return [];
};
const { app, stacks } = createApp({ organisation: many, environments: loadEnvironments({ organisation: many, files }), definitions: stackDefinitions, check });
app.synth();
writeFileSync(join(app.outdir, sideFileName), sideFile(stacks));
