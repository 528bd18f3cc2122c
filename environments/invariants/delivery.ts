import { EnvironmentError } from "../errors";
import type { Invariant } from "./invariant";

/** What judges is chosen by its checksum: without one, whoever writes the bucket of tools would judge. */
export const pipelinesKnowTheirJudge: Invariant = ({ environments }) =>
  environments
    .filter(({ environment: { delivery } }) => delivery.applications.length > 0 && delivery.portcullis === undefined)
    .map(
      ({ file }) =>
        new EnvironmentError({
          file,
          key: "delivery.portcullis",
          problem: "is missing, and pipelines would have no gate",
          remedy: "give version and sha256 of the packed release that lies in the bucket of tools",
        }),
    );

/** Evidence that expires before its lock does stays, and is paid for, without anybody knowing. */
export const evidenceOutlivesItsLock: Invariant = ({ environments }) =>
  environments.flatMap(({ file, environment: { audit, delivery } }) =>
    delivery.evidenceRetentionDays === undefined || delivery.evidenceRetentionDays >= audit.objectLock.retentionDays
      ? []
      : [
          new EnvironmentError({
            file,
            key: "delivery.evidenceRetentionDays",
            problem: `${delivery.evidenceRetentionDays} days is shorter than evidence is locked (${audit.objectLock.retentionDays})`,
            remedy: `set it to at least ${audit.objectLock.retentionDays}`,
          }),
        ],
  );
