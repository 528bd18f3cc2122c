import { EnvironmentError } from "../errors";
import type { Environment } from "../schema";
import type { Invariant } from "./invariant";

export const isTooSensitive = (environment: Pick<Environment, "stage" | "classification">): boolean =>
  environment.stage === "dev" && ["pii", "phi"].includes(environment.classification);

/** Everybody works in dev, and the controls that data of people demands (data events, Macie) are off there. */
export const devHoldsNoPersonalData: Invariant = ({ environments }) =>
  environments
    .filter(({ environment }) => isTooSensitive(environment))
    .map(
      ({ file, environment }) =>
        new EnvironmentError({
          file,
          key: "classification",
          problem: `an environment of stage dev cannot hold ${environment.classification}`,
          remedy: "use made-up data in dev and set confidential or lower",
        }),
    );
