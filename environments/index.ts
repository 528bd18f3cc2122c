import { existsSync } from "node:fs";
import { join } from "node:path";
import { loadEnvironments } from "./load";
import { organisation } from "./organisation";

/** The public face of environments/. */
export { regionCidr, regionsOf } from "./cidr";
export { EnvironmentError } from "./errors";
export { type EnvironmentInputs, loadEnvironments } from "./load";
export { type Names, names, stackId, stateKey } from "./names";
export { accountIdOf, type Organisation, organisation } from "./organisation";
export {
  type Classification,
  classifications,
  type Environment,
  type EnvironmentInput,
  type ManagedRuleGroup,
  managedRuleGroups,
  type ObjectLock,
  type Ownership,
  type Stage,
  type StandardRoleName,
  standardRoles,
  stages,
} from "./schema";

/**
 * The order of promotion is the list of the environment files: a new environment is one new file and one word in
 * organisation.order. So the files are required by the names in the order; a name without a file is left to loadEnvironments to report.
 */
const files = Object.fromEntries(
  organisation.order
    .flat()
    .map((name) => [name, join(__dirname, name)] as const)
    .filter(([, path]) => existsSync(`${path}.js`) || existsSync(`${path}.ts`))
    .map(([name, path]) => [name, (require(path) as { readonly default?: unknown }).default]),
);

/** Every environment, validated, in the order of promotion. Importing this throws EnvironmentError where the configuration is at fault. */
export const environments = loadEnvironments({ organisation, files });

/** Index of the wave in which an environment is promoted, first 0. @throws RangeError for an unknown name */
export const waveOf = (name: string): number => {
  const wave = organisation.order.findIndex((names) => names.includes(name));
  if (wave < 0) throw new RangeError(`${name} is in no wave of the order of promotion`);
  return wave;
};
