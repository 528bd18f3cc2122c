import { EnvironmentError } from "../errors";
import { isTooSensitive } from "./dev-holds-no-personal-data";
import type { Invariant } from "./invariant";

/** Whoever holds health data evaluates its safeguards regularly (45 CFR 164.308(a)(8)): the conformance pack does, every day. */
export const healthDataIsWatched: Invariant = ({ environments }) =>
  environments
    .filter(({ environment }) => environment.classification === "phi" && !isTooSensitive(environment))
    .filter(({ environment }) => !environment.compliance.packs.includes("hipaa"))
    .map(
      ({ file }) =>
        new EnvironmentError({
          file,
          key: "compliance.packs",
          problem: "lacks hipaa, which data of class phi demands",
          remedy: 'add "hipaa" to the packs, or keep phi data out of the environment',
        }),
    );
