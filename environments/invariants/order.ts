import { EnvironmentError } from "../errors";
import { organisationFile } from "../organisation";
import { stages } from "../schema";
import type { Invariant } from "./invariant";

/** dev before staging before prod, in strictly later waves: what goes side by side with prod was not tried before it. */
export const orderFollowsStages: Invariant = ({ organisation, environments }) => {
  const stageOf = new Map(environments.map(({ environment }) => [environment.name, environment.stage]));
  const placed = organisation.order.flatMap((wave, index) =>
    wave.flatMap((name) => {
      const stage = stageOf.get(name);
      return stage === undefined ? [] : [{ name, stage, wave: index }];
    }),
  );
  return placed.flatMap((later) =>
    placed
      .filter((earlier) => stages.indexOf(earlier.stage) < stages.indexOf(later.stage) && earlier.wave >= later.wave)
      .map(
        (earlier) =>
          new EnvironmentError({
            file: organisationFile,
            key: "order",
            problem: `${later.name} (stage ${later.stage}) does not come after ${earlier.name} (stage ${earlier.stage})`,
            remedy: `put ${later.name} in a wave after the wave of ${earlier.name}`,
          }),
      ),
  );
};
