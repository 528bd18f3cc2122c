import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { environments, organisation } from "../../../environments";
import { createApp, resourceNotes, stackDefinitions } from "../../../stacks";
import { inTemporaryFolder } from "../../support/synth";

/**
 * Addresses are a contract: Terraform destroys and creates anew what changes its address. The fixture holds those of
 * every stack of the repository's own environments. `UPDATE_ADDRESSES=1 npm run test:unit -- addresses` rewrites it.
 */
const fixture = join(__dirname, "../../fixtures/addresses.json");

const addresses = inTemporaryFolder((outdir) => {
  const { app, stacks } = createApp({ organisation, environments, definitions: stackDefinitions, outdir });
  app.synth();
  return Object.fromEntries(stacks.map((stack) => [stack.node.id, Object.keys(resourceNotes(stack)).sort()]));
});
if (process.env["UPDATE_ADDRESSES"] === "1") writeFileSync(fixture, `${JSON.stringify(addresses, null, 2)}\n`);
const kept = JSON.parse(readFileSync(fixture, "utf8")) as Record<string, string[]>;

const advice = `
An address that is gone means: Terraform destroys that resource, unless the stack says where it went.
  - Moved or renamed? Keep the state: \`resource.moveFromId("<old logical id>")\` (or \`moveTo\`) on the new resource, so
    that the plan says "has moved", and keep it until every environment has been promoted.
  - Meant to go, or to be replaced? Say why in the pull request; a stateful one also needs an approval at the gate.
Then write the new list: UPDATE_ADDRESSES=1 npm run test:unit -- addresses
`;

describe("resource addresses", () => {
  test.each([...new Set([...Object.keys(kept), ...Object.keys(addresses)])].sort())("%s keeps its addresses", (stack) => {
    const [before, now] = [kept[stack] ?? [], addresses[stack] ?? []];
    const gone = before.filter((address) => !now.includes(address)).map((address) => `  - ${address}`);
    const added = now.filter((address) => !before.includes(address)).map((address) => `  + ${address}`);
    const difference = [...gone, ...added].join("\n");
    if (difference !== "") throw new Error(`The addresses of ${stack} changed:\n${difference}\n${advice}`);
    expect(now).toEqual(before);
  });
});
