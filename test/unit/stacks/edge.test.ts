import { environments, organisation } from "../../../environments";
import { createApp } from "../../../stacks";
import { edge } from "../../../stacks/edge";
import { network } from "../../../stacks/network";
test("x", () => {
  const { app } = createApp({ organisation, environments, definitions: [network, edge], outdir: "/tmp/stacksb/out" });
  app.synth();
});
