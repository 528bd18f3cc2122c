import { type Gate, waitFor } from "./gate";

/** What comes here is what stands in every environment of the wave before, and was verified there last. */
export const upstreamVerified: Gate = {
  id: "upstream-verified",
  judge: ({ upstream, release, identity }) =>
    waitFor(
      upstream
        .filter(({ verified }) => verified !== release.id)
        .map(({ environment, verified }) => ({
          id: "upstream-verified",
          text: verified
            ? `${environment} has verified ${verified} last, not release ${release.id}.`
            : `${environment} has verified no release yet, so ${release.id} cannot go to ${identity.environment}.`,
          remedy: `Run ./portcullis promote --to ${environment} with release ${release.id} first.`,
        })),
      upstream.map(({ environment, verified }) => ({ name: `verified in ${environment}`, value: verified ?? "none" })),
    ),
};
