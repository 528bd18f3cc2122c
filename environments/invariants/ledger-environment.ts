import { EnvironmentError } from "../errors";
import { organisationFile } from "../organisation";
import type { Invariant } from "./invariant";

/** Whoever can change dev must not be able to touch the record of what went to prod. */
export const ledgerEnvironmentStands: Invariant = ({ organisation, environments }) => {
  const fault = (problem: string, remedy: string) => [new EnvironmentError({ file: organisationFile, key: "ledgerEnvironment", problem, remedy })];
  const holder = environments.find(({ environment }) => environment.name === organisation.ledgerEnvironment);
  if (holder === undefined) {
    return fault(`${organisation.ledgerEnvironment} is not an environment`, `name one of ${environments.map(({ environment }) => environment.name).join(", ")}`);
  }
  return holder.environment.stage === "dev"
    ? fault(`${organisation.ledgerEnvironment} is of stage dev`, "keep the ledger in an environment of stage staging or prod")
    : [];
};
