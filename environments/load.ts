import { EnvironmentError } from "./errors";
import { type ConfiguredEnvironment, invariants } from "./invariants";
import { type Organisation, organisationFile } from "./organisation";
import type { Environment } from "./schema";
import { validateEnvironment, validateOrganisation } from "./validate";

export interface EnvironmentInputs {
  readonly organisation: Organisation;
  /** What each environment file exports, by file name without extension. */
  readonly files: Readonly<Record<string, unknown>>;
}

/** Every environment file is in the order exactly once, and the order names nothing else. */
const faultsOfOrder = ({ organisation, files }: EnvironmentInputs): readonly EnvironmentError[] => {
  const fault = (problem: string, remedy: string) => new EnvironmentError({ file: organisationFile, key: "order", problem, remedy });
  const ordered = organisation.order.flat();
  return [
    ...ordered
      .filter((name, index) => ordered.indexOf(name) !== index)
      .map((name) => fault(`names ${name} twice`, `name ${name} once`)),
    ...[...new Set(ordered)]
      .filter((name) => !Object.hasOwn(files, name))
      .map((name) => fault(`names ${name}, but there is no environments/${name}.ts`, `write environments/${name}.ts, or take ${name} out of the order`)),
    ...[...new Set([...Object.keys(files), ...Object.keys(organisation.accountIds)])]
      .filter((name) => !ordered.includes(name))
      .map((name) => fault(`does not name ${name}`, `put ${name} into a wave, or remove environments/${name}.ts and its account id`)),
  ];
};

const throwAny = (faults: readonly EnvironmentError[]): void => {
  const [first, ...others] = faults;
  if (first !== undefined) throw new EnvironmentError(first, others);
};

/**
 * The environments, validated, in the order of promotion. Pure: what it is given is all it reads.
 * @throws EnvironmentError the first fault, with all others of the same kind (organisation, fields, invariants) in `others`
 */
export const loadEnvironments = (inputs: EnvironmentInputs): readonly Environment[] => {
  throwAny([...validateOrganisation(inputs.organisation), ...faultsOfOrder(inputs)]);

  const checked = inputs.organisation.order.flat().map((name) => {
    const file = `environments/${name}.ts`;
    return { file, result: validateEnvironment(file, inputs.files[name]) };
  });
  throwAny(checked.flatMap(({ result }) => result.faults));

  const environments = checked.flatMap(({ file, result }): ConfiguredEnvironment[] =>
    result.environment === undefined ? [] : [{ file, environment: result.environment }],
  );
  throwAny(invariants.flatMap((invariant) => invariant({ organisation: inputs.organisation, environments })));
  return environments.map(({ environment }) => environment);
};
