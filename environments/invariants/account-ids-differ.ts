import { EnvironmentError } from "../errors";
import type { Invariant } from "./invariant";

/** Two environments in one account would share one blast radius, and names of one would meet names of the other. */
export const accountIdsDiffer: Invariant = ({ environments }) =>
  environments.flatMap(({ file, environment }, index) => {
    const twin = environments.slice(0, index).find((other) => other.environment.accountId === environment.accountId);
    return twin === undefined
      ? []
      : [
          new EnvironmentError({
            file,
            key: "accountId",
            problem: `${environment.accountId} is the account of ${twin.environment.name} already`,
            remedy: `give ${environment.name} an account of its own in organisation.accountIds`,
          }),
        ];
  });
