import { readFileSync } from "node:fs";
import { join } from "node:path";
import { environments, organisation } from "../../../environments";
import { costPage, estimate } from "../../../scripts/cost";
import { createApp, stackDefinitions } from "../../../stacks";
import { inTemporaryFolder, readStack } from "../../support/synth";

it("docs/cost.md is what the stacks cost now: npm run docs:cost", () => {
  const page = inTemporaryFolder((outdir) => {
    const { app, stacks } = createApp({ organisation, environments, definitions: stackDefinitions, outdir });
    app.synth();
    return costPage(estimate(stacks.map(({ node, environment, region }) => ({ id: node.id, environment: environment.name, region, resources: readStack(outdir, node.id).resource ?? {} }))));
  });
  expect(readFileSync(join(__dirname, "../../../docs/cost.md"), "utf8")).toBe(page);
});
