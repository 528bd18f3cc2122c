import "../../modules/core/source-trace";
import type { Environment, EnvironmentInput, Organisation } from "../../environments";
import { loadEnvironments } from "../../environments";
import { createApp, type BaseStack, type StackDefinition } from "../../stacks";
import { inTemporaryFolder, readStack, type StackJson } from "./synth";

const organisation: Organisation = {
  prefix: "castle",
  repository: "example/castle",
  ledgerEnvironment: "prod",
  accountIds: { dev: "100000000001", prod: "100000000003" },
  order: [["dev"], ["prod"]],
};

const input = (name: "dev" | "prod", cidr: string): EnvironmentInput => ({
  name,
  stage: name,
  accountId: organisation.accountIds[name] as string,
  homeRegion: "eu-west-1",
  owner: "team",
  classification: "internal",
  deletionProtection: false,
  approvals: 0,
  network: { cidr },
});

/** Two environments that owe nothing to the repository's own; prod holds the ledger. */
export const castle = (dev: Partial<EnvironmentInput> = {}, prod: Partial<EnvironmentInput> = {}): { readonly organisation: Organisation; readonly environments: readonly Environment[] } => ({
  organisation,
  environments: loadEnvironments({ organisation, files: { dev: { ...input("dev", "10.1.0.0/16"), ...dev }, prod: { ...input("prod", "10.3.0.0/16"), ...prod } } }),
});

/** Synthesises stacks of the castle and answers with the JSON of each. */
export const synthCastle = (
  definitions: readonly StackDefinition[],
  world = castle(),
  check?: (stack: BaseStack) => readonly string[],
): Readonly<Record<string, StackJson>> =>
  inTemporaryFolder((outdir) => {
    const { app, stacks } = createApp({ ...world, definitions, outdir, check });
    app.synth();
    return Object.fromEntries(stacks.map(({ node }) => [node.id, readStack(outdir, node.id)]));
  });
