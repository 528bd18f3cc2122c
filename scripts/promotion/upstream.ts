import { waveOf, type Environment } from "../../environments";
import type { Session } from "../terraform";
import type { Upstream } from "./gate";
import { openLedger, type Operation } from "./operation";
import { verifiedUpstream } from "./standing";

/** What the wave before has verified. Upstream of the first wave is nothing: the commit itself is promoted. */
export const upstreamOf = async (operation: Operation, environment: Environment, session: Session): Promise<readonly Upstream[]> => {
  const wave = waveOf(environment.name);
  return wave === 0 ? [] : verifiedUpstream(await openLedger(operation, environment, session).read(), wave);
};
